package io.github.graphattach.component;

import org.jspecify.annotations.Nullable;

/**
 * The identity may not: it could not sign in, Graph does not take its token (status 401), it lacks the permission for this
 * item in this mailbox or to send from that sender, or what answers for the upload host refuses it (status 403). The remedy names the option, the
 * permission or what is in between.
 */
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
