package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.calendar.Series;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The copies of a meeting in the calendars of those of its attendees who have a mailbox here. */
final class AttendeeCopies {

    private final Mailboxes mailboxes;
    private final ContentStore store;
    private final Clock clock;

    AttendeeCopies(Mailboxes mailboxes, ContentStore store, Clock clock) {
        this.mailboxes = mailboxes;
        this.store = store;
        this.clock = clock;
    }

    /** What a mail says of the event is so in the attendee's calendar: who is not the organizer has no say in it. */
    void receive(
            String attendee,
            Mailbox organizer,
            StoredEvent event,
            MeetingMail.Kind kind,
            List<StoredAttachment> files) {
        mailboxes.reachedBy(attendee).filter(mailbox -> mailbox != organizer).ifPresent(mailbox -> {
            StoredEvent copy = mailbox.copyOf(event);
            if (kind == MeetingMail.Kind.CANCELLATION) {
                copy.update(Json.object().put("isCancelled", true), clock.instant());
            } else {
                update(copy, event, files);
            }
        });
    }

    private void update(StoredEvent copy, StoredEvent event, List<StoredAttachment> files) {
        Instant now = clock.instant();
        Optional<Series> before = copy.series();
        ObjectNode properties = event.properties();
        properties.remove(EventTypes.TRANSACTION_ID);
        properties.put("isOrganizer", false);
        properties.putObject("responseStatus").put("response", "notResponded").put("time", "0001-01-01T00:00:00Z");
        copy.update(properties, now);
        if (!copy.series().equals(before)) {
            store.delete(copy.forgetOccurrences());
        }
        copy.storedAttachments().forEach(old -> copy.remove(old.id(), now).ifPresent(this::delete));
        files.stream()
                .filter(file -> Files.exists(file.attachment().content()))
                .forEach(file -> copy.add(file.copied()));
    }

    private void delete(StoredAttachment attachment) {
        store.delete(attachment.attachment().content());
    }
}
