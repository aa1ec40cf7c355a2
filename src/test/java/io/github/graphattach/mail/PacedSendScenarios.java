package io.github.graphattach.mail;

import static io.github.graphattach.emulator.RequestKind.SEND;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.mail.SendResult.Outcome;
import io.github.graphattach.mailbox.SendRate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How many mails a mailbox sends in which time. */
class PacedSendScenarios {

    @RegisterExtension
    static final MailWorld world = new MailWorld();

    private final Instant start = world.now();
    private final SendRate rate = new SendRate(
            1, Duration.ofMinutes(1), () -> Duration.between(start, world.now()).toNanos());

    private SendJob sending(String jobKey) {
        String draft = world.finish(world.job(jobKey, false)).messageId();
        SendTask task =
                new SendTask(MailWorld.MAILBOX, draft, MailWorld.source(jobKey), Optional.of(List.of()), false, true);
        return world.sending(jobKey, task, false, rate);
    }

    @Test
    void aSecondMailWaitsUntilItsTurn() {
        assertThat(world.finish(sending("a")).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(world.waits()).isEmpty();

        assertThat(world.finish(sending("b")).outcome()).isEqualTo(Outcome.ACCEPTED);

        assertThat(world.waits()).containsExactly(Duration.ofMinutes(1));
        assertThat(world.requests("post send")).containsExactly("post send 202", "post send 202");
    }

    /** The service may count what it turns away. */
    @Test
    void aRequestThatIsMadeAgainWaitsForItsTurnAgain() {
        world.on(SEND).nth(1).answer(429).retryAfter("7");

        world.finish(sending("a"));

        assertThat(world.waits()).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(53));
    }

    @Test
    void whoGivesUpWhileItWaitsLeavesItsTurnToTheNext() throws Exception {
        world.finish(sending("a"));
        SendJob waiting = sending("b");
        while (world.requests("post messages").size() < 2 || waiting.step().isZero()) {
            assertThat(waiting.isDone()).isFalse();
        }
        waiting.abandon();

        world.finish(sending("c"));

        assertThat(world.waits()).containsExactly(Duration.ofMinutes(1));
    }
}
