package io.github.graphattach.emulator.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A recurrence with a time of the day. Occurrences keep the time on the wall in the series' zone, whatever daylight saving does
 * there. A time that a day skips is as much later as the clocks go forward; of a time that a day has twice it is the first (so
 * RFC 5545; what Exchange does is not documented).
 *
 * @param start the time of the day at which each occurrence starts
 * @param length how long each lasts by the clocks on the wall, not negative
 */
public record Series(Recurrence recurrence, LocalTime start, Duration length, ZoneId zone) {

    /** {@return the series whose first occurrence, if it fits the pattern, goes from the one time to the other} */
    public static Series of(Recurrence recurrence, ZonedDateTime start, ZonedDateTime end) {
        ZonedDateTime sameZone = end.withZoneSameInstant(start.getZone());
        Duration length = Duration.between(start.toLocalDateTime(), sameZone.toLocalDateTime());
        return new Series(
                recurrence, start.toLocalTime(), length.isNegative() ? Duration.ZERO : length, start.getZone());
    }

    /** {@return all occurrences in order} */
    public Stream<Occurrence> occurrences() {
        return recurrence.dates().map(this::at);
    }

    /** {@return the occurrences of which some lies in the window} */
    public List<Occurrence> between(Instant from, Instant to) {
        LocalDate first = from.atZone(zone).toLocalDate().minusDays(1).minusDays(length.toDays() + 1);
        return recurrence
                .dates(first)
                .map(this::at)
                .takeWhile(occurrence -> occurrence.start().toInstant().isBefore(to))
                .filter(occurrence -> occurrence.overlaps(from, to))
                .toList();
    }

    /** {@return the occurrence that the pattern has on that date} */
    public Optional<Occurrence> on(LocalDate date) {
        return recurrence.dates(date).findFirst().filter(date::equals).map(this::at);
    }

    /** {@return the dates next to that date, of those that count: the one before and the one after, where there are such} */
    public List<LocalDate> neighbours(LocalDate date, Predicate<LocalDate> counts) {
        List<LocalDate> neighbours = new ArrayList<>();
        Iterator<LocalDate> dates = recurrence.dates().filter(counts).iterator();
        while (dates.hasNext()) {
            LocalDate next = dates.next();
            if (next.isAfter(date)) {
                neighbours.add(next);
                break;
            }
            if (next.isBefore(date)) {
                neighbours.clear();
                neighbours.add(next);
            }
        }
        return neighbours;
    }

    private Occurrence at(LocalDate date) {
        ZonedDateTime from = date.atTime(start).atZone(zone);
        return new Occurrence(date, from, from.toLocalDateTime().plus(length).atZone(zone));
    }
}
