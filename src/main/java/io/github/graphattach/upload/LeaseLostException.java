package io.github.graphattach.upload;

/** Another owner has this upload now, so nothing more may be sent for it here. */
public final class LeaseLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LeaseLostException() {
        super("another process has taken this upload over");
    }
}
