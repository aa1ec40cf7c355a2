package io.github.graphattach.emulator.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;

/**
 * One time of a series, as the pattern has it.
 *
 * @param date in the series' zone; what an occurrence is known by, wherever it is moved later
 * @param start in the series' zone
 * @param end in the series' zone
 */
public record Occurrence(LocalDate date, ZonedDateTime start, ZonedDateTime end) {

    /** {@return whether some of it lies in the window, whose end is not part of it} */
    public boolean overlaps(Instant from, Instant to) {
        return overlaps(start.toInstant(), end.toInstant(), from, to);
    }

    /** {@return whether some of what lasts from start to end lies in the window, whose end is not part of it} */
    public static boolean overlaps(Instant start, Instant end, Instant from, Instant to) {
        boolean endsAfterFrom = end.isAfter(from) || (end.equals(start) && end.equals(from));
        return start.isBefore(to) && endsAfterFrom;
    }
}
