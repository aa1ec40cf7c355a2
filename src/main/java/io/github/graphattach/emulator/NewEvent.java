package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/** What an event has before a client sets anything. */
final class NewEvent {

    private static final String UTC = "UTC";

    private NewEvent() {}

    /**
     * {@return the properties of a new event, which is half an hour from the present minute on until somebody says otherwise}
     *
     * @param owner whose calendar it is made in, and who therefore organizes it
     */
    static ObjectNode properties(String owner, Instant now) {
        ZonedDateTime start = now.truncatedTo(ChronoUnit.MINUTES).atZone(ZoneOffset.UTC);
        ObjectNode event = Json.object()
                .put("subject", "")
                .put("importance", "normal")
                .put("sensitivity", "normal")
                .put("showAs", "busy")
                .put(EventTypes.ALL_DAY, false)
                .put("isCancelled", false)
                .put("isDraft", false)
                .put("isOrganizer", true)
                .put("isReminderOn", true)
                .put("reminderMinutesBeforeStart", 15)
                .put("responseRequested", true)
                .put("allowNewTimeProposals", true)
                .put("hideAttendees", false);
        event.putArray("categories");
        event.putArray(EventTypes.ATTENDEES);
        event.putNull(EventTypes.RECURRENCE);
        event.putObject("body").put("contentType", "text").put("content", "");
        event.putObject("location").put("displayName", "");
        event.putObject("organizer")
                .putObject("emailAddress")
                .put("name", owner)
                .put("address", owner);
        event.putObject("responseStatus").put("response", "organizer").put("time", "0001-01-01T00:00:00Z");
        event.set(EventTypes.START, EventTimes.write(start, UTC));
        event.set(EventTypes.END, EventTimes.write(start.plusMinutes(30), UTC));
        return event;
    }
}
