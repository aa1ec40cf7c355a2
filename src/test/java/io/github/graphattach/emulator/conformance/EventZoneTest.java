package io.github.graphattach.emulator.conformance;

import static io.github.graphattach.emulator.conformance.CalendarRequests.daily;
import static io.github.graphattach.emulator.conformance.CalendarRequests.path;
import static io.github.graphattach.emulator.conformance.CalendarRequests.times;
import static io.github.graphattach.emulator.conformance.PlainHttp.assertRefused;
import static io.github.graphattach.emulator.conformance.PlainHttp.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.emulator.GraphEmulatorExtension;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an event consists of, and in which zone its times are shown.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/event">event</a>
 */
class EventZoneTest {

    @RegisterExtension
    final GraphEmulatorExtension graph = new GraphEmulatorExtension();

    private final CalendarRequests calendar = new CalendarRequests(graph);

    /**
     * <pre>
     * request  POST of an event in Tokyo; GET with Prefer: outlook.timezone and the name of a zone, of Windows or of IANA
     * response times in UTC with seven digits of fraction; in that zone under that name, and Preference-Applied says so
     * </pre>
     */
    @Test
    void timesAreInUtcUnlessAnotherZoneIsPreferred() throws Exception {
        JsonNode event = calendar.event("{" + times("2026-07-01T09:00:00", "Tokyo Standard Time") + "}");

        assertThat(event.at("/start/dateTime").asText()).isEqualTo("2026-07-01T00:00:00.0000000");
        assertThat(event.at("/start/timeZone").asText()).isEqualTo("UTC");
        assertThat(event.at("/end/dateTime").asText()).isEqualTo("2026-07-01T01:00:00.0000000");
        for (String zone : List.of("W. Europe Standard Time", "Europe/Vienna")) {
            var response = calendar.send("GET", path(event), "", "Prefer: outlook.timezone=\"" + zone + "\"");

            assertThat(json(response).at("/start/dateTime").asText()).isEqualTo("2026-07-01T02:00:00.0000000");
            assertThat(json(response).at("/start/timeZone").asText()).isEqualTo(zone);
            assertThat(PlainHttp.header(response, "Preference-Applied")).isEqualTo("outlook.timezone=\"" + zone + "\"");
        }
    }

    /** The zones that an event was made in stay known, under their Windows names where they have one. */
    @Test
    void theOriginalZonesStayKnown() throws Exception {
        JsonNode event = calendar.event("{'start':{'dateTime':'2026-07-01T09:00','timeZone':'Europe/Berlin'},"
                + "'end':{'dateTime':'2026-07-01T09:00','timeZone':'Europe/Busingen'}}");

        assertThat(event.path("originalStartTimeZone").asText()).isEqualTo("W. Europe Standard Time");
        assertThat(event.path("originalEndTimeZone").asText()).isEqualTo("tzone://Microsoft/Custom");
    }

    /**
     * <pre>
     * request  with the name of a zone that there is not, in the body or in Prefer
     * response 400 TimeZoneNotSupportedException
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(strings = {"", "Local", "Mars Standard Time", "+02:00"})
    void anUnknownZoneIsRefused(String zone) throws Exception {
        JsonNode event = calendar.event("{" + times("2026-07-01T09:00:00", "UTC") + "}");

        assertRefused(
                calendar.post("/me/events", "{" + times("2026-07-01T09:00:00", zone) + "}"),
                400,
                "TimeZoneNotSupportedException");
        assertRefused(
                calendar.send("GET", path(event), "", "Prefer: outlook.timezone=\"" + zone + "\""),
                400,
                "TimeZoneNotSupportedException");
    }

    /**
     * <pre>
     * request  POST or PATCH of an event that cannot be
     * response 400; a code that says why
     * </pre>
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'subject':'s'} | ErrorPropertyValidationFailure",
                "{'start':{'dateTime':'2026-07-01T09:00','timeZone':'UTC'}} | ErrorPropertyValidationFailure",
                "{'start':{'dateTime':'2026-07-01T09:00','timeZone':'UTC'},'end':null} | ErrorPropertyValidationFailure",
                "{'start':{'dateTime':'tomorrow','timeZone':'UTC'},'end':{'dateTime':'2026-07-01T09:00','timeZone':'UTC'}} | UnableToDeserializePostBody",
                "{'start':{'dateTime':'2026-07-01T09:00','timeZone':'UTC'},'end':{'dateTime':'2026-07-01T08:00','timeZone':'UTC'}} | ErrorCalendarEndDateIsEarlierThanStartDate",
                "{'isAllDay':true,'start':{'dateTime':'2026-07-01T09:00','timeZone':'UTC'},'end':{'dateTime':'2026-07-02T00:00','timeZone':'UTC'}} | ErrorInvalidRequest",
                "{'isAllDay':true,'start':{'dateTime':'2026-07-01T00:00','timeZone':'UTC'},'end':{'dateTime':'2026-07-02T09:00','timeZone':'UTC'}} | ErrorInvalidRequest",
                "{'isAllDay':true,'start':{'dateTime':'2026-07-01T00:00','timeZone':'UTC'},'end':{'dateTime':'2026-07-03T00:00','timeZone':'Tokyo Standard Time'}} | ErrorInvalidRequest",
                "{'isAllDay':true,'start':{'dateTime':'2026-07-01T00:00','timeZone':'UTC'},'end':{'dateTime':'2026-07-01T00:00','timeZone':'UTC'}} | ErrorInvalidRequest"
            })
    void anEventThatCannotBeIsRefused(String event, String code) throws Exception {
        assertRefused(calendar.post("/me/events", event), 400, code);
        assertThat(CalendarRequests.members(calendar.get("/me/events"))).isEmpty();
    }

    /** From midnight to midnight where it was made; in UTC the date may look like another. */
    @Test
    void anEventOfWholeDaysHasMidnightsInItsOwnZone() throws Exception {
        JsonNode event = calendar.event(
                "{'isAllDay':true,'start':{'dateTime':'2026-07-02T00:00','timeZone':'Tokyo Standard Time'},"
                        + "'end':{'dateTime':'2026-07-03T00:00','timeZone':'Tokyo Standard Time'}}");

        assertThat(event.path("isAllDay").asBoolean()).isTrue();
        assertThat(event.at("/start/dateTime").asText()).isEqualTo("2026-07-01T15:00:00.0000000");
        assertRefused(
                calendar.patch(
                        path(event), "{'start':{'dateTime':'2026-07-02T01:00','timeZone':'Tokyo Standard Time'}}"),
                400,
                "ErrorInvalidRequest");
    }

