package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.LoggedLines;
import io.github.graphattach.upload.UploadEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An upload that waits for long says so once, with the reason and the length. */
class LongWaitTest {

    private static final String THROTTLED = "the service throttles this mailbox";
    private static final String OWNED = "another process has this upload";

    private final LoggedLines log = new LoggedLines(LoggingListener.class.getName());
    private final List<UploadEvent> passedOn = new ArrayList<>();
    private final LoggingListener listener = new LoggingListener(passedOn::add);

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void aLongPauseIsSaidAtOnceWithItsReasonAndLength() {
        waits(Duration.ofMinutes(2), THROTTLED);

        assertThat(log.lines()).containsExactly("INFO 'minutes.pdf' to /me/messages/M waits for 120 s: " + THROTTLED);
    }

    @Test
    void aPauseOfFiveSecondsNeedsNoWord() {
        waits(Duration.ofSeconds(5), THROTTLED);

        assertThat(log.lines()).isEmpty();
    }

    @Test
    void aWaitThatIsMadeOfShortPausesIsSaidOnce() {
        for (int pause = 0; pause < 100; pause++) {
            waits(Duration.ofSeconds(2), OWNED);
        }

        assertThat(log.lines()).containsExactly("INFO 'minutes.pdf' to /me/messages/M waits for 6 s: " + OWNED);
    }

    @Test
    void shortPausesForDifferentReasonsAreNoLongWait() {
        for (int pause = 0; pause < 100; pause++) {
            waits(Duration.ofSeconds(3), pause % 2 == 0 ? OWNED : THROTTLED);
        }

        assertThat(log.lines()).isEmpty();
    }

    @Test
    void eachLongWaitHasItsLine() {
        waits(Duration.ofMinutes(2), THROTTLED);
        on(UploadEvent.Type.RANGE_ACCEPTED, Duration.ZERO, "");
        waits(Duration.ofMinutes(1), THROTTLED);
        on(UploadEvent.Type.COMPLETED, Duration.ZERO, "id");

        assertThat(log.lines())
                .containsExactly(
                        "INFO 'minutes.pdf' to /me/messages/M waits for 120 s: " + THROTTLED,
                        "INFO 'minutes.pdf' to /me/messages/M waits for 60 s: " + THROTTLED,
                        "INFO Attached 'minutes.pdf' (10 bytes) to /me/messages/M");
        assertThat(passedOn).as("what the application's listener hears").hasSize(4);
    }

    private void waits(Duration pause, String reason) {
        on(UploadEvent.Type.WAITING, pause, reason);
    }

    private void on(UploadEvent.Type type, Duration pause, String detail) {
        listener.on(new UploadEvent(type, "minutes.pdf", "/me/messages/M", 10, 0, pause, detail));
    }
}
