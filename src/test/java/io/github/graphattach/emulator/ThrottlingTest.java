package io.github.graphattach.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The limits that take too many requests to be met over HTTP; the others are in {@link ServiceLimitsTest}. */
class ThrottlingTest {

    private final EmulatorClock clock =
            new EmulatorClock(Clock.fixed(Instant.parse("2026-11-03T10:00:00Z"), ZoneOffset.UTC));
    private final Throttling throttling = new Throttling(true, new Wording(new Answers()), clock);

    private static IncomingRequest requestTo(Mailbox mailbox) {
        return new IncomingRequest(
                RequestKind.OTHER, Optional.of(mailbox), Optional.empty(), Optional.empty(), 0, false);
    }

    /**
     * <pre>
     * server   10,000 requests to the mailbox within 10 minutes, the first of them 4 minutes ago
     * request  one more
     * response 429 ApplicationThrottled, Retry-After: 360; another mailbox is not concerned; after that time it is let in
     * </pre>
     */
    @Test
    void theTenThousandAndFirstRequestInTenMinutesIsThrottled() {
        Mailbox mailbox = new Mailbox("busy@contoso.com", false, clock);
        throttling.admit(requestTo(mailbox)).end();
        clock.advance(Duration.ofMinutes(4));
        for (int request = 1; request < 10_000; request++) {
            throttling.admit(requestTo(mailbox)).end();
        }

        assertThatExceptionOfType(GraphFailure.class)
                .isThrownBy(() -> throttling.admit(requestTo(mailbox)))
                .returns(429, GraphFailure::status)
                .returns("ApplicationThrottled", GraphFailure::code)
                .satisfies(refusal -> assertThat(refusal.headers()).containsEntry("Retry-After", "360"));
        throttling
                .admit(requestTo(new Mailbox("other@contoso.com", false, clock)))
                .end();
        clock.advance(Duration.ofMinutes(6));
        throttling.admit(requestTo(mailbox)).end();
    }
}
