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
        LocalDate last = endDate.filter(END_OF_TIME::isAfter).orElse(END_OF_TIME);
        Stream<LocalDate> dates = pattern.datesFrom(startDate).takeWhile(date -> !date.isAfter(last));
        return numberOfOccurrences.isPresent() ? dates.limit(numberOfOccurrences.getAsInt()) : dates;
    }
}
