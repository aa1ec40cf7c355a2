package io.github.graphattach.component;

import org.jspecify.annotations.Nullable;

/**
 * The service will never take this file for this item: too large, blocked, a full mailbox, the wrong kind. Or it will never
 * take this mail, because of its recipients or its own headers.
 */
public final class AttachmentRejectedException extends GraphAttachException {

    private static final long serialVersionUID = 1L;

    /**
     * Reports a failure.
     *
     * @param message one line with the remedy
     * @param details what is known of it
     * @param cause what showed it, or null
     */
    public AttachmentRejectedException(String message, FailureDetails details, @Nullable Throwable cause) {
        super(message, details, cause);
    }
}
