package io.github.graphattach.emulator;

import static io.github.graphattach.emulator.RequestKind.LIST_ATTACHMENTS;
import static io.github.graphattach.emulator.RequestKind.POST_ATTACHMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The limits of Outlook, when they are on: per mailbox, per item, per message. */
class ServiceLimitsTest {

    private static final String ITEM = "/me/messages/M";

    private final ExecutorService clients = Executors.newCachedThreadPool();
    private GraphEmulator emulator = GraphEmulator.builder()
            .limits(GraphEmulator.Limits.REAL)
            .minimumSessionSize(1)
            .start();

    @AfterEach
    void close() {
        emulator.close();
        clients.shutdownNow();
    }

    /** Sends a request whose answer does not come before the emulator closes. */
    private void inFlight(Request request) {
        clients.execute(() -> assertThatIOException().isThrownBy(request::send));
    }

    private interface Request {
        void send() throws IOException, InterruptedException;
    }

    /**
     * <pre>
     * server   four requests to the mailbox are in flight
     * request  a fifth
     * response 429 ApplicationThrottled, naming MailboxConcurrency, with Retry-After; another mailbox is not concerned
     * </pre>
     */
    @Test
    void aFifthConcurrentRequestToAMailboxIsThrottled() throws Exception {
        emulator.create(ITEM);
        emulator.create("/users/other@contoso.com/messages/M");
        emulator.faults().on(LIST_ATTACHMENTS).mailbox("/me").times(4).delay(Duration.ofHours(1));
        Wire wire = new Wire(emulator);
        for (int i = 0; i < 4; i++) {
            inFlight(() -> wire.get(ITEM + "/attachments"));
        }
        await().until(() -> emulator.faults().pending().isEmpty());

        var fifth = wire.get(ITEM + "/attachments");

        assertThat(fifth.statusCode()).isEqualTo(429);
        assertThat(Wire.errorCode(fifth)).isEqualTo("ApplicationThrottled");
        assertThat(Wire.json(fifth).at("/error/message").asText()).contains("MailboxConcurrency");
        assertThat(fifth.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(wire.get("/users/other@contoso.com/messages/M/attachments").statusCode())
                .isEqualTo(200);
    }

    /**
     * <pre>
     * server   one request is writing to the item
     * request  a second write to it: a file through another path, a range, a change, sending it, deleting it
     * response 412 ErrorIrresolvableConflict; reading it is no conflict
     * </pre>
     */
    @Test
    void parallelWritesToOneItemConflict() throws Exception {
        emulator.create(ITEM);
        Wire wire = new Wire(emulator);
        URI url = wire.uploadUrl(ITEM, "c", 10);
        emulator.faults().on(POST_ATTACHMENT).delay(Duration.ofHours(1));
        inFlight(() -> wire.postFile(ITEM, "a", new byte[1]));
        await().until(() -> emulator.faults().pending().isEmpty());

        var second = wire.postFile("/me/mailFolders/drafts/messages/M", "b", new byte[1]);

        assertThat(second.statusCode()).isEqualTo(412);
        assertThat(Wire.errorCode(second)).isEqualTo("ErrorIrresolvableConflict");
        assertThat(Wire.put(url, new byte[10], 0, 9).statusCode()).isEqualTo(412);
        assertThat(Wire.send(wire.graph(ITEM).method("PATCH", BodyPublishers.ofString("{}")))
                        .statusCode())
                .isEqualTo(412);
        assertThat(wire.post(ITEM + "/send", "").statusCode()).isEqualTo(412);
        assertThat(wire.delete(ITEM).statusCode()).isEqualTo(412);
        assertThat(wire.get(ITEM + "/attachments").statusCode()).isEqualTo(200);
    }

    /**
     * <pre>
     * server   150 MB have been uploaded to the mailbox within 5 minutes
     * request  one more range
     * response 429 with the time until there is room; after that time the range is taken
     * </pre>
     */
    @Test
    void theUploadBudgetOfFiveMinutesIsKept() throws Exception {
        emulator.close();
        emulator = GraphEmulator.builder()
                .limits(GraphEmulator.Limits.REAL)
                .messageSizeLimit(200_000_000)
                .start();
        emulator.create(ITEM);
        Wire wire = new Wire(emulator);
        byte[] file = new byte[150_000_001];
        URI url = wire.uploadUrl(ITEM, "a", file.length);
        for (int first = 0; first < 149_000_000; first += 10_000_000) {
            assertThat(Wire.put(url, file, first, Math.min(first + 9_999_999, 149_998_999))
                            .statusCode())
                    .isEqualTo(200);
        }

        var over = Wire.put(url, file, 149_999_000, 150_000_000);

        assertThat(over.statusCode()).isEqualTo(429);
        assertThat(Long.parseLong(over.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(200L, 300L);
        emulator.advanceClock(Duration.ofMinutes(5));
        assertThat(Wire.put(url, file, 149_999_000, 150_000_000).statusCode()).isEqualTo(201);
    }

    /** The service's own Retry-After can be whole seconds, a fraction, a date or missing. */
    @Test
    void retryAfterTakesEveryForm() throws Exception {
        emulator.create(ITEM);
        emulator.faults().on(LIST_ATTACHMENTS).times(4).delay(Duration.ofHours(1));
        Wire wire = new Wire(emulator);
        for (int i = 0; i < 4; i++) {
            inFlight(() -> wire.get(ITEM + "/attachments"));
        }
        await().until(() -> emulator.faults().pending().isEmpty());

        emulator.answers().retryAfter(Answers.RetryAfterForm.FRACTION);
        assertThat(wire.get(ITEM).headers().firstValue("Retry-After").orElseThrow())
                .matches("1\\.\\d{3}");
        emulator.answers().retryAfter(Answers.RetryAfterForm.HTTP_DATE);
        String date = wire.get(ITEM).headers().firstValue("Retry-After").orElseThrow();
        assertThat(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant())
                .isBetween(Instant.now().minusSeconds(1), Instant.now().plusSeconds(2));
        emulator.answers().retryAfter(Answers.RetryAfterForm.NONE);
        assertThat(wire.get(ITEM).headers().firstValue("Retry-After")).isEmpty();
    }

    /** A message that grows over its limit is refused in the middle of the upload, not when the session is created. */
    @Test
    void aMessageMustNotOutgrowItsLimit() throws Exception {
        emulator.close();
        emulator = GraphEmulator.builder()
                .minimumSessionSize(1)
                .messageSizeLimit(150)
                .mailboxQuota(280)
                .start();
        emulator.create(ITEM);
        emulator.create("/me/messages/N");
        Wire wire = new Wire(emulator);
        byte[] file = new byte[200];
        wire.postFile(ITEM, "small", new byte[100]);
        URI url = wire.uploadUrl(ITEM, "a", file.length);

        assertThat(Wire.put(url, file, 0, 49).statusCode()).isEqualTo(200);
        var refused = Wire.put(url, file, 50, 99);
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(Wire.errorCode(refused)).isEqualTo("ErrorMessageSizeExceeded");
        assertThat(Wire.errorCode(wire.postFile(ITEM, "b", new byte[51]))).isEqualTo("ErrorMessageSizeExceeded");
        wire.postFile("/me/messages/N", "c", new byte[150]);
        var full = wire.postFile(ITEM, "d", new byte[50]);
        assertThat(full.statusCode()).isEqualTo(507);
        assertThat(Wire.errorCode(full)).isEqualTo("ErrorQuotaExceeded");
    }
}
