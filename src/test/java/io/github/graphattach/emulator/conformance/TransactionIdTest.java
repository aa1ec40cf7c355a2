package io.github.graphattach.emulator.conformance;

import static io.github.graphattach.emulator.conformance.CalendarRequests.path;
import static io.github.graphattach.emulator.conformance.CalendarRequests.times;
import static io.github.graphattach.emulator.conformance.PlainHttp.assertRefused;
import static io.github.graphattach.emulator.conformance.PlainHttp.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.GraphEmulatorExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client names its attempt to create an event, so that a repeated one makes no second event. */
class TransactionIdTest {

    private static final String EVENT = "{'transactionId':'7E163156'," + times("2026-07-01T09:00:00", "UTC") + "}";

    @RegisterExtension
    final GraphEmulatorExtension graph = new GraphEmulatorExtension();

    private final CalendarRequests calendar = new CalendarRequests(graph);

    /**
     * <pre>
     * request  POST of an event, and again with the same transactionId
     * response 201 with the transactionId; 400 ErrorDuplicateTransactionId with the id of the event that is there
     * </pre>
     */
    @Test
    void aRepeatedAttemptMakesNoSecondEvent() throws Exception {
        var first = calendar.event(EVENT);

        var second = calendar.post("/me/events", EVENT.replace("09:00", "10:00"));

        assertThat(first.path("transactionId").asText()).isEqualTo("7E163156");
        assertThat(second.statusCode()).isEqualTo(400);
        assertThat(json(second).at("/error/code").asText()).isEqualTo("ErrorDuplicateTransactionId");
        assertThat(json(second).path("error").path("@event.existingEventId")).isEqualTo(first.path("id"));
        assertThat(CalendarRequests.members(calendar.get("/me/events"))).hasSize(1);
    }

    /** The memory is that of a mailbox. */
    @Test
    void anotherMailboxKnowsNothingOfIt() throws Exception {
        calendar.event(EVENT);

        calendar.created("/users/other@contoso.com/events", EVENT);
        calendar.event(EVENT.replace("7E163156", "7E163157"));
        calendar.event("{" + times("2026-07-01T09:00:00", "UTC") + "}");
    }

    /** What was remembered may be gone, and then leads nowhere. */
    @Test
    void theIdOutlivesTheEvent() throws Exception {
        var first = calendar.event(EVENT);
        calendar.delete(path(first));

        var second = calendar.post("/me/events", EVENT);

        assertThat(json(second).path("error").path("@event.existingEventId")).isEqualTo(first.path("id"));
        assertRefused(calendar.answer(path(first)), 404, "ErrorItemNotFound");
    }

    /** After a day the attempt is forgotten, or after as long as the switch says. */
    @Test
    void theMemoryLastsAsLongAsTheSwitchSays() throws Exception {
        calendar.event(EVENT);
        graph.emulator().advanceClock(Duration.ofHours(23));
        assertThat(calendar.post("/me/events", EVENT).statusCode()).isEqualTo(400);
        graph.emulator().advanceClock(Duration.ofHours(1));
        calendar.event(EVENT);

        graph.emulator().answers().transactionIdMemory(Duration.ofMinutes(1));
        graph.emulator().advanceClock(Duration.ofSeconds(59));
        assertThat(calendar.post("/me/events", EVENT).statusCode()).isEqualTo(400);
        graph.emulator().advanceClock(Duration.ofSeconds(1));
        calendar.event(EVENT);
    }

    /** It is chosen at creation. */
    @Test
    void itCannotBeChanged() throws Exception {
        var event = calendar.event(EVENT);

        assertThat(calendar.patch(path(event), "{'transactionId':'other'}").statusCode())
                .isEqualTo(501);
    }
}
