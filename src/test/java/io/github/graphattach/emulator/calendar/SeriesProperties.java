package io.github.graphattach.emulator.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.calendar.RecurrencePattern.Index;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.time.api.Dates;
import net.jqwik.time.api.Times;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.InstanceIterator;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recurrenceset.OfRule;

/** Any series in any zone of the JDK, 2020 to 2030, against a library for RFC 5545. */
class SeriesProperties {

    private static final LocalDate END = LocalDate.of(2030, 12, 31);

    /** A series, and the rule that says the same. */
    private record Case(Series series, String rule) {}

    @Provide
    Arbitrary<Case> series() {
        return Combinators.combine(patterns(), dates(), ends(), times(), zones())
                .as((pattern, start, end, time, zone) -> new Case(
                        new Series(end.of(pattern, start), time, Duration.ofMinutes(30), zone),
                        rule(pattern) + end.rule(start)));
    }

    /** A series at a time that its zone skips or has twice on its first day. */
    @Provide
    Arbitrary<Case> seriesAtTheChangeOfClocks() {
        RecurrencePattern daily =
                new RecurrencePattern(RecurrencePattern.Type.DAILY, 1, Set.of(), DayOfWeek.SUNDAY, 0, 0, Index.FIRST);
        return Combinators.combine(transitions(), Arbitraries.integers().between(-30, 90))
                .as((at, minutes) -> {
                    var time = at.transition().getDateTimeBefore().plusMinutes(minutes);
                    var end = new End(Optional.empty(), OptionalInt.of(3));
                    return new Case(
                            new Series(
                                    end.of(daily, time.toLocalDate()),
                                    time.toLocalTime(),
                                    Duration.ofHours(1),
                                    at.zone()),
                            rule(daily) + end.rule(time.toLocalDate()));
                });
    }

    private record Change(ZoneId zone, ZoneOffsetTransition transition) {}

    private static Arbitrary<Change> transitions() {
        return Combinators.combine(zones(), dates())
                .as((zone, date) -> Optional.ofNullable(zone.getRules()
                                .nextTransition(date.atStartOfDay(zone).toInstant()))
                        .map(transition -> new Change(zone, transition)))
                .filter(Optional::isPresent)
                .map(Optional::get);
    }

    private static Arbitrary<ZoneId> zones() {
        return Arbitraries.of(
                ZoneId.getAvailableZoneIds().stream().sorted().map(ZoneId::of).toList());
    }

    private static Arbitrary<LocalDate> dates() {
        return Dates.dates().between(LocalDate.of(2020, 1, 1), END);
    }

    private static Arbitrary<LocalTime> times() {
        return Times.times().ofPrecision(ChronoUnit.MINUTES);
    }

    /** Where a series ends; without an end it is looked at until 2030. */
    private record End(Optional<Integer> days, OptionalInt count) {

        Recurrence of(RecurrencePattern pattern, LocalDate start) {
            return new Recurrence(pattern, start, days.map(start::plusDays), count);
        }

        String rule(LocalDate start) {
            return days.map(length ->
                            ";UNTIL=" + start.plusDays(length).toString().replace("-", ""))
                    .orElse(count.isPresent() ? ";COUNT=" + count.getAsInt() : "");
        }
    }

