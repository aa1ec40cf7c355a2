package io.github.graphattach.upload;

/** Another owner has this upload now. Whatever is done next, nothing more may be sent for it. */
final class LeaseLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LeaseLostException() {
        super("another process has taken this upload over");
    }
}
