package io.github.graphattach.emulator.conformance;

import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static io.github.graphattach.emulator.conformance.PlainHttp.assertRefused;
import static io.github.graphattach.emulator.conformance.PlainHttp.header;
import static io.github.graphattach.emulator.conformance.PlainHttp.json;
import static io.github.graphattach.emulator.conformance.PlainHttp.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.graphattach.emulator.Answers.StatusQuery;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.GraphEmulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The refusals of ranges that Microsoft has documented or users have reported. Where nobody has published a status, the
 * emulator's own is asserted and the table says so.
 */
class RangeRefusalsTest {

    private static final String ITEM = "/me/messages/AAMkADI5MAAIT3drCAAA=";
    private static final int SIZE = 3_000_000;

    private GraphEmulator emulator = GraphEmulator.start();
    private PlainHttp http = new PlainHttp(emulator);

    @AfterEach
    void close() {
        emulator.close();
    }

    private void start(GraphEmulator.Builder builder) {
        emulator.close();
        emulator = builder.start();
        http = new PlainHttp(emulator);
    }

    /**
     * <pre>
     * server   a new session
     * client   sends its Graph token along
     * request  PUT with Authorization
     * response 401 InvalidAudienceForResource, innerError with oAuthEventOperationId, oAuthEventcV, errorUrl, requestId and
     *          date; the session goes on as it was
     * </pre>
     */
    @Test
    void aTokenOnTheUploadUrlIsRefused() throws Exception {
        emulator.create(ITEM);
        String url = http.uploadUrl(ITEM, SIZE);

        var response =
                http.send(put(url, "0-999999/3000000") + "Authorization: Bearer token-of-graph", new byte[1_000_000]);

        assertRefused(response, 401, "InvalidAudienceForResource");
        assertThat(json(response).at("/error/message").asText()).contains("audience", "https://graph.microsoft.com/");
        assertThat(json(response).at("/error/innerError").fieldNames())
                .toIterable()
                .containsExactly("oAuthEventOperationId", "oAuthEventcV", "errorUrl", "requestId", "date");
        assertThat(http.send(put(url, "0-999999/3000000"), new byte[1_000_000]).statusCode())
                .isEqualTo(200);
    }

    /**
     * <pre>
     * server   the session has expired; its expiry does not slide with the ranges
     * client   goes on
     * request  PUT
     * response 401: the token in the URL is as old as the session
     * </pre>
     */
    @Test
    void anExpiredSessionIsRefused() throws Exception {
        emulator.create(ITEM);
        String url = http.uploadUrl(ITEM, SIZE);
        emulator.advanceClock(Duration.ofMinutes(80));
        assertThat(http.send(put(url, "0-999999/3000000"), new byte[1_000_000]).statusCode())
                .isEqualTo(200);
        emulator.advanceClock(Duration.ofMinutes(80));

        assertThat(http.send(put(url, "1000000-2999999/3000000"), new byte[2_000_000])
                        .statusCode())
                .isEqualTo(401);
    }

    /**
     * <pre>
     * server   the item was deleted after the session was created
     * client   goes on
     * request  PUT
     * response 404 ErrorItemNotFound "The specified object was not found in the store."
     * </pre>
     */
    @Test
    void aRangeForADeletedItemIsRefused() throws Exception {
        emulator.create(ITEM);
        String url = http.uploadUrl(ITEM, SIZE);
        http.send("DELETE " + ITEM);

        var response = http.send(put(url, "0-999999/3000000"), new byte[1_000_000]);

        assertRefused(response, 404, "ErrorItemNotFound");
        assertThat(json(response).at("/error/message").asText())
                .isEqualTo("The specified object was not found in the store.");
    }

    /**
     * <pre>
     * server   a range is being written to the item
     * client   uploads a second file to the same item at the same time
     * request  PUT to the other session
     * response 412 ErrorIrresolvableConflict
     * </pre>
     */
    @Test
    void parallelWritesToOneItemConflict() throws Exception {
        start(GraphEmulator.builder().limits(GraphEmulator.Limits.REAL));
        emulator.create(ITEM);
        String first = http.uploadUrl(ITEM, SIZE);
        String second = http.uploadUrl(ITEM, SIZE);
        emulator.faults().on(PUT_RANGE).delay(Duration.ofHours(1));
        var held = http.sendAsync(put(first, "0-9/3000000"), new byte[10]);
        await().until(() -> emulator.faults().pending().isEmpty());

        assertRefused(http.send(put(second, "0-9/3000000"), new byte[10]), 412, "ErrorIrresolvableConflict");

        emulator.close();
        await().until(held::isDone);
    }

    /**
     * <pre>
     * server   four requests to the mailbox are in progress
     * client   sends a fifth, to another item of the mailbox
     * request  PUT
     * response 429 ApplicationThrottled, naming MailboxConcurrency, with Retry-After
     * </pre>
     */
    @Test
    void aFifthRequestToAMailboxIsThrottled() throws Exception {
        start(GraphEmulator.builder().limits(GraphEmulator.Limits.REAL));
        List<String> urls = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            emulator.create(ITEM + i);
            urls.add(http.uploadUrl(ITEM + i, SIZE));
        }
        emulator.faults().on(PUT_RANGE).times(4).delay(Duration.ofHours(1));
        var held = urls.stream()
                .limit(4)
                .map(url -> http.sendAsync(put(url, "0-9/3000000"), new byte[10]))
                .toList();
        await().until(() -> emulator.faults().pending().isEmpty());

