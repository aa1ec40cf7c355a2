package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.calendar.TimeZones;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Graph's {@code dateTimeTimeZone}: a time on the wall, and the name of a zone.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/datetimetimezone">dateTimeTimeZone</a>
 */
final class EventTimes {

    private static final DateTimeFormatter WITH_TICKS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS", Locale.ROOT);
    private static final Pattern WITH_OFFSET = Pattern.compile(".*T.*(Z|[+-]\\d\\d:?\\d\\d)");

    private EventTimes() {}

    /**
     * {@return the time that a client has sent}
     *
     * @throws GraphFailure 400 when the zone is unknown, or there is no such time
     */
    static ZonedDateTime read(JsonNode time) {
        ZoneId zone = zone(time.path("timeZone").asText(""));
        String text = time.path("dateTime").asText("");
        if (WITH_OFFSET.matcher(text).matches()) {
            throw GraphFailure.notImplemented("the offset in the dateTime '" + text + "'");
        }
        try {
            return LocalDateTime.parse(text).atZone(zone);
        } catch (DateTimeException e) {
            throw GraphFailure.malformedBody();
        }
    }

    /** {@return the zone of that name} */
    static ZoneId zone(String name) {
        return TimeZones.find(name)
                .orElseThrow(() -> new GraphFailure(
                        400,
                        "TimeZoneNotSupportedException",
                        "A valid TimeZone value must be specified. The following TimeZone value is not supported: '"
                                + name + "'."));
    }

    /** {@return the time as Graph writes it in the zone of that name} */
    static ObjectNode write(ZonedDateTime time, String zoneName) {
        return Json.object()
                .put("dateTime", WITH_TICKS.format(time.withZoneSameInstant(zone(zoneName))))
                .put("timeZone", zoneName);
    }

    /** {@return the name that the service gives a zone that a client has named} */
    static String windowsName(String name) {
        return TimeZones.windowsName(zone(name)).orElse("tzone://Microsoft/Custom");
    }

    /**
     * Sees that the times fit each other, and whole days if need be.
     *
     * @throws GraphFailure 400 when they do not
     */
    static void requireFit(ZonedDateTime start, ZonedDateTime end, boolean allDay) {
        if (end.isBefore(start)) {
            throw new GraphFailure(
                    400,
                    "ErrorCalendarEndDateIsEarlierThanStartDate",
                    "EndDate is earlier than StartDate for the calendar item.");
        }
        if (!allDay) {
            return;
        }
        requireMidnight(start, "Start");
        requireMidnight(end, "End");
        if (!start.getZone().equals(end.getZone()) || !end.isAfter(start)) {
            throw invalid("The duration of an event marked as All day must be at least 24 hours.");
        }
    }

    private static void requireMidnight(ZonedDateTime time, String property) {
        if (!time.toLocalTime().equals(LocalTime.MIDNIGHT)) {
            throw invalid("The Event." + property + " property for an all-day event needs to be set to midnight.");
        }
    }

    private static GraphFailure invalid(String message) {
        return new GraphFailure(400, "ErrorInvalidRequest", message);
    }
}
