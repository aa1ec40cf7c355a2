package io.github.graphattach.component;

import org.jspecify.annotations.Nullable;

/** The stored bytes differ from the file's, or could not be read back to be compared. */
public final class VerificationException extends GraphAttachException {

    private static final long serialVersionUID = 1L;

    /**
     * Reports a failure.
     *
     * @param message one line with the remedy
     * @param details what is known of it
     * @param cause what showed it, or null
     */
    public VerificationException(String message, FailureDetails details, @Nullable Throwable cause) {
        super(message, details, cause);
    }
}
