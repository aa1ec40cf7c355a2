package io.github.graphattach.emulator.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * How often something recurs. What a type does not need is not looked at.
 *
 * <p>A day of the month that a month has not is its last day, as Exchange has it; RFC 5545 would leave the month out. Of several
 * days with an {@code index} it is the n-th day of the month that is one of them, as Exchange stores it.
 *
 * @param interval the number of days, weeks, months or years from one period to the next, at least 1
 * @param daysOfWeek for the weekly and relative types, at least one
 * @param firstDayOfWeek where a week begins
 * @param dayOfMonth for the absolute types, 1 to 31
 * @param month for the yearly types, 1 to 12
 * @param index for the relative types
 * @see <a href="https://learn.microsoft.com/graph/api/resources/recurrencepattern">recurrencePattern</a>
 */
public record RecurrencePattern(
        Type type,
        int interval,
        Set<DayOfWeek> daysOfWeek,
        DayOfWeek firstDayOfWeek,
        int dayOfMonth,
        int month,
        Index index) {

    /** The types of patterns. */
    public enum Type {
        DAILY(ChronoUnit.DAYS),
        WEEKLY(ChronoUnit.WEEKS),
        ABSOLUTE_MONTHLY(ChronoUnit.MONTHS),
        RELATIVE_MONTHLY(ChronoUnit.MONTHS),
        ABSOLUTE_YEARLY(ChronoUnit.YEARS),
        RELATIVE_YEARLY(ChronoUnit.YEARS);

        private final ChronoUnit unit;

        Type(ChronoUnit unit) {
            this.unit = unit;
        }

        /** {@return what its periods are counted in} */
        ChronoUnit unit() {
            return unit;
        }

        boolean isYearly() {
            return this == ABSOLUTE_YEARLY || this == RELATIVE_YEARLY;
        }

        boolean isAbsolute() {
            return this == ABSOLUTE_MONTHLY || this == ABSOLUTE_YEARLY;
        }

        boolean needsDaysOfWeek() {
            return this == WEEKLY || this == RELATIVE_MONTHLY || this == RELATIVE_YEARLY;
        }
    }

    /** Which of a month's days of the week. */
    public enum Index {
        FIRST,
        SECOND,
        THIRD,
        FOURTH,
        LAST;

        private LocalDate of(List<LocalDate> dates) {
            return dates.get(
                    switch (this) {
                        case FIRST -> 0;
                        case SECOND -> 1;
                        case THIRD -> 2;
                        case FOURTH -> 3;
                        case LAST -> dates.size() - 1;
                    });
        }
    }

    /** @throws IllegalArgumentException when something that the type needs is missing or out of range */
    public RecurrencePattern {
        daysOfWeek = Set.copyOf(daysOfWeek);
        require(interval >= 1, "interval");
        require(!type.needsDaysOfWeek() || !daysOfWeek.isEmpty(), "daysOfWeek");
        require(!type.isAbsolute() || (dayOfMonth >= 1 && dayOfMonth <= 31), "dayOfMonth");
        require(!type.isYearly() || (month >= 1 && month <= 12), "month");
    }

    private static void require(boolean condition, String property) {
        if (!condition) {
            throw new IllegalArgumentException("the recurrence pattern has no valid " + property);
        }
    }

    /**
     * {@return the dates that fit, in order and without end}
     *
     * @param start the first date that may be one; periods are counted from the one it lies in
     * @param from the first date that is wanted
     */
    Stream<LocalDate> dates(LocalDate start, LocalDate from) {
        LocalDate first = from.isBefore(start) ? start : from;
        long near = type.unit().between(start, first) / interval - 1;
        return LongStream.iterate(Math.max(0, near) * interval, period -> period + interval)
                .boxed()
                .flatMap(period -> datesOf(start, period))
                .dropWhile(date -> date.isBefore(first));
    }

    private Stream<LocalDate> datesOf(LocalDate start, long period) {
        return switch (type) {
            case DAILY -> Stream.of(start.plusDays(period));
            case WEEKLY ->
                week(start.with(TemporalAdjusters.previousOrSame(firstDayOfWeek))
                        .plusWeeks(period));
            case ABSOLUTE_MONTHLY, RELATIVE_MONTHLY ->
                Stream.of(dateIn(YearMonth.from(start).plusMonths(period)));
            case ABSOLUTE_YEARLY, RELATIVE_YEARLY ->
                Stream.of(dateIn(YearMonth.of(start.getYear(), month).plusYears(period)));
        };
    }

    private Stream<LocalDate> week(LocalDate firstDay) {
        return IntStream.range(0, 7)
                .mapToObj(firstDay::plusDays)
                .filter(date -> daysOfWeek.contains(date.getDayOfWeek()));
    }

    private LocalDate dateIn(YearMonth yearMonth) {
        if (type.isAbsolute()) {
            return yearMonth.atDay(Math.min(dayOfMonth, yearMonth.lengthOfMonth()));
        }
        return index.of(IntStream.rangeClosed(1, yearMonth.lengthOfMonth())
                .mapToObj(yearMonth::atDay)
                .filter(date -> daysOfWeek.contains(date.getDayOfWeek()))
                .toList());
    }
}
