package io.github.graphattach.app;

/**
 * The service that jobs go to, and who asks it. What is known of one says nothing of another.
 *
 * @param host host and port, for people
 * @param identity the whole of its URL, and the tenant and the application that sign in, where they are named
 */
record Service(String host, String identity) {

    /** {@return whether a receipt tells of this service; those of release 0.1.0 name the host only} */
    boolean has(Receipt receipt) {
        return receipt.service().isEmpty()
                ? receipt.graphHost().equals(host)
                : receipt.service().equals(identity);
    }
}
