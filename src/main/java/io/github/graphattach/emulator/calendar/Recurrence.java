package io.github.graphattach.emulator.calendar;

import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * On which dates something recurs. The first date may be later than {@code startDate}, where the pattern does not fit that.
 *
 * @param startDate the first date that may be one
 * @param endDate the last date that may be one; empty for no such end
 * @param numberOfOccurrences how many dates there are, at least 1; empty for no such end
 */
public record Recurrence(
        RecurrencePattern pattern, LocalDate startDate, Optional<LocalDate> endDate, OptionalInt numberOfOccurrences) {

    /** The date that no series of Exchange goes beyond. */
    public static final LocalDate END_OF_TIME = LocalDate.of(4500, 9, 1);

    /** @throws IllegalArgumentException when the end is before the start, or there is to be no occurrence */
    public Recurrence {
        if (endDate.filter(end -> end.isBefore(startDate)).isPresent()) {
            throw new IllegalArgumentException("the recurrence range ends before it starts");
        }
        if (numberOfOccurrences.isPresent() && numberOfOccurrences.getAsInt() < 1) {
            throw new IllegalArgumentException("the recurrence range has no valid numberOfOccurrences");
        }
    }

    /** {@return all dates in order} */
    Stream<LocalDate> dates() {
        return dates(startDate);
    }

    /** {@return the dates from that one on, in order} */
    Stream<LocalDate> dates(LocalDate from) {
        LocalDate last = endDate.filter(END_OF_TIME::isAfter).orElse(END_OF_TIME);
        if (numberOfOccurrences.isPresent()) {
            // Which are the last of them only shows from the start.
            return pattern.dates(startDate, startDate)
                    .takeWhile(date -> !date.isAfter(last))
                    .limit(numberOfOccurrences.getAsInt())
                    .dropWhile(date -> date.isBefore(from));
        }
        return pattern.dates(startDate, from).takeWhile(date -> !date.isAfter(last));
    }
}
