package io.github.graphattach.emulator;

import static io.github.graphattach.emulator.MailWire.READER;
import static io.github.graphattach.emulator.MailWire.SENDER;
import static io.github.graphattach.emulator.MailWire.TO_READER;
import static io.github.graphattach.emulator.MailWire.path;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.emulator.Sending.Again;
import io.github.graphattach.emulator.Sending.Outcome;
import io.github.graphattach.emulator.Sending.SentIds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Whatever variant is set, and whenever a draft is sent, sent again and deleted: at each moment it is in exactly one of the
 * places that the variant allows, and nobody has it more often than that allows.
 */
class SendProperties {

    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final GraphEmulator EMULATOR =
            GraphEmulator.builder().clock(Clock.fixed(NOW, ZoneOffset.UTC)).start();
    private static final Wire WIRE = new Wire(EMULATOR);
    private static final MailWire MAIL = new MailWire(WIRE);

    /** How the service behaves, and for when the draft asks: both in seconds from now. */
    record Variant(Outcome outcome, SentIds ids, Again again, int delay, int deferred) {}

    /** Something that a client does after so many seconds. */
    record Step(String action, int seconds) {}

    @AfterContainer
    static void close() {
        EMULATOR.close();
    }

    @Provide
    Arbitrary<Variant> variants() {
        return Combinators.combine(
                        Arbitraries.of(Outcome.values()),
                        Arbitraries.of(SentIds.values()),
                        Arbitraries.of(Again.values()),
                        Arbitraries.of(0, 1, 5, 60),
                        Arbitraries.of(-10, 0, 3, 90))
                .as(Variant::new);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<String> actions = Arbitraries.of("send", "send", "send", "look", "look", "delete");
        return Combinators.combine(actions, Arbitraries.of(0, 1, 2, 5, 30, 60))
                .as(Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    @Property(tries = 60)
    void aMailIsInOnePlace(@ForAll("variants") Variant variant, @ForAll("steps") List<Step> steps) throws Exception {
        World world = new World(variant);
        for (Step step : steps) {
            world.take(step);
            world.check();
        }
    }

    /** The emulator, and what is expected of it. */
    private static final class World {

        private final Variant variant;
        private final JsonNode draft;
        private long now;
        private long due = Long.MAX_VALUE;
        private int sends;
        private boolean deleted;

        World(Variant variant) throws Exception {
            this.variant = variant;
            EMULATOR.reset();
            EMULATOR.answers()
                    .sending()
                    .outcome(variant.outcome())
                    .ids(variant.ids())
                    .again(variant.again())
                    .delay(Duration.ofSeconds(variant.delay()));
            EMULATOR.create(READER + "/events/E");
            draft = MAIL.draft(
                    SENDER,
                    TO_READER + ",\"singleValueExtendedProperties\":[{\"id\":\"SystemTime 0x3FEF\",\"value\":\""
                            + NOW.plusSeconds(variant.deferred()) + "\"}]");
        }

        private boolean isDraft() {
            return !deleted && now < due;
        }

        void take(Step step) throws Exception {
            now += step.seconds();
            EMULATOR.advanceClock(Duration.ofSeconds(step.seconds()));
            switch (step.action()) {
                case "send" -> send();
                case "delete" -> delete();
                default -> {}
            }
        }

        private void send() throws Exception {
            assertThat(MAIL.send(SENDER, draft).statusCode()).isEqualTo(isDraft() ? 202 : 404);
            if (isDraft()) {
                sends++;
                due = Math.min(due, Math.max(now + variant.delay(), variant.deferred()));
            }
        }

        /** After the move an id that was kept leads to what was sent, whose copy this test leaves alone. */
        private void delete() throws Exception {
            if (isDraft()) {
                assertThat(WIRE.delete(path(SENDER, draft)).statusCode()).isEqualTo(204);
                deleted = true;
            }
        }

        void check() throws Exception {
            boolean sent = !deleted && now >= due;
            int times = variant.again() == Again.DELIVERED_AGAIN ? sends : 1;
            assertThat(MAIL.in(SENDER, "drafts")).as("in Drafts").hasSize(isDraft() ? 1 : 0);
            assertThat(MAIL.in(SENDER, "sentitems"))
                    .as("in Sent Items")
                    .hasSize(sent && variant.outcome() != Outcome.NO_COPY ? 1 : 0);
            assertThat(MAIL.in(READER, "inbox"))
                    .as("at the reader")
                    .hasSize(sent && variant.outcome() != Outcome.RETURNED ? times : 0);
            assertThat(MAIL.in(SENDER, "inbox"))
                    .as("returned to the sender")
                    .hasSize(sent && variant.outcome() == Outcome.RETURNED ? times : 0);
            for (JsonNode message : MAIL.in(SENDER, "drafts")) {
                assertThat(message.path("isDraft").asBoolean()).isTrue();
            }
            for (JsonNode message : MAIL.in(SENDER, "sentitems")) {
                assertThat(message.path("isDraft").asBoolean(true)).isFalse();
            }
        }
    }
}
