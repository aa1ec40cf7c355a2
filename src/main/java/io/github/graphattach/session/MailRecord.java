package io.github.graphattach.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far a mail is, for the next try.
 *
 * @param state what was done, or is about to be done
 * @param messageId Graph's id of the draft, or of what was sent of it once that was seen; empty as long as the service has
 *     not named it
 * @param brought the ids of the attachments that the draft had when it was made, as a forward has those of the original
 * @param sendAt until when the service keeps the mail after it was accepted; empty for at once
 * @param askedAt when the service was last asked to send it, by this side's clock; empty when it was not
 */
public record MailRecord(
        State state,
        Optional<String> messageId,
        List<String> brought,
        Optional<Instant> sendAt,
        Optional<Instant> askedAt) {

    /** How far a mail is. What is not idempotent is written down before it is asked for. */
    public enum State {
        /** No draft is there, or none was ever asked for. */
        NOT_MADE,
        /** A request that makes the draft went out, and nobody knows what became of it. */
        ASKED_FOR,
        /** The draft is there, and is not sent. */
        DRAFT,
        /** The draft was found by its marker, and an earlier try, of which nothing is known here, may have sent it. */
        FOUND,
        /** The draft is about to be deleted. */
        DISCARDED,
        /** A request that sends it went out, and nobody knows what became of it. */
        SUBMITTED,
        /** The same, for a second time. */
        SUBMITTED_AGAIN,
        /** The service has accepted it. */
        ACCEPTED,
        /** It was seen among what was sent. */
        SENT,
        /** It was accepted for a later time and deleted before. */
        CANCELLED;

        /** {@return whether the mail may have been sent} */
        public boolean maybeSent() {
            return this == SUBMITTED || this == SUBMITTED_AGAIN || this == ACCEPTED || this == SENT;
        }
    }

    /** Nothing is there. */
    public static final MailRecord NOT_MADE = new MailRecord(State.NOT_MADE);

    /** The draft is about to be asked for. */
    public static final MailRecord ASKED_FOR = new MailRecord(State.ASKED_FOR);

    /** Copies what may be changed. */
    public MailRecord {
        brought = List.copyOf(brought);
    }

    private MailRecord(State state) {
        this(state, Optional.empty(), List.of(), Optional.empty(), Optional.empty());
    }

    /**
     * {@return that of a draft which the service has named}
     *
     * @param id of the draft
     */
    public static MailRecord made(String id) {
        return new MailRecord(State.DRAFT, Optional.of(id), List.of(), Optional.empty(), Optional.empty());
    }

    /** {@return the same in another state} */
    public MailRecord in(State next) {
        return new MailRecord(next, messageId, brought, sendAt, askedAt);
    }

    /** {@return the same, under another id} */
    public MailRecord named(String id) {
        return new MailRecord(state, Optional.of(id), brought, sendAt, askedAt);
    }

    /** {@return the same, for a mail that leaves at that time} */
    public MailRecord leavingAt(Optional<Instant> time) {
        return new MailRecord(state, messageId, brought, time, askedAt);
    }

    /** {@return the same, for a draft that had those attachments when it was made} */
    public MailRecord bringing(List<String> attachmentIds) {
        return new MailRecord(state, messageId, attachmentIds, sendAt, askedAt);
    }

    /** {@return the same, where the service is asked at that time} */
    public MailRecord asked(State next, Instant time) {
        return new MailRecord(next, messageId, brought, sendAt, Optional.of(time));
    }
}
