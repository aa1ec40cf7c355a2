package io.github.graphattach.emulator.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.graphattach.emulator.calendar.RecurrencePattern.Index;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Microsoft and Exchange say of recurrence that RFC 5545 does not, or says otherwise. */
class RecurrenceTest {

    private static RecurrencePattern pattern(
            RecurrencePattern.Type type,
            int interval,
            String days,
            DayOfWeek firstDay,
            int dayOfMonth,
            int month,
            Index index) {
        Set<DayOfWeek> daysOfWeek = Arrays.stream(days.split(" "))
                .filter(day -> !day.isEmpty())
                .map(DayOfWeek::valueOf)
                .collect(Collectors.toSet());
        return new RecurrencePattern(type, interval, daysOfWeek, firstDay, dayOfMonth, month, index);
    }

    /**
     * <pre>
     * day 31, or February 29   is the last day of a month that has none
     * startDate off pattern    the first occurrence is later
     * several days, index      the n-th day of the month that is one of them
     * every other week         from the week of startDate, which begins on firstDayOfWeek
     * </pre>
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ABSOLUTE_MONTHLY | 1 | '' | SUNDAY | 31 | 0 | FIRST | 2026-01-31 | 2026-01-31 2026-02-28 2026-03-31 2026-04-30",
                "ABSOLUTE_YEARLY  | 1 | '' | SUNDAY | 29 | 2 | FIRST | 2024-02-29 | 2024-02-29 2025-02-28 2026-02-28 2027-02-28",
                "WEEKLY | 1 | TUESDAY | SUNDAY | 0 | 0 | FIRST | 2026-04-15 | 2026-04-21 2026-04-28 2026-05-05 2026-05-12",
                "ABSOLUTE_MONTHLY | 2 | '' | SUNDAY | 10 | 0 | FIRST | 2026-01-15 | 2026-03-10 2026-05-10 2026-07-10 2026-09-10",
                "RELATIVE_MONTHLY | 1 | MONDAY TUESDAY | SUNDAY | 0 | 0 | SECOND | 2026-04-01 | 2026-04-07 2026-05-05 2026-06-02 2026-07-07",
                "RELATIVE_YEARLY  | 1 | SATURDAY SUNDAY | SUNDAY | 0 | 10 | LAST | 2026-01-01 | 2026-10-31 2027-10-31 2028-10-29 2029-10-28",
                "WEEKLY | 2 | SUNDAY WEDNESDAY | SUNDAY | 0 | 0 | FIRST | 2026-04-15 | 2026-04-15 2026-04-26 2026-04-29 2026-05-10",
                "WEEKLY | 2 | SUNDAY WEDNESDAY | MONDAY | 0 | 0 | FIRST | 2026-04-15 | 2026-04-15 2026-04-19 2026-04-29 2026-05-03"
            })
    void theDatesAre(
            RecurrencePattern.Type type,
            int interval,
            String days,
            DayOfWeek firstDay,
            int dayOfMonth,
            int month,
            Index index,
            LocalDate startDate,
            String dates) {
        RecurrencePattern pattern = pattern(type, interval, days, firstDay, dayOfMonth, month, index);

        var recurrence = new Recurrence(pattern, startDate, Optional.empty(), OptionalInt.of(4));

        assertThat(recurrence.dates().map(LocalDate::toString)).containsExactly(dates.split(" "));
    }

    /** Without an end a series goes on until the end of Exchange's time. */
    @Test
    void noSeriesGoesBeyondTheYear4500() {
        var yearly = pattern(RecurrencePattern.Type.ABSOLUTE_YEARLY, 1, "", DayOfWeek.SUNDAY, 1, 9, Index.FIRST);
        var recurrence = new Recurrence(yearly, LocalDate.of(4498, 9, 1), Optional.empty(), OptionalInt.empty());

        assertThat(recurrence.dates().map(LocalDate::getYear)).containsExactly(4498, 4499, 4500);
    }

    @ParameterizedTest
    @CsvSource({
        "DAILY, 0, MONDAY, 1, 1, interval",
        "WEEKLY, 1, '', 1, 1, daysOfWeek",
        "RELATIVE_YEARLY, 1, '', 1, 1, daysOfWeek",
        "ABSOLUTE_MONTHLY, 1, MONDAY, 32, 1, dayOfMonth",
        "ABSOLUTE_YEARLY, 1, MONDAY, 0, 1, dayOfMonth",
        "RELATIVE_YEARLY, 1, MONDAY, 1, 13, month"
    })
    void whatTheTypeNeedsMustBeThere(
            RecurrencePattern.Type type, int interval, String days, int dayOfMonth, int month, String complaint) {
        assertThatThrownBy(() -> pattern(type, interval, days, DayOfWeek.SUNDAY, dayOfMonth, month, Index.FIRST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(complaint);
    }
}
