package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.GraphEmulator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mail that waits for its time is taken back by the id of its job. */
class CancellationTest {

    private final GraphEmulator emulator = GraphEmulator.start();
    private final SentMails mails = new SentMails(emulator);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> settings = new HashMap<>();
    private Path folder;

    @BeforeEach
    void inAnEmptyFolder(@TempDir Path folder) {
        this.folder = folder;
        settings.put("graphattach.folder", folder.toString());
        settings.put("graphattach.quiet", "20");
        settings.put("graphattach.file-quiet", "20");
        settings.put("graphattach.patience", "100");
        settings.put("graphattach.poll", "20");
        settings.put(
                "camel.component.graph-attach.graph-url", emulator.graphUrl().toString());
        settings.put("camel.component.graph-attach.access-token", "token");
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    @Test
    void aMailThatWaitsIsNotSent() throws IOException {
        send(tomorrow());

        assertThat(run("--cancel", "offer-7")).as(err()).isZero();

        assertThat(out()).isEqualTo("Cancelled: the mail of job 'offer-7' is not sent\n");
        emulator.advanceClock(Duration.ofDays(2));
        assertThat(mails.sent()).isEmpty();
    }

    /** Nothing may look sent that is not. */
    @Test
    void aJobThatIsSentAgainAfterItWasCancelledFails() throws IOException {
        var time = tomorrow();
        send(time);
        assertThat(run("--cancel", "offer-7")).isZero();

        drop(time);

        assertThat(run("--once")).isEqualTo(1);
        assertThat(folder.resolve("failed")).isNotEmptyDirectory();
        emulator.advanceClock(Duration.ofDays(2));
        assertThat(mails.sent()).isEmpty();
    }

    @Test
    void aMailThatIsSentStays() throws IOException {
        send(tomorrow());
        emulator.advanceClock(Duration.ofDays(2));

        assertThat(run("--cancel", "offer-7")).isEqualTo(1);

        assertThat(out()).isEqualTo("Not cancelled: the mail of job 'offer-7' was sent already\n");
        assertThat(mails.sent()).hasSize(1);
    }

    @Test
    void aJobThatIsNotKnownIsSaidToBeSo() {
        assertThat(run("--cancel", "offer-8")).as(err()).isEqualTo(1);
        assertThat(out()).isEqualTo("Not cancelled: no mail of job 'offer-8' is known to wait\n");
    }

    @Test
    void aDemonstrationHasNothingToCancel() {
        settings.clear();
        settings.put("graphattach.folder", folder.toString());
        settings.put("graphattach.demo", "true");

        assertThat(run("--cancel", "offer-7")).isEqualTo(2);
        assertThat(err())
                .isEqualTo(
                        "Not started: a demonstration keeps no mail that could be cancelled; unset graphattach.demo\n");
    }

    @Test
    void withoutAnIdNothingIsCancelled() {
        assertThat(run("--cancel")).isEqualTo(2);
        assertThat(err()).isEqualTo("Not started: unknown arguments [--cancel]; see --help\n");
    }

    private static String tomorrow() {
        return OffsetDateTime.now(ZoneOffset.UTC)
                .plusDays(1)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }

    private void send(String time) throws IOException {
        drop(time);
        assertThat(run("--once")).as(err()).isZero();
        assertThat(mails.sent()).isEmpty();
    }

    private void drop(String time) throws IOException {
        Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(
                folder.resolve("inbox/offer.json"),
                """
                { "id": "offer-7", "mail": { "userId": "%s", "to": "a@example.com", "sendAt": "%s" } }
                """
                        .formatted(SentMails.MAILBOX, time));
    }

    private int run(String... arguments) {
        out.reset();
        return new Application(print(out), print(err), Map.of(), settings).run(arguments);
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
