package io.github.graphattach.session;

/**
 * A store could not be read or written. Whether a write took effect is not known then; it is safe to claim the upload again
 * later. The message is one line and holds no secret.
 */
public final class SessionStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Says what the store did not do.
     *
     * @param message one line with the remedy
     */
    public SessionStoreException(String message) {
        super(message);
    }

    /**
     * Says what the store did not do, and what kept it from that.
     *
     * @param message one line with the remedy
     * @param cause the failure of what is behind the store
     */
    public SessionStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
