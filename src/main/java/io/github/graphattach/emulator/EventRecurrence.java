package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.emulator.calendar.Recurrence;
import io.github.graphattach.emulator.calendar.RecurrencePattern;
import io.github.graphattach.emulator.calendar.Series;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Reads Graph's {@code patternedRecurrence}. */
final class EventRecurrence {

    private EventRecurrence() {}

    /**
     * {@return the series of an event that recurs}
     *
     * @param recurrence as a client has sent it
     * @param start of the event
     * @param end of the event
     * @throws GraphFailure 400 when something is missing, or {@code startDate} is not the date of the start
     */
    static Series read(JsonNode recurrence, ZonedDateTime start, ZonedDateTime end) {
        JsonNode range = recurrence.path("range");
        ZoneId zone = range.hasNonNull("recurrenceTimeZone")
                ? EventTimes.zone(range.path("recurrenceTimeZone").asText())
                : start.getZone();
        ZonedDateTime first = start.withZoneSameInstant(zone);
        try {
            LocalDate startDate = date(range, "startDate");
            if (!startDate.equals(first.toLocalDate())) {
                throw GraphFailure.invalidProperty("the recurrence range does not start on the date of the event");
            }
            return Series.of(
                    new Recurrence(pattern(recurrence.path("pattern")), startDate, endDate(range), count(range)),
                    first,
                    end);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw GraphFailure.invalidProperty(String.valueOf(e.getMessage()));
        }
    }

    private static RecurrencePattern pattern(JsonNode pattern) {
        Set<DayOfWeek> days = StreamSupport.stream(pattern.path("daysOfWeek").spliterator(), false)
                .map(day -> DayOfWeek.valueOf(constant(day.asText())))
                .collect(Collectors.toSet());
        return new RecurrencePattern(
                RecurrencePattern.Type.valueOf(constant(pattern.path("type").asText())),
                pattern.path("interval").asInt(),
                days,
                DayOfWeek.valueOf(constant(text(pattern, "firstDayOfWeek", "sunday"))),
                pattern.path("dayOfMonth").asInt(),
                pattern.path("month").asInt(),
                RecurrencePattern.Index.valueOf(constant(text(pattern, "index", "first"))));
    }

    private static String text(JsonNode object, String property, String otherwise) {
        return object.hasNonNull(property) ? object.path(property).asText() : otherwise;
    }

    /** {@return {@code absoluteMonthly} as {@code ABSOLUTE_MONTHLY}} */
    private static String constant(String member) {
        return member.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    }

    private static Optional<LocalDate> endDate(JsonNode range) {
        return range.path("type").asText().equals("endDate") ? Optional.of(date(range, "endDate")) : Optional.empty();
    }

    private static OptionalInt count(JsonNode range) {
        return range.path("type").asText().equals("numbered")
                ? OptionalInt.of(range.path("numberOfOccurrences").asInt())
                : OptionalInt.empty();
    }

    private static LocalDate date(JsonNode range, String property) {
        return LocalDate.parse(range.path(property).asText(""));
    }
}
