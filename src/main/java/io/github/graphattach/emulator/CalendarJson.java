package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.StoredItem.EventType;
import io.github.graphattach.emulator.calendar.Occurrence;
import io.github.graphattach.emulator.calendar.Series;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The calendars of a mailbox in a window of time, for people: what takes place, and where a series has nothing any more.
 *
 * @param mailbox whose calendars
 * @param window what lies outside of it is left out
 */
record CalendarJson(Mailbox mailbox, TimeWindow window) {

    void addTo(ArrayNode events) {
        Map<String, String> calendars = mailbox.containers(Segment.CALENDARS).stream()
                .collect(Collectors.toMap(Container::id, Container::displayName));
        mailbox.eventsIn(window).forEach(item -> events.add(of((StoredEvent) item, calendars)));
        series().forEach(master -> master.series().ifPresent(series -> cancelled(master, series)
                .forEach(slot -> events.add(cancelled(master, slot, calendars)))));
    }

    private Stream<StoredEvent> series() {
        return mailbox.items().stream()
                .filter(item -> item.type() == EventType.SERIES_MASTER)
                .map(StoredEvent.class::cast);
    }

    private Stream<Occurrence> cancelled(StoredEvent master, Series series) {
        return master.cancelledDates().stream()
                .flatMap(date -> series.on(date).stream())
                .filter(slot -> slot.overlaps(window.from(), window.to()));
    }

    private ObjectNode of(StoredEvent event, Map<String, String> calendars) {
        ObjectNode json = common(event, calendars, event.start(), event.end())
                .put("type", event.type().text())
                .put("isCancelled", event.properties().path("isCancelled").asBoolean());
        event.originalStart()
                .filter(start -> !start.equals(event.start().toInstant()))
                .ifPresent(start -> json.put("movedFrom", start.toString()));
        ArrayNode attachments = json.putArray("attachments");
        event.attachments().forEach(attachment -> attachments.add(attachment.name()));
        return json;
    }

    private ObjectNode cancelled(StoredEvent master, Occurrence slot, Map<String, String> calendars) {
        ObjectNode json = common(master, calendars, slot.start(), slot.end())
                .put("type", EventType.OCCURRENCE.text())
                .put("isCancelled", true);
        json.putArray("attachments");
        return json;
    }

    /** Whole days are days wherever somebody looks at them from, hence the dates. */
    private ObjectNode common(
            StoredEvent event, Map<String, String> calendars, ZonedDateTime start, ZonedDateTime end) {
        return Json.object()
                .put("path", event.path())
                .put("subject", ControlJson.title(event))
                .put("mailbox", mailbox.name())
                .put("calendar", calendars.getOrDefault(event.container(), ""))
                .put("isAllDay", event.properties().path(EventTypes.ALL_DAY).asBoolean())
                .put("start", start.toInstant().toString())
                .put("end", end.toInstant().toString())
                .put("startDate", start.toLocalDate().toString())
                .put("endDate", end.toLocalDate().toString());
    }
}
