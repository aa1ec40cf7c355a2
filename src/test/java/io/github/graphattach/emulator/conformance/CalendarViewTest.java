package io.github.graphattach.emulator.conformance;

import static io.github.graphattach.emulator.conformance.CalendarRequests.daily;
import static io.github.graphattach.emulator.conformance.CalendarRequests.path;
import static io.github.graphattach.emulator.conformance.CalendarRequests.times;
import static io.github.graphattach.emulator.conformance.PlainHttp.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.emulator.GraphEmulatorExtension;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What takes place within a window of time.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/user-list-calendarview">List calendarView</a>
 */
class CalendarViewTest {

    private static final String WEEK = "startDateTime=2026-03-23T00:00:00Z&endDateTime=2026-03-30T00:00:00Z";

    @RegisterExtension
    final GraphEmulatorExtension graph = new GraphEmulatorExtension();

    private final CalendarRequests calendar = new CalendarRequests(graph);

    private List<String> starts(String request) throws Exception {
        return CalendarRequests.members(calendar.get(request)).stream()
                .map(event -> event.at("/start/dateTime").asText().substring(0, 16))
                .toList();
    }

    /**
     * <pre>
     * server   a single event, and a series over the change to summer time on 29 March
     * request  GET calendarView of a week
     * response the single event and the occurrences, as they start; the series itself is not among them. On the wall the time
     *          stays the same, in UTC it moves
     * </pre>
     */
    @Test
    void seriesAreShownAsTheirOccurrences() throws Exception {
        JsonNode single = calendar.event("{" + times("2026-03-28T20:00:00", "UTC") + "}");
        JsonNode series = calendar.event(daily("2026-03-27T09:00:00", "W. Europe Standard Time", 10));

        List<JsonNode> week = CalendarRequests.members(calendar.get("/me/calendarView?" + WEEK));

        assertThat(week)
                .extracting(event -> event.path("type").asText())
                .containsExactly("occurrence", "occurrence", "singleInstance", "occurrence");
        assertThat(week.get(2).path("id")).isEqualTo(single.path("id"));
        assertThat(week.get(3).path("seriesMasterId")).isEqualTo(series.path("id"));
        assertThat(starts("/me/calendarView?" + WEEK))
                .containsExactly("2026-03-27T08:00", "2026-03-28T08:00", "2026-03-28T20:00", "2026-03-29T07:00");
        assertThat(CalendarRequests.members(calendar.get("/me/events")))
                .extracting(event -> event.path("type").asText())
                .containsExactly("singleInstance", "seriesMaster");
    }

    /** What has begun before the window, or goes on after it, is in it; what ends or begins at its edge is not. */
    @ParameterizedTest
    @CsvSource({
        "2026-03-22T23:30:00, true", "2026-03-22T23:00:00, false",
        "2026-03-29T23:59:00, true", "2026-03-30T00:00:00, false"
    })
    void whatOverlapsTheWindowIsInIt(String start, boolean shown) throws Exception {
        calendar.event("{" + times(start, "UTC") + "}");

        assertThat(starts("/me/calendarView?" + WEEK)).hasSize(shown ? 1 : 0);
    }

    /** The window's times are read with their own offset, in UTC without one, whatever zone the answer shows. */
    @ParameterizedTest
    @CsvSource({
        "2026-03-27T07:30:00Z, 2026-03-27T08:30:00Z",
        "2026-03-27T07:30:00, 2026-03-27T08:30:00.0000000",
        "2026-03-27T09:30:00%2B02:00, 2026-03-27T10:30:00%2B02:00",
        "2026-03-27, 2026-03-28"
    })
    void aWindowHasItsOwnOffset(String from, String to) throws Exception {
        calendar.event("{" + times("2026-03-27T08:00:00", "UTC") + "}");
        String request = "/me/calendarView?startDateTime=" + from + "&endDateTime=" + to;

        assertThat(starts(request)).hasSize(1);
        assertThat(calendar.get(request, "Prefer: outlook.timezone=\"Tokyo Standard Time\"")
                        .at("/value/0/start/dateTime")
                        .asText())
                .isEqualTo("2026-03-27T17:00:00.0000000");
    }

