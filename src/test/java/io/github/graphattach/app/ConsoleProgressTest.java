package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.upload.UploadEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a person sees of an upload. */
class ConsoleProgressTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void aFewPlainLinesWhereNobodyWatchesATerminal() {
        var progress = new ConsoleProgress(new PrintStream(out, true, StandardCharsets.UTF_8), false);
        progress.on(event(UploadEvent.Type.OPENED, 0, 0));
        for (var megabytes = 1; megabytes < 100; megabytes++) {
            progress.on(event(UploadEvent.Type.RANGE_ACCEPTED, megabytes * 1_000_000L, 0));
        }
        progress.on(event(UploadEvent.Type.COMPLETED, 100_000_000, 0));

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        minutes.pdf: 0 of 100,000,000 bytes (0 %)
                        minutes.pdf: 25,000,000 of 100,000,000 bytes (25 %)
                        minutes.pdf: 50,000,000 of 100,000,000 bytes (50 %)
                        minutes.pdf: 75,000,000 of 100,000,000 bytes (75 %)
                        minutes.pdf: 100,000,000 of 100,000,000 bytes (100 %)
                        """);
    }

    @Test
    void oneLineThatMovesOnATerminal() {
        var progress = new ConsoleProgress(new PrintStream(out, true, StandardCharsets.UTF_8), true);
        progress.on(event(UploadEvent.Type.RANGE_ACCEPTED, 50_000_000, 0));
        progress.on(event(UploadEvent.Type.COMPLETED, 100_000_000, 0));

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("\rminutes.pdf [###############...............]  50 % "
                        + "\rminutes.pdf [##############################] 100 % \n");
    }

    @Test
    void aWaitIsSaid() {
        var progress = new ConsoleProgress(new PrintStream(out, true, StandardCharsets.UTF_8), false);
        progress.on(event(UploadEvent.Type.WAITING, 0, 12));

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("minutes.pdf: waits 12 s\n");
    }

    private static UploadEvent event(UploadEvent.Type type, long committed, int seconds) {
        return new UploadEvent(
                type, "minutes.pdf", "/me/events/E", 100_000_000, committed, Duration.ofSeconds(seconds), "");
    }
}
