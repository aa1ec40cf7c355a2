package io.github.graphattach.emulator.conformance;

import static io.github.graphattach.emulator.conformance.CalendarRequests.daily;
import static io.github.graphattach.emulator.conformance.CalendarRequests.path;
import static io.github.graphattach.emulator.conformance.CalendarRequests.times;
import static io.github.graphattach.emulator.conformance.PlainHttp.assertRefused;
import static io.github.graphattach.emulator.conformance.PlainHttp.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.emulator.EmulatedAttachment;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.GraphEmulatorExtension;
import io.github.graphattach.emulator.calendar.OccurrenceId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The occurrences of a series: where they are, what they are called, and what becomes of one that is changed. */
class SeriesTest {

    private static final String FROM = "2026-01-01";
    private static final String TO = "2027-01-01";
    private static final String MONDAY = "2026-06-01";

    @RegisterExtension
    final GraphEmulatorExtension graph = new GraphEmulatorExtension();

    private final CalendarRequests calendar = new CalendarRequests(graph);

    private JsonNode weekOf(String start) throws Exception {
        return calendar.event(daily(start + "T22:00:00", "Pacific Standard Time", 5));
    }

    private List<JsonNode> instances(JsonNode series) throws Exception {
        return calendar.instances(path(series), FROM, TO);
    }

    private static List<String> types(List<JsonNode> events) {
        return events.stream().map(event -> event.path("type").asText()).toList();
    }

    private EmulatedItem item(JsonNode event) {
        return graph.emulator().find(path(event)).orElseThrow();
    }

    /**
     * <pre>
     * request  GET instances of a series
     * response its occurrences: each has an id that its date can be read from, in the zone of the series (here the next day has
     *          begun in UTC), originalStart, and an iCalUId with that date where that of the series has zeros
     * </pre>
     */
    @Test
    void anOccurrenceIsKnownByItsDate() throws Exception {
        JsonNode series = weekOf(MONDAY);

        JsonNode second = instances(series).get(1);

        assertThat(types(instances(series))).hasSize(5).containsOnly("occurrence");
        assertThat(OccurrenceId.parse(second.path("id").asText()))
                .hasValue(new OccurrenceId(series.path("id").asText(), LocalDate.of(2026, 6, 2)));
        assertThat(second.at("/start/dateTime").asText()).isEqualTo("2026-06-03T05:00:00.0000000");
        assertThat(second.path("originalStart").asText()).isEqualTo("2026-06-03T05:00:00Z");
        assertThat(second.path("seriesMasterId")).isEqualTo(series.path("id"));
        String clean = series.path("iCalUId").asText();
        assertThat(second.path("iCalUId").asText())
                .isEqualTo(clean.substring(0, 32) + "07EA0602" + clean.substring(40));
    }

    /** As promised in 2020 and seen in 2022, other than documented. */
    @Test
    void allOccurrencesMayHaveOneICalUId() throws Exception {
        JsonNode series = weekOf(MONDAY);
        graph.emulator().answers().occurrencesShareICalUId(true);

        assertThat(instances(series)).extracting(event -> event.path("iCalUId")).containsOnly(series.path("iCalUId"));
    }

    /** Nobody has stored it; its id, of either type, leads to it all the same, but none of a date that the pattern has not. */
    @Test
    void anOccurrenceIsFoundByItsId() throws Exception {
        JsonNode series = weekOf(MONDAY);
        JsonNode third = instances(series).get(2);
        String immutable = json(calendar.send("GET", path(third), "", "Prefer: IdType=\"ImmutableId\""))
                .path("id")
                .asText();
        String sunday = new OccurrenceId(series.path("id").asText(), LocalDate.of(2026, 6, 7)).toString();

        assertThat(calendar.get(path(third)).path("start")).isEqualTo(third.path("start"));
        assertThat(immutable).isNotEqualTo(third.path("id").asText());
        assertThat(calendar.get("/me/events/" + immutable).path("id")).isEqualTo(third.path("id"));
        assertRefused(calendar.answer("/me/events/" + sunday), 404, "ErrorItemNotFound");
        assertThat(types(instances(series))).containsOnly("occurrence");
    }