    /**
     * <pre>
     * request  calendarView or instances without a window, or with one that is none
     * response 400 ErrorInvalidParameter
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?startDateTime=2026-03-27T00:00:00Z",
                "?endDateTime=2026-03-27T00:00:00Z",
                "?startDateTime=yesterday&endDateTime=2026-03-27T00:00:00Z",
                "?startDateTime=2026-03-27T00:00:00+02:00&endDateTime=2026-03-28T00:00:00Z",
                "?startDateTime=2026-03-28T00:00:00Z&endDateTime=2026-03-27T00:00:00Z"
            })
    void aWindowIsNeeded(String query) throws Exception {
        JsonNode series = calendar.event(daily("2026-03-27T09:00:00", "UTC", 2));

        assertRefused(calendar.answer("/me/calendarView" + query), 400, "ErrorInvalidParameter");
        assertRefused(calendar.answer(path(series) + "/instances" + query), 400, "ErrorInvalidParameter");
    }

    /** Each calendar shows its own; selected properties only, where some are selected. */
    @Test
    void eachCalendarShowsItsOwn() throws Exception {
        graph.emulator().create("/me/calendars/C/events/E");
        calendar.created("/me/calendars/C/events", daily("2026-03-27T09:00:00", "UTC", 2));

        assertThat(starts("/me/calendars/C/calendarView?" + WEEK)).hasSize(2);
        assertThat(starts("/me/calendar/calendarView?" + WEEK)).isEmpty();
        assertThat(calendar.get("/me/calendarView?$select=subject&" + WEEK)
                        .at("/value/0")
                        .fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("@odata.etag", "id", "subject");
    }

    /**
     * <pre>
     * server   a series of 25 days
     * request  GET calendarView and instances without $top, and the next links as they are; with $top
     * response pages of ten, or of as many as were wanted, each occurrence once
     * </pre>
     */
    @Test
    void longViewsComeInPages() throws Exception {
        JsonNode series = calendar.event(daily("2026-03-01T09:00:00", "UTC", 25));
        String month = "?startDateTime=2026-03-01&endDateTime=2026-04-01";

        for (String list : List.of("/me/calendarView" + month, path(series) + "/instances" + month)) {
            assertThat(sizesAndStarts(list)).containsExactly("10 2026-03-01", "10 2026-03-11", "5 2026-03-21");
            assertThat(sizesAndStarts(list + "&$top=20&$count=true")).containsExactly("20 2026-03-01", "5 2026-03-21");
        }
    }

    private List<String> sizesAndStarts(String first) throws Exception {
        List<String> pages = new ArrayList<>();
        String next = first;
        while (!next.isEmpty()) {
            JsonNode page = calendar.get(next);
            pages.add(page.path("value").size() + " "
                    + page.at("/value/0/start/dateTime").asText().substring(0, 10));
            next = page.path("@odata.nextLink")
                    .asText()
                    .replace(graph.emulator().graphUrl().toString(), "");
        }
        return pages;
    }

    /** As documented: not there, although events have them. */
    @Test
    void aViewDoesNotSayWhenItsEventsWereMade() throws Exception {
        for (String property : List.of("createdDateTime", "lastModifiedDateTime")) {
            assertRefused(
                    calendar.answer("/me/calendarView?$select=subject," + property + "&" + WEEK),
                    400,
                    "RequestBroker--ParseUri");
            calendar.get("/me/events?$select=subject," + property);
        }
    }

    /** As was seen; iCalUId is what to ask for. */
    @Test
    void uidIsNoFilter() throws Exception {
        assertRefused(calendar.answer("/me/events?$filter=uid%20eq%20'x'"), 400, "UnsupportedEntityExpression");
    }

    /** Latest first where that is asked for. */
    @Test
    void aViewIsOrderedOnRequest() throws Exception {
        calendar.event(daily("2026-03-26T09:00:00", "UTC", 2));

        assertThat(starts("/me/calendarView?$orderby=start/dateTime%20desc&" + WEEK))
                .containsExactly("2026-03-27T09:00", "2026-03-26T09:00");
    }

    /**
     * <pre>
     * request  GET events with $filter by iCalUId, by subject, by start (in UTC, whatever zone the answer shows)
     * response the events of which that is so. The iCalUId of an occurrence is no event's: only the series is one
     * </pre>
     */
    @Test
    void eventsAreFiltered() throws Exception {
        JsonNode single = calendar.event("{'subject':'Plan'," + times("2026-03-28T20:00:00", "UTC") + "}");
        JsonNode series = calendar.event(daily("2026-03-27T09:00:00", "UTC", 10));
        JsonNode occurrence =
                calendar.instances(path(series), "2026-03-28", "2026-03-29").get(0);

        assertThat(found("iCalUId eq '" + series.path("iCalUId").asText() + "'"))
                .containsExactly("Daily");
        assertThat(found("iCalUId eq '" + occurrence.path("iCalUId").asText() + "'"))
                .isEmpty();
        assertThat(found("subject eq 'Plan' and iCalUId eq '"
                        + single.path("iCalUId").asText() + "'"))
                .containsExactly("Plan");
        assertThat(found("start/dateTime ge '2026-03-28T20:00'")).containsExactly("Plan");
        assertThat(found("start/dateTime lt '2026-03-28T20:00'")).containsExactly("Daily");
    }

    private List<String> found(String filter) throws Exception {
        JsonNode list = calendar.get(
                "/me/events?$filter="
                        + URLEncoder.encode(filter, StandardCharsets.UTF_8).replace("+", "%20"),
                "Prefer: outlook.timezone=\"Tokyo Standard Time\"");
        return CalendarRequests.members(list).stream()
                .map(event -> event.path("subject").asText())
                .toList();
    }
}