    private static Arbitrary<End> ends() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(0, 1500).map(days -> new End(Optional.of(days), OptionalInt.empty())),
                Arbitraries.integers().between(1, 60).map(count -> new End(Optional.empty(), OptionalInt.of(count))),
                Arbitraries.just(new End(Optional.empty(), OptionalInt.empty())));
    }

    private static Arbitrary<RecurrencePattern> patterns() {
        return Combinators.combine(
                        Arbitraries.of(RecurrencePattern.Type.class),
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.of(DayOfWeek.class).set().ofMinSize(1),
                        Arbitraries.of(DayOfWeek.class),
                        Arbitraries.integers().between(1, 31),
                        Arbitraries.integers().between(1, 12),
                        Arbitraries.of(Index.class))
                .as(RecurrencePattern::new);
    }

    /** A day that a month lacks is the last one that it has. */
    private static String rule(RecurrencePattern pattern) {
        String monthDays = pattern.dayOfMonth() <= 28
                ? ";BYMONTHDAY=" + pattern.dayOfMonth()
                : ";BYMONTHDAY="
                        + IntStream.rangeClosed(28, pattern.dayOfMonth())
                                .mapToObj(String::valueOf)
                                .collect(Collectors.joining(","))
                        + ";BYSETPOS=-1";
        String days = ";BYDAY=" + days(pattern.daysOfWeek());
        String nth = ";BYSETPOS="
                + (pattern.index() == Index.LAST ? -1 : List.of(Index.values()).indexOf(pattern.index()) + 1);
        String month = ";BYMONTH=" + pattern.month();
        String every = ";INTERVAL=" + pattern.interval();
        return switch (pattern.type()) {
            case DAILY -> "FREQ=DAILY" + every;
            case WEEKLY -> "FREQ=WEEKLY" + every + days + ";WKST=" + days(Set.of(pattern.firstDayOfWeek()));
            case ABSOLUTE_MONTHLY -> "FREQ=MONTHLY" + every + monthDays;
            case RELATIVE_MONTHLY -> "FREQ=MONTHLY" + every + days + nth;
            case ABSOLUTE_YEARLY -> "FREQ=YEARLY" + every + month + monthDays;
            case RELATIVE_YEARLY -> "FREQ=YEARLY" + every + month + days + nth;
        };
    }

    private static String days(Set<DayOfWeek> days) {
        return days.stream().sorted().map(day -> day.name().substring(0, 2)).collect(Collectors.joining(","));
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void everyOccurrenceIsWhereRfc5545HasIt(@ForAll("series") Case any) throws InvalidRecurrenceRuleException {
        assertThat(starts(any.series())).as(any.rule()).isEqualTo(expected(any));
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void alsoWhereTheClocksChange(@ForAll("seriesAtTheChangeOfClocks") Case any) throws InvalidRecurrenceRuleException {
        assertThat(starts(any.series())).as(any.rule()).isEqualTo(expected(any));
        assertThat(any.series().occurrences().limit(3))
                .allSatisfy(occurrence -> assertThat(occurrence.end()).isAfter(occurrence.start()));
    }

    /** A window shows what overlaps it and nothing else, whatever lies before it. */
    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void aWindowShowsWhatOverlapsIt(@ForAll("series") Case any, @ForAll("windowStarts") LocalDate from) {
        Instant first = from.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant last = first.plus(Duration.ofDays(10));

        assertThat(any.series().between(first, last))
                .isEqualTo(any.series()
                        .occurrences()
                        .takeWhile(occurrence -> occurrence.date().getYear() <= 2031)
                        .filter(occurrence -> occurrence.start().toInstant().isBefore(last)
                                && occurrence.end().toInstant().isAfter(first))
                        .toList());
    }

    @Provide
    Arbitrary<LocalDate> windowStarts() {
        return dates();
    }

    /** What the id says is the date in the pattern, whichever it is. */
    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void anOccurrenceIsFoundByTheDateInItsId(@ForAll("series") Case any, @ForAll String master) {
        any.series().occurrences().limit(3).forEach(occurrence -> {
            var id = OccurrenceId.parse(new OccurrenceId(master, occurrence.date()).toString());

            assertThat(id).hasValue(new OccurrenceId(master, occurrence.date()));
            assertThat(any.series().on(id.orElseThrow().date())).hasValue(occurrence);
        });
    }

    private static List<Instant> starts(Series series) {
        return series.occurrences()
                .takeWhile(occurrence -> !occurrence.date().isAfter(END))
                .map(occurrence -> occurrence.start().toInstant())
                .toList();
    }

    private static List<Instant> expected(Case any) throws InvalidRecurrenceRuleException {
        LocalDate start = any.series().recurrence().startDate();
        List<Instant> expected = new ArrayList<>();
        InstanceIterator dates = new OfRule(
                        new RecurrenceRule(any.rule()),
                        new DateTime(start.getYear(), start.getMonthValue() - 1, start.getDayOfMonth()))
                .iterator();
        while (dates.hasNext()) {
            DateTime date = dates.next();
            if (date.getYear() > END.getYear()) {
                break;
            }
            expected.add(instant(
                    LocalDate.of(date.getYear(), date.getMonth() + 1, date.getDayOfMonth())
                            .atTime(any.series().start()),
                    any.series().zone().getRules()));
        }
        return expected;
    }

    /** RFC 5545, 3.3.5: a time that is skipped, or that is there twice, is read with the offset before the change. */
    private static Instant instant(LocalDateTime time, ZoneRules rules) {
        return Optional.ofNullable(rules.getTransition(time))
                .map(ZoneOffsetTransition::getOffsetBefore)
                .map(time::toInstant)
                .orElseGet(() -> time.toInstant(rules.getOffset(time)));
    }
}
