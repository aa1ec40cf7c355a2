package io.github.graphattach.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.calendar.Recurrence;
import io.github.graphattach.emulator.calendar.RecurrencePattern;
import io.github.graphattach.emulator.calendar.RecurrencePattern.Index;
import java.net.http.HttpResponse;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.time.api.DateTimes;

/** Any recurrence that a client writes is read as it is meant, and of any series each write makes one exception. */
class EventRecurrenceProperties {

    private static final GraphEmulator EMULATOR = GraphEmulator.start();
    private static final Wire WIRE = new Wire(EMULATOR);

    @AfterContainer
    static void stop() {
        EMULATOR.close();
    }

    private record Case(ZonedDateTime start, Recurrence recurrence) {}

    @Provide
    Arbitrary<Case> series() {
        Arbitrary<RecurrencePattern> patterns = Combinators.combine(
                        Arbitraries.of(RecurrencePattern.Type.class),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.of(DayOfWeek.class).set().ofMinSize(1),
                        Arbitraries.of(DayOfWeek.class),
                        Arbitraries.integers().between(1, 31),
                        Arbitraries.integers().between(1, 12),
                        Arbitraries.of(Index.class))
                .as(RecurrencePattern::new);
        Arbitrary<ZonedDateTime> starts = Combinators.combine(
                        DateTimes.dateTimes().yearBetween(2020, 2030),
                        Arbitraries.of(ZoneId.getAvailableZoneIds().stream()
                                .sorted()
                                .map(ZoneId::of)
                                .toList()))
                .as(ZonedDateTime::of);
        return Combinators.combine(starts, patterns, Arbitraries.integers().between(0, 9))
                .as((start, pattern, length) -> new Case(start, recurrence(start.toLocalDate(), pattern, length)));
    }

    /** The length says how it ends as well. */
    private static Recurrence recurrence(LocalDate start, RecurrencePattern pattern, int length) {
        return switch (length % 3) {
            case 0 -> new Recurrence(pattern, start, Optional.empty(), OptionalInt.empty());
            case 1 -> new Recurrence(pattern, start, Optional.of(start.plusYears(length)), OptionalInt.empty());
            default -> new Recurrence(pattern, start, Optional.empty(), OptionalInt.of(length));
        };
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void aRecurrenceIsReadAsItIsMeant(@ForAll("series") Case any) {
        var read = EventRecurrence.read(
                json(any.recurrence()), any.start(), any.start().plusHours(1));

        assertThat(read.recurrence()).isEqualTo(any.recurrence());
        assertThat(read.zone()).isEqualTo(any.start().getZone());
        assertThat(read.start()).isEqualTo(any.start().toLocalTime());
    }

    /**
     * <pre>
     * server   any series
     * request  PATCH of one of its occurrences, and again; another file on it
     * response this one is an exception; the others are what they were
     * </pre>
     */
    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void eachWriteMakesExactlyOneException(@ForAll("series") Case any, @ForAll int place) throws Exception {
        String series = "/me/events/"
                + Wire.json(WIRE.post("/me/events", event(any).toString()))
                        .path("id")
                        .asText();
        String instances =
                series + "/instances?startDateTime=" + any.start().toLocalDate().minusDays(1) + "&endDateTime="
                        + any.start().toLocalDate().plusYears(4) + "&$top=5&$select=type";
        List<String> before = ids(WIRE.get(instances));
        if (before.isEmpty()) {
            return;
        }
        String written = before.get(Math.floorMod(place, before.size()));

        WIRE.postFile("/me/events/" + written, "a", new byte[1]);
        WIRE.postFile("/me/events/" + written, "b", new byte[1]);

        assertThat(ids(WIRE.get(instances))).isEqualTo(before);
        assertThat(ids(WIRE.get(series + "/exceptionOccurrences"))).containsExactly(written);
        assertThat(EMULATOR.find("/me/events/" + written).orElseThrow().attachments())
                .hasSize(2);
        WIRE.delete(series);
    }

    private static List<String> ids(HttpResponse<byte[]> list) throws Exception {
        List<String> ids = new ArrayList<>();
        Wire.json(list).path("value").forEach(event -> ids.add(event.path("id").asText()));
        return ids;
    }

    private static ObjectNode event(Case any) {
        ObjectNode event = Json.object();
        event.set("start", time(any.start()));
        event.set("end", time(any.start().plusHours(1)));
        event.set("recurrence", json(any.recurrence()));
        return event;
    }

    private static ObjectNode time(ZonedDateTime time) {
        return Json.object()
                .put("dateTime", time.toLocalDateTime().toString())
                .put("timeZone", time.getZone().getId());
    }

    private static ObjectNode json(Recurrence recurrence) {
        RecurrencePattern pattern = recurrence.pattern();
        ObjectNode json = Json.object();
        json.putObject("pattern")
                .put("type", camelCase(pattern.type().name()))
                .put("interval", pattern.interval())
                .put("firstDayOfWeek", camelCase(pattern.firstDayOfWeek().name()))
                .put("dayOfMonth", pattern.dayOfMonth())
                .put("month", pattern.month())
                .put("index", camelCase(pattern.index().name()))
                .set("daysOfWeek", names(pattern.daysOfWeek()));
        ObjectNode range =
                json.putObject("range").put("startDate", recurrence.startDate().toString());
        if (recurrence.endDate().isPresent()) {
            range.put("type", "endDate")
                    .put("endDate", recurrence.endDate().get().toString());
        } else if (recurrence.numberOfOccurrences().isPresent()) {
            range.put("type", "numbered")
                    .put("numberOfOccurrences", recurrence.numberOfOccurrences().getAsInt());
        } else {
            range.put("type", "noEnd");
        }
        return json;
    }

    private static ArrayNode names(Set<DayOfWeek> days) {
        return Json.MAPPER.valueToTree(
                days.stream().map(day -> camelCase(day.name())).collect(Collectors.toList()));
    }

    private static String camelCase(String constant) {
        StringBuilder name = new StringBuilder();
        for (String word : constant.toLowerCase(Locale.ROOT).split("_", -1)) {
            name.append(name.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return name.toString();
    }
}