    /**
     * <pre>
     * server   a series with a file
     * request  PATCH of an occurrence
     * response the occurrence is an exception with the same id and originalStart; the others are what they were. It has a copy of
     *          the file, under another id: the one it had before leads nowhere now
     * </pre>
     */
    @Test
    void aChangedOccurrenceIsAnException() throws Exception {
        JsonNode series = weekOf(MONDAY);
        calendar.attach(path(series), "agenda");
        JsonNode second = instances(series).get(1);
        String before =
                calendar.get(path(second) + "/attachments").at("/value/0/id").asText();

        JsonNode exception = json(calendar.patch(path(second), "{'subject':'Moved room'}"));

        assertThat(exception.path("type").asText()).isEqualTo("exception");
        assertThat(exception.path("id")).isEqualTo(second.path("id"));
        assertThat(exception.path("originalStart")).isEqualTo(second.path("originalStart"));
        assertThat(types(instances(series)))
                .containsExactly("occurrence", "exception", "occurrence", "occurrence", "occurrence");
        assertThat(instances(series))
                .extracting(event -> event.path("subject").asText())
                .containsExactly("Daily", "Moved room", "Daily", "Daily", "Daily");
        assertThat(item(second).attachments())
                .extracting(EmulatedAttachment::name)
                .containsExactly("agenda");
        assertThat(item(second).attachments().get(0).content()).hasContent("agenda");
        assertThat(calendar.answer(path(second) + "/attachments/" + before).statusCode())
                .isEqualTo(404);
        assertThat(calendar.answer(path(series) + "/attachments/" + before).statusCode())
                .isEqualTo(200);
    }

    /** Before the first write it shows the files of the series, whenever they come; after it, no more. */
    @Test
    void anOccurrenceShowsTheFilesOfItsSeriesUntilItIsChanged() throws Exception {
        JsonNode series = weekOf(MONDAY);
        List<JsonNode> occurrences = instances(series);
        calendar.attach(path(occurrences.get(0)), "own");

        calendar.attach(path(series), "late");

        assertThat(item(occurrences.get(0)).attachments())
                .extracting(EmulatedAttachment::name)
                .containsExactly("own");
        assertThat(item(occurrences.get(1)).attachments())
                .extracting(EmulatedAttachment::name)
                .containsExactly("late");
        assertThat(item(series).attachments())
                .extracting(EmulatedAttachment::name)
                .containsExactly("late");
    }

    /** The exception is the occurrence without that file; the series keeps it. */
    @Test
    void aFileOfTheSeriesIsTakenOffOneOccurrence() throws Exception {
        JsonNode series = weekOf(MONDAY);
        calendar.attach(path(series), "a");
        calendar.attach(path(series), "b");
        JsonNode first = instances(series).get(0);
        String id = calendar.get(path(first) + "/attachments").at("/value/0/id").asText();

        assertThat(calendar.delete(path(first) + "/attachments/" + id).statusCode())
                .isEqualTo(204);

        assertThat(item(first).attachments())
                .extracting(EmulatedAttachment::name)
                .containsExactly("b");
        assertThat(item(series).attachments())
                .extracting(EmulatedAttachment::name)
                .containsExactly("a", "b");
        assertThat(item(first).attachments().get(0).content()).hasContent("b");
        assertThat(item(series).attachments().get(0).content()).hasContent("a");
    }

    /**
     * <pre>
     * request  createUploadSession on an occurrence, then the whole file, in parallel with other writes
     * response one exception, made by the last range; or, as the switch says, by the session
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anUploadMakesAnExceptionAtItsEndOrAtOnce(boolean atOnce) throws Exception {
        graph.emulator().answers().sessionMakesException(atOnce);
        JsonNode series = weekOf(MONDAY);
        JsonNode first = instances(series).get(0);
        byte[] file = new byte[3_000_000];

        String url = new PlainHttp(graph.emulator()).uploadUrl(path(first), file.length);
        String opened = types(instances(series)).get(0);
        new PlainHttp(graph.emulator()).send(PlainHttp.put(url, "0-2999999/3000000"), file);

        assertThat(opened).isEqualTo(atOnce ? "exception" : "occurrence");
        assertThat(types(instances(series)).get(0)).isEqualTo("exception");
        assertThat(item(first).attachments()).hasSize(1);
    }

    /** However many write at once, there is one exception, with one copy of each file. */
    @Test
    void manyWritesMakeOneException() throws Exception {
        JsonNode series = weekOf(MONDAY);
        calendar.attach(path(series), "agenda");
        JsonNode first = instances(series).get(0);

        List<CompletableFuture<Void>> writes = new ArrayList<>();
        for (int number = 0; number < 8; number++) {
            String name = "file" + number;
            writes.add(CompletableFuture.runAsync(() -> attach(path(first), name)));
        }
        CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).join();

