package io.github.graphattach.component;

import org.jspecify.annotations.Nullable;

/** A permission is missing, or the mailbox is a shared or delegated one that needs application permission. */
public final class AccessDeniedException extends GraphAttachException {

    private static final long serialVersionUID = 1L;

    /**
     * Reports a failure.
     *
     * @param message one line with the remedy
     * @param details what is known of it
     * @param cause what showed it, or null
     */
    public AccessDeniedException(String message, FailureDetails details, @Nullable Throwable cause) {
        super(message, details, cause);
    }
}
