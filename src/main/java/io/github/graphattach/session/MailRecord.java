package io.github.graphattach.session;

import java.util.Optional;

/**
 * How far a mail is, for the next try.
 *
 * @param draftId Graph's id of the draft; empty as long as the service has not named it
 * @param mayBeMade whether a request that makes the draft went out and nobody knows what became of it
 */
public record MailRecord(Optional<String> draftId, boolean mayBeMade) {

    /** The draft is about to be asked for. */
    public static final MailRecord ASKED_FOR = new MailRecord(Optional.empty(), true);

    /** The draft was asked for, and surely not made. */
    public static final MailRecord REFUSED = new MailRecord(Optional.empty(), false);

    /**
     * {@return that of a draft which the service has named}
     *
     * @param id of the draft
     */
    public static MailRecord made(String id) {
        return new MailRecord(Optional.of(id), false);
    }
}
