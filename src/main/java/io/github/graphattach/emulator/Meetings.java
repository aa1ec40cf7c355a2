package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.MeetingMail.Kind;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Who is told of a meeting, and what the mails carry. To attach a file tells nobody; a change tells everybody, once for a series
 * and once more for each of its exceptions; a change of nothing but the attendees tells only those who are different.
 */
final class Meetings {

    /** What concerns nobody but the owner of the calendar. */
    private static final Set<String> PRIVATE = Set.of("categories", "isReminderOn", "reminderMinutesBeforeStart");

    /** The attendees of an event at some time, by address. */
    record Before(Map<String, JsonNode> attendees) {}

    private final List<MeetingMail> mails = new CopyOnWriteArrayList<>();

    /** The files that each event had when a mail was sent about it. */
    private final Map<StoredEvent, List<StoredAttachment>> told = new ConcurrentHashMap<>();

    private final AttendeeCopies copies;
    private final Answers answers;
    private final Clock clock;

    Meetings(AttendeeCopies copies, Answers answers, Clock clock) {
        this.copies = copies;
        this.answers = answers;
        this.clock = clock;
    }

    List<MeetingMail> mails() {
        return List.copyOf(mails);
    }

    void clear() {
        mails.clear();
        told.clear();
    }

    Before before(StoredEvent event) {
        return new Before(attendees(event));
    }

    void created(Mailbox mailbox, StoredEvent event) {
        tell(mailbox, event, kinds(attendees(event).keySet(), Kind.INVITATION));
    }

    /** @param changes what was patched */
    void changed(Mailbox mailbox, StoredEvent event, ObjectNode changes, Before before) {
        if (!isOrganizer(event)) {
            return;
        }
        boolean attendeesOnly = changes.size() == 1 && changes.has(EventTypes.ATTENDEES);
        boolean nobodyElse = changes.properties().stream().allMatch(change -> PRIVATE.contains(change.getKey()));
        Map<String, JsonNode> now = attendees(event);
        Map<String, Kind> told = new LinkedHashMap<>();
        before.attendees().keySet().stream()
                .filter(address -> !now.containsKey(address))
                .forEach(address -> told.put(address, Kind.CANCELLATION));
        now.forEach((address, attendee) -> {
            if (!before.attendees().containsKey(address)) {
                told.put(address, Kind.INVITATION);
            } else if (attendeesOnly ? !attendee.equals(before.attendees().get(address)) : !nobodyElse) {
                told.put(address, Kind.UPDATE);
            }
        });
        tell(mailbox, event, told);
        event.exceptions().forEach(exception -> tell(mailbox, exception, told));
    }

    void cancelled(Mailbox mailbox, StoredEvent event) {
        if (isOrganizer(event)) {
            tell(mailbox, event, kinds(attendees(event).keySet(), Kind.CANCELLATION));
        }
    }

    private static Map<String, Kind> kinds(Set<String> addresses, Kind kind) {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        addresses.forEach(address -> kinds.put(address, kind));
        return kinds;
    }

    private void tell(Mailbox mailbox, StoredEvent event, Map<String, Kind> attendees) {
        if (attendees.isEmpty()) {
            return;
        }
        List<StoredAttachment> present = event.storedAttachments();
        List<StoredAttachment> carried = answers.meetingMailsLag.get() ? lastTold(event) : present;
        attendees.forEach((address, kind) -> {
            List<StoredAttachment> files = kind == Kind.CANCELLATION ? List.of() : carried;
            mails.add(new MeetingMail(
                    kind,
                    mailbox.name(),
                    address,
                    event.id(),
                    event.properties().path("subject").asText(),
                    files.stream().map(StoredAttachment::attachment).toList(),
                    clock.instant()));
            copies.receive(address, mailbox, event, kind, files);
        });
        told.put(event, present);
    }

    private List<StoredAttachment> lastTold(StoredEvent event) {
        return told.getOrDefault(
                event,
                event.master()
                        .map(master -> told.getOrDefault(master, List.of()))
                        .orElse(List.of()));
    }

    private static boolean isOrganizer(StoredEvent event) {
        return event.properties().path("isOrganizer").asBoolean();
    }

    private static Map<String, JsonNode> attendees(StoredEvent event) {
        Map<String, JsonNode> attendees = new LinkedHashMap<>();
        event.properties()
                .path(EventTypes.ATTENDEES)
                .forEach(attendee -> attendees.put(
                        attendee.at("/emailAddress/address").asText().toLowerCase(Locale.ROOT), attendee));
        return attendees;
    }
}