    /** Each property is there from the start; what clients cannot set tells the organizer's own event from others. */
    @Test
    void anEventHasDefaults() throws Exception {
        JsonNode event = calendar.event("{" + times("2026-07-01T09:00:00", "UTC") + "}");

        assertThat(event.path("type").asText()).isEqualTo("singleInstance");
        assertThat(event.path("isOrganizer").asBoolean()).isTrue();
        assertThat(event.at("/organizer/emailAddress/address").asText()).isEqualTo("demo@contoso.com");
        assertThat(event.path("isCancelled").asBoolean(true)).isFalse();
        assertThat(event.path("showAs").asText()).isEqualTo("busy");
        assertThat(event.path("recurrence").isNull()).isTrue();
        assertThat(event.path("seriesMasterId").isNull()).isTrue();
        assertThat(event.has("originalStart")).isFalse();
        assertThat(event.path("iCalUId").asText()).matches("040000008200E00074C5B7101A82E00800000000[0-9A-F]{72}");
        assertThat(event.path("changeKey").asText()).isNotEmpty();
        assertThat(event.path("@odata.etag").asText())
                .contains(event.path("changeKey").asText());
    }

    /** Nobody else's event, and no occurrence, has its change key; a write gives another. */
    @Test
    void theChangeKeyIsAnotherAfterEachWrite() throws Exception {
        JsonNode series = calendar.event(daily("2026-07-01T09:00:00", "UTC", 3));

        JsonNode other = calendar.event(daily("2026-07-01T09:00:00", "UTC", 3));
        JsonNode occurrence =
                calendar.instances(path(series), "2026-07-01", "2026-07-02").get(0);

        JsonNode patched = json(calendar.patch(path(series), "{'subject':'x'}"));

        assertThat(series.path("changeKey"))
                .isNotEqualTo(other.path("changeKey"))
                .isNotEqualTo(occurrence.path("changeKey"));
        assertThat(patched.path("changeKey")).isNotEqualTo(series.path("changeKey"));
        assertThat(calendar.get(path(series)).path("changeKey")).isEqualTo(patched.path("changeKey"));
    }

    /**
     * <pre>
     * request  with $select of uid and occurrenceId, which v1.0 does not have in its metadata and uses in its samples
     * response 400; or, as the switch says, they are there
     * </pre>
     */
    @Test
    void uidMayBeSelectable() throws Exception {
        JsonNode series = calendar.event(daily("2026-07-01T09:00:00", "UTC", 3));
        JsonNode second =
                calendar.instances(path(series), "2026-07-02", "2026-07-03").get(0);
        String request = path(second) + "?$select=uid,occurrenceId";

        assertRefused(calendar.answer(request), 400, "RequestBroker--ParseUri");
        graph.emulator().answers().uidSelectable(true);
        JsonNode selected = calendar.get(request);

        assertThat(selected.path("uid")).isEqualTo(series.path("iCalUId"));
        assertThat(selected.path("occurrenceId").asText())
                .isEqualTo("OID." + series.path("id").asText() + ".2026-07-02");
        assertThat(calendar.get(path(second)).has("uid")).isFalse();
    }
}
