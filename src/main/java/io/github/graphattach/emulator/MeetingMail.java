package io.github.graphattach.emulator;

import java.time.Instant;
import java.util.List;

/**
 * A mail that a meeting has sent to one attendee.
 *
 * @param kind why it was sent
 * @param organizer the principal name of the mailbox that sent it
 * @param attendee the address that it went to
 * @param eventId the organizer's id of the event: of the series, of one occurrence of it, or of a single event
 * @param subject the event's subject
 * @param attachments the files that it carried, which need not be those that the event has now
 * @param sent when it was sent
 */
public record MeetingMail(
        Kind kind,
        String organizer,
        String attendee,
        String eventId,
        String subject,
        List<EmulatedAttachment> attachments,
        Instant sent) {

    /** Why a mail is sent. */
    public enum Kind {
        /** The attendee is new. */
        INVITATION,
        /** Something is different. */
        UPDATE,
        /** The event does not take place, or the attendee is not wanted any more. */
        CANCELLATION
    }

    /** Copies the list. */
    public MeetingMail {
        attachments = List.copyOf(attachments);
    }

    @Override
    public String toString() {
        return kind + " with " + attachments;
    }
}
