package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.calendar.Series;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which events there can be, and how one can be changed. */
final class EventChanges {

    /** What says when an event takes place. */
    private static final Set<String> TIMES =
            Set.of(EventTypes.START, EventTypes.END, EventTypes.ALL_DAY, EventTypes.RECURRENCE);

    private EventChanges() {}

    /**
     * Sees that an event with these properties can be.
     *
     * @throws GraphFailure 400 when a time is missing, or one does not fit another
     */
    static void requireValid(ObjectNode event) {
        for (String required : List.of(EventTypes.START, EventTypes.END)) {
            if (!event.hasNonNull(required)) {
                throw GraphFailure.invalidProperty("an event needs '" + required + "'");
            }
        }
        ZonedDateTime start = EventTimes.read(event.path(EventTypes.START));
        ZonedDateTime end = EventTimes.read(event.path(EventTypes.END));
        EventTimes.requireFit(start, end, event.path(EventTypes.ALL_DAY).asBoolean());
        if (event.hasNonNull(EventTypes.RECURRENCE)) {
            EventRecurrence.read(event.path(EventTypes.RECURRENCE), start, end);
        }
    }

    /**
     * Sees that an event can be changed so; {@return whether a series is to take place at other times than before}
     *
     * @throws GraphFailure 400 when it cannot, 501 when nobody knows what the service does
     */
    static boolean requirePossible(StoredEvent event, ObjectNode changes) {
        if (changes.has(EventTypes.TRANSACTION_ID)) {
            throw GraphFailure.notImplemented("changing the property '" + EventTypes.TRANSACTION_ID + "'");
        }
        if (TIMES.stream().noneMatch(changes::has)) {
            return false;
        }
        ObjectNode before = event.properties();
        ObjectNode after = before.deepCopy().setAll(changes);
        requireValid(after);
        boolean recurs = after.hasNonNull(EventTypes.RECURRENCE);
        if (before.hasNonNull(EventTypes.RECURRENCE) && !recurs) {
            throw GraphFailure.notImplemented("making a single event of a series, 'recurrence': null");
        }
        if (recurs && !event.parents().isEmpty()) {
            throw GraphFailure.notImplemented("the property '" + EventTypes.RECURRENCE + "' of an occurrence");
        }
        requireBetweenNeighbours(event, EventTimes.read(after.path(EventTypes.START)));
        return recurs && TIMES.stream().anyMatch(time -> !after.path(time).equals(before.path(time)));
    }

    /** No occurrence may come to the day of its neighbour in the series, or beyond it. */
    private static void requireBetweenNeighbours(StoredEvent event, ZonedDateTime start) {
        Optional<Series> series = event.master().flatMap(StoredEvent::series);
        if (series.isEmpty()) {
            return;
        }
        StoredEvent master = event.master().orElseThrow();
        LocalDate original = event.originalDate().orElseThrow();
        Set<LocalDate> cancelled = master.cancelledDates();
        List<LocalDate> dates = series.get().neighbours(original, date -> !cancelled.contains(date));
        for (LocalDate neighbour : dates) {
            LocalDate day = master.occurrence(neighbour)
                    .map(occurrence -> localDate(occurrence.start(), series.get()))
                    .orElse(neighbour);
            LocalDate moved = localDate(start, series.get());
            if (neighbour.isBefore(original) ? !moved.isAfter(day) : !moved.isBefore(day)) {
                throw new GraphFailure(
                        400,
                        "ErrorOccurrenceCrossingBoundary",
                        "Modified occurrence is crossing or overlapping adjacent occurrence.");
            }
        }
    }

    private static LocalDate localDate(ZonedDateTime time, Series series) {
        return time.withZoneSameInstant(series.zone()).toLocalDate();
    }
}
