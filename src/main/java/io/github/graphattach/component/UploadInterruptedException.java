package io.github.graphattach.component;

import org.jspecify.annotations.Nullable;

/** The application stops. Sending the exchange again later continues. */
public final class UploadInterruptedException extends GraphAttachException {

    private static final long serialVersionUID = 1L;

    /**
     * Reports a failure.
     *
     * @param message one line with the remedy
     * @param details what is known of it
     * @param cause what showed it, or null
     */
    public UploadInterruptedException(String message, FailureDetails details, @Nullable Throwable cause) {
        super(message, details, cause);
    }
}
