package io.github.graphattach.component;

import org.jspecify.annotations.Nullable;

/**
 * The service wants to be asked later, or the mailbox has sent as much as it may in a day; the header CamelRedeliveryDelay says
 * when.
 */
public final class ThrottledException extends GraphAttachException {

    private static final long serialVersionUID = 1L;

    /**
     * Reports a failure.
     *
     * @param message one line with the remedy
     * @param details what is known of it
     * @param cause what showed it, or null
     */
    public ThrottledException(String message, FailureDetails details, @Nullable Throwable cause) {
        super(message, details, cause);
    }
}
