package io.github.graphattach.component;

import org.jspecify.annotations.Nullable;

/** The message body is shorter or longer than declared, cannot be read, or changed while it was uploaded. */
public final class SourceChangedException extends GraphAttachException {

    private static final long serialVersionUID = 1L;

    /**
     * Reports a failure.
     *
     * @param message one line with the remedy
     * @param details what is known of it
     * @param cause what showed it, or null
     */
    public SourceChangedException(String message, FailureDetails details, @Nullable Throwable cause) {
        super(message, details, cause);
    }
}
