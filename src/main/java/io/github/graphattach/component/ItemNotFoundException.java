package io.github.graphattach.component;

import org.jspecify.annotations.Nullable;

/** There is no such message or event, or not in that mailbox, or no such mailbox. */
public final class ItemNotFoundException extends GraphAttachException {

    private static final long serialVersionUID = 1L;

    /**
     * Reports a failure.
     *
     * @param message one line with the remedy
     * @param details what is known of it
     * @param cause what showed it, or null
     */
    public ItemNotFoundException(String message, FailureDetails details, @Nullable Throwable cause) {
        super(message, details, cause);
    }
}