        var response = http.send(put(urls.get(4), "0-9/3000000"), new byte[10]);

        assertRefused(response, 429, "ApplicationThrottled");
        assertThat(json(response).at("/error/message").asText()).contains("MailboxConcurrency");
        assertThat(header(response, "Retry-After")).isEqualTo("1");
        emulator.close();
        await().until(() -> held.stream().allMatch(request -> request.isDone()));
    }

    /**
     * <pre>
     * server   the message may hold 4 MB, the mailbox 5 MB
     * client   opens a session for more than that, which is not refused yet
     * request  PUT of ranges
     * response 200 as long as there is room; then ErrorMessageSizeExceeded or ErrorQuotaExceeded. The statuses are not
     *          documented: 413, 507
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({"4000000, 50000000, 413, ErrorMessageSizeExceeded", "50000000, 4000000, 507, ErrorQuotaExceeded"})
    void anUploadThatOutgrowsItsPlaceIsRefusedMidway(long message, long mailbox, int status, String code)
            throws Exception {
        start(GraphEmulator.builder().messageSizeLimit(message).mailboxQuota(mailbox));
        EmulatedItem item = emulator.create(ITEM);
        String url = http.uploadUrl(ITEM, 5_000_000);

        assertThat(http.send(put(url, "0-2999999/5000000"), new byte[3_000_000]).statusCode())
                .isEqualTo(200);
        assertRefused(http.send(put(url, "3000000-4999999/5000000"), new byte[2_000_000]), status, code);
        assertThat(item.attachments()).isEmpty();
    }

    /**
     * <pre>
     * server   has the first million bytes
     * client   names a range that is not the next one, contradicts its body, or names another total
     * request  PUT with a body of 1,000,000 bytes
     * response 416 invalidRange for a repeated range and for a gap, 400 for a contradiction; what Outlook answers is not
     *          published, these are OneDrive's. Nothing is taken: the right range is still accepted
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({
        "bytes 0-999999/3000000, 416",
        "bytes 2000000-2999999/3000000, 416",
        "bytes 1000000-1999998/3000000, 400",
        "bytes 1000000-1999999/3000001, 400",
        "bytes 1999999-1000000/3000000, 400",
        "1000000-1999999/3000000, 400"
    })
    void aRangeThatDoesNotFitIsRefused(String contentRange, int status) throws Exception {
        emulator.create(ITEM);
        String url = http.uploadUrl(ITEM, SIZE);
        http.send(put(url, "0-999999/3000000"), new byte[1_000_000]);

        var response = http.send("PUT " + url + "\nContent-Range: " + contentRange, new byte[1_000_000]);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(http.send(put(url, "1000000-1999999/3000000"), new byte[1_000_000])
                        .statusCode())
                .isEqualTo(200);
    }

    /** A range needs its header: 400. */
    @Test
    void aPutWithoutARangeIsRefused() throws Exception {
        emulator.create(ITEM);

        assertThat(http.send("PUT " + http.uploadUrl(ITEM, SIZE), new byte[SIZE])
                        .statusCode())
                .isEqualTo(400);
    }

    /**
     * <pre>
     * server   the file is attached, the session is finished
     * client   sends its last range again, asks for the status, cancels
     * request  PUT, GET, DELETE
     * response 404 each; the file is attached once
     * </pre>
     */
    @Test
    void aFinishedSessionIsGone() throws Exception {
        EmulatedItem item = emulator.create(ITEM);
        String url = http.uploadUrl(ITEM, SIZE);
        http.send(put(url, "0-2999999/3000000"), new byte[SIZE]);

        assertRefused(http.send(put(url, "0-2999999/3000000"), new byte[SIZE]), 404, "ErrorItemNotFound");
        assertThat(http.send("GET " + url).statusCode()).isEqualTo(404);
        assertThat(http.send("DELETE " + url).statusCode()).isEqualTo(404);
        assertThat(item.attachments()).hasSize(1);
    }

    /** Nobody has published whether Outlook answers a status query: the emulator does, or does not in one of two ways. */
    @Test
    void theStatusQueryIsAnsweredOrNot() throws Exception {
        emulator.create(ITEM);
        String url = http.uploadUrl(ITEM, SIZE);
        http.send(put(url, "0-999999/3000000"), new byte[1_000_000]);

        assertThat(json(http.send("GET " + url)).path("nextExpectedRanges")).hasToString("[\"1000000\"]");
        for (var silent : Map.of(StatusQuery.NOT_FOUND, 404, StatusQuery.METHOD_NOT_ALLOWED, 405)
                .entrySet()) {
            emulator.answers().statusQuery(silent.getKey());
            assertThat(http.send("GET " + url).statusCode()).isEqualTo(silent.getValue());
        }
    }
}