        assertThat(item(first).attachments())
                .hasSize(9)
                .extracting(EmulatedAttachment::name)
                .containsOnlyOnce("agenda");
        assertThat(CalendarRequests.members(calendar.get(path(series) + "/exceptionOccurrences")))
                .extracting(event -> event.path("id"))
                .containsExactly(first.path("id"));
    }

    private void attach(String path, String name) {
        try {
            calendar.attach(path, name);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /**
     * <pre>
     * server   occurrences on 1, 4, 7 and 10 June, of which that on the 7th is cancelled
     * request  PATCH of the start of the second
     * response 200; it is found where it is now, and says where it was. To or over the day of its neighbour: 400
     *          ErrorOccurrenceCrossingBoundary, and it is no exception
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({
        "2026-06-02, true",
        "2026-06-03, true",
        "2026-06-09, true",
        "2026-06-01, false",
        "2026-06-10, false",
        "2026-05-30, false",
        "2026-06-15, false"
    })
    void anOccurrenceStaysBetweenItsNeighbours(String day, boolean allowed) throws Exception {
        JsonNode series =
                calendar.event(daily("2026-06-01T09:00:00", "UTC", 4).replace("'interval':1", "'interval':3"));
        JsonNode second = instances(series).get(1);
        calendar.delete(path(instances(series).get(2)));

        var response = calendar.patch(path(second), "{" + times(day + "T12:00:00", "UTC") + "}");

        JsonNode now = calendar.get(path(second));
        assertThat(now.path("originalStart").asText()).isEqualTo("2026-06-04T09:00:00Z");
        if (allowed) {
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(now.at("/start/dateTime").asText()).startsWith(day);
            assertThat(calendar.instances(path(series), day + "T11:00:00", day + "T14:00:00"))
                    .extracting(event -> event.path("id"))
                    .containsExactly(second.path("id"));
            assertThat(OccurrenceId.parse(now.path("id").asText()).orElseThrow().date())
                    .isEqualTo("2026-06-04");
        } else {
            assertRefused(response, 400, "ErrorOccurrenceCrossingBoundary");
            assertThat(now.path("type").asText()).isEqualTo("occurrence");
        }
    }

    /**
     * <pre>
     * request  DELETE of an occurrence
     * response 204; it is no instance any more, and the series says so where cancelledOccurrences is selected
     * </pre>
     */
    @Test
    void aDeletedOccurrenceIsCancelled() throws Exception {
        JsonNode series = weekOf(MONDAY);
        JsonNode second = instances(series).get(1);
        calendar.attach(path(second), "a");
        EmulatedAttachment file = item(second).attachments().get(0);

        assertThat(calendar.delete(path(second)).statusCode()).isEqualTo(204);

        assertThat(instances(series))
                .hasSize(4)
                .extracting(event -> event.path("id"))
                .doesNotContain(second.path("id"));
        assertRefused(calendar.answer(path(second)), 404, "ErrorItemNotFound");
        assertThat(file.content()).doesNotExist();
        JsonNode selected = calendar.get(path(series) + "?$select=subject,cancelledOccurrences");
        assertThat(selected.at("/cancelledOccurrences/0").asText())
                .isEqualTo("OID." + series.path("id").asText() + ".2026-06-02");
        assertThat(calendar.get(path(series)).has("cancelledOccurrences")).isFalse();
    }

    /**
     * <pre>
     * request  GET of a series with $select and $expand=exceptionOccurrences
     * response the exceptions, with id and what is selected; they are no part of the list of events
     * </pre>
     */
    @Test
    void exceptionsAreExpanded() throws Exception {
        JsonNode series = weekOf(MONDAY);
        JsonNode second = instances(series).get(1);
        calendar.patch(path(second), "{'subject':'Moved room'}");

        JsonNode expanded = calendar.get(path(series) + "?$select=subject&$expand=exceptionOccurrences");

        assertThat(expanded.path("exceptionOccurrences")).hasSize(1);
        JsonNode exception = expanded.at("/exceptionOccurrences/0");
        assertThat(exception.path("id")).isEqualTo(second.path("id"));
        assertThat(exception.path("subject").asText()).isEqualTo("Moved room");
        assertThat(exception.has("start")).isFalse();
        assertThat(CalendarRequests.members(calendar.get("/me/events"))).hasSize(1);
    }

    /** Siblings and the series itself have another change key when one occurrence is changed, as was seen. */
    @Test
    void theChangeKeysOfTheOthersChangeToo() throws Exception {
        JsonNode series = weekOf(MONDAY);
        List<JsonNode> before = instances(series);

        calendar.patch(path(before.get(1)), "{'subject':'x'}");

        List<JsonNode> after = instances(series);
        for (int place = 0; place < 5; place++) {
            assertThat(after.get(place).path("changeKey"))
                    .isNotEqualTo(before.get(place).path("changeKey"));
        }
    }

    /** At other times than before there are no exceptions any more; a change of anything else leaves them alone. */
    @Test
    void anotherPatternForgetsTheExceptions() throws Exception {
        JsonNode series = weekOf(MONDAY);
        JsonNode second = instances(series).get(1);
        calendar.patch(path(second), "{'subject':'x'}");
        calendar.delete(path(instances(series).get(2)));

        calendar.patch(path(series), "{'subject':'y'}");
        assertThat(types(instances(series))).containsExactly("occurrence", "exception", "occurrence", "occurrence");
        calendar.patch(path(series), "{" + times(MONDAY + "T21:00:00", "Pacific Standard Time") + "}");

        assertThat(types(instances(series))).hasSize(5).containsOnly("occurrence");
    }

    /**
     * <pre>
     * request  POST of a series whose range does not begin on the day on which it starts, or that has no days
     * response 400 ErrorPropertyValidationFailure
     * </pre>
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'daily','interval':1} | {'type':'noEnd','startDate':'2026-06-02'}",
                "{'type':'daily','interval':1} | {'type':'noEnd'}",
                "{'type':'daily','interval':0} | {'type':'noEnd','startDate':'2026-06-01'}",
                "{'type':'daily','interval':1} | {'type':'endDate','startDate':'2026-06-01'}",
                "{'type':'daily','interval':1} | {'type':'endDate','startDate':'2026-06-01','endDate':'2026-05-31'}",
                "{'type':'daily','interval':1} | {'type':'numbered','startDate':'2026-06-01'}",
                "{'type':'weekly','interval':1} | {'type':'noEnd','startDate':'2026-06-01'}",
                "{'type':'absoluteYearly','interval':1,'dayOfMonth':1} | {'type':'noEnd','startDate':'2026-06-01'}"
            })
    void aSeriesThatCannotBeIsRefused(String pattern, String range) throws Exception {
        assertRefused(
                calendar.post(
                        "/me/events",
                        "{" + times("2026-06-01T09:00:00", "UTC") + ",'recurrence':{'pattern':" + pattern + ",'range':"
                                + range + "}}"),
                400,
                "ErrorPropertyValidationFailure");
    }

    /** The dates are those of the zone of the range, where it names one. */
    @Test
    void aSeriesMayRecurInAnotherZoneThanItStartsIn() throws Exception {
        JsonNode series = calendar.event("{" + times("2026-03-28T23:30:00", "UTC")
                + ",'recurrence':{'pattern':{'type':'daily','interval':1},'range':{'type':'numbered','numberOfOccurrences':2,"
                + "'startDate':'2026-03-29','recurrenceTimeZone':'W. Europe Standard Time'}}}");

        assertThat(instances(series))
                .extracting(event -> event.at("/start/dateTime").asText())
                .containsExactly("2026-03-28T23:30:00.0000000", "2026-03-29T22:30:00.0000000");
    }

    /** An event that is no series has no occurrences, and those that a test makes by hand become exceptions as others do. */
    @Test
    void occurrencesCanBeMadeByHand() throws Exception {
        graph.emulator().create("/me/events/M/instances/O");
        String any = "?startDateTime=2000-01-01&endDateTime=3000-01-01";

        assertThat(calendar.get("/me/events/O").path("type").asText()).isEqualTo("occurrence");
        calendar.attach("/me/events/O", "a");

        assertThat(calendar.get("/me/events/O").path("type").asText()).isEqualTo("exception");
        assertThat(CalendarRequests.members(calendar.get("/me/events/M/instances" + any)))
                .hasSize(1);
    }
}
