package io.github.graphattach.emulator.conformance;

import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.microsoft.graph.core.exceptions.ClientException;
import com.microsoft.graph.core.models.UploadResult;
import com.microsoft.graph.core.models.UploadSession;
import com.microsoft.graph.core.tasks.LargeFileUploadTask;
import com.microsoft.kiota.ApiException;
import io.github.graphattach.emulator.Answers;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.GraphEmulator;
import io.github.graphattach.emulator.RecordedExchange;
import io.github.graphattach.emulator.conformance.MicrosoftClient.Attachment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code LargeFileUploadTask} of microsoft-graph-core 3.6.6 does at a strict Outlook, right and wrong. A file of three
 * slices of 1.25 MiB, unless said otherwise. Were the emulator more lenient than the service, one of the failures would not
 * show; were it stricter, one of the successes.
 *
 * <p>In each table, {@code client} is the state of Microsoft's client and {@code outcome} what it makes of the answers.
 */
class LargeFileUploadTaskTest {

    private static final String ITEM = "/me/messages/AAMkADI5MAAIT3drCAAA=";
    private static final int SLICE = 1_310_720;
    private static final byte[] FILE = new byte[3 * SLICE];

    static {
        new Random(1).nextBytes(FILE);
    }

    private GraphEmulator emulator;
    private EmulatedItem item;

    @BeforeEach
    void start() {
        emulator = GraphEmulator.start();
        item = emulator.create(ITEM);
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    /**
     * Row A: the plain case.
     *
     * <pre>
     * server   an item; next offsets come without a dash
     * client   a file of 11 MiB, the default slice of 5 MiB
     * request  POST createUploadSession; then, without Authorization, PUT of three ranges in order
     * response 201; 200, 200, 201 without a body, with Location
     * outcome  success with that Location; the stored bytes are correct
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                ITEM,
                "/users/cfo@contoso.com/events/AAMkADU5CCmSAAA=",
                "/me/calendarGroups/G/calendars/C/calendarView/E/exceptionOccurrences/O"
            })
    void aFileIsUploadedInOrder(String itemPath) throws Exception {
        item = emulator.create(itemPath);
        byte[] file = new byte[11 * 1024 * 1024];
        new Random(2).nextBytes(file);
        UploadSession session = new MicrosoftClient(emulator).openSession(itemPath, "a.bin", file.length);

        UploadResult<Attachment> result = MicrosoftClient.task(session, file, file.length, 5 * 1024 * 1024)
                .upload();

        assertThat(result.isUploadSuccessful()).isTrue();
        assertThat(result.location)
                .asString()
                .endsWith("/Attachments('" + item.attachments().get(0).id() + "')");
        assertUploadHostSaw(
                "PUT 0-5242879/11534336 -> 200",
                "PUT 5242880-10485759/11534336 -> 200",
                "PUT 10485760-11534335/11534336 -> 201");
        assertThat(exchanges()).noneMatch(exchange -> exchange.requestHeaders().containsKey("authorization"));
        assertStored(file);
    }

    /**
     * Row B: a last range of one byte.
     *
     * <pre>
     * server   a session of two slices and one byte
     * client   plans only ranges whose last byte lies behind their first
     * request  PUT, PUT, then GET of the session three times, with pauses of 2 and 8 seconds
     * response 200, 200, then 200 with the offset of the last byte each time
     * outcome  the last byte is never sent; after some 10 seconds CancellationException; nothing is attached
     * </pre>
     */
    @Test
    void aLastRangeOfOneByteIsNeverSent() throws Exception {
        LargeFileUploadTask<Attachment> task = task(Arrays.copyOf(FILE, 2 * SLICE + 1));

        Duration elapsed = elapsed(
                () -> assertThatExceptionOfType(CancellationException.class).isThrownBy(task::upload));

        assertThat(elapsed).isGreaterThanOrEqualTo(Duration.ofSeconds(10));
        assertUploadHostSaw(
                "PUT 0-1310719/2621441 -> 200",
                "PUT 1310720-2621439/2621441 -> 200",
                "GET -> 200",
                "GET -> 200",
                "GET -> 200");
        assertThat(task.updateSessionStatus().getNextExpectedRanges()).containsExactly("2621440");
        assertThat(item.attachments()).isEmpty();
    }

    /**
     * Row C: progress in Pascal case, as the cloud in China has answered.
     *
     * <pre>
     * server   a session
     * client   looks for nextExpectedRanges in exactly this spelling
     * request  PUT of the first slice
     * response 200 {"ExpirationDateTime":..,"NextExpectedRanges":["1310720"]}
     * outcome  takes it for the finished attachment: success, without an id and without a location, after 1.25 of 3.75 MiB;
     *          nothing is attached
     * </pre>
     */
    @Test
    void progressInPascalCaseIsTakenForTheEnd() throws Exception {
        emulator.answers().progress(Answers.Progress.PASCAL_CASE);
        LargeFileUploadTask<Attachment> task = task(FILE);

        UploadResult<Attachment> result = task.upload();

        assertThat(result.isUploadSuccessful()).isTrue();
        assertThat(result.itemResponse).isNotNull();
        assertThat(result.itemResponse.id()).isEmpty();
        assertThat(result.location).isNull();
        assertUploadHostSaw("PUT 0-1310719/3932160 -> 200");
        assertThat(item.attachments()).isEmpty();
        emulator.answers().progress(Answers.Progress.CAMEL_CASE);
        assertThat(task.updateSessionStatus().getNextExpectedRanges()).containsExactly("1310720");
    }

    /**
     * Row D: throttled for a short time.
     *
     * <pre>
     * server   has the first slice
     * client   repeats a range that is throttled, from memory
     * request  PUT of the second slice
     * response 429 ApplicationThrottled, Retry-After: 2
     * outcome  sends it again after 2 seconds; success, the stored bytes are correct
     * </pre>
     */
    @Test
    void aThrottledRangeIsRepeatedWhenTheServiceSays() throws Exception {
        emulator.faults().on(PUT_RANGE).nth(2).answer(429).retryAfter(Duration.ofSeconds(2));

        UploadResult<Attachment> result = task(FILE).upload();

        assertThat(result.isUploadSuccessful()).isTrue();
        assertSecondSliceWasRepeatedAfter(429, Duration.ofSeconds(2));
        assertStored(FILE);
    }

    /**
     * Row E: unavailable for a short time.
     *
     * <pre>
     * server   has the first slice
     * client   repeats a range that is met by 503, from memory
     * request  PUT of the second slice
     * response 503 ServiceUnavailable, Retry-After: 1
     * outcome  sends it again after a second; success, the stored bytes are correct
     * </pre>
     */
    @Test
    void aRangeThatMeetsAnUnavailableServiceIsRepeated() throws Exception {
        emulator.faults().on(PUT_RANGE).nth(2).answer(503).retryAfter(Duration.ofSeconds(1));

        UploadResult<Attachment> result = task(FILE).upload();

        assertThat(result.isUploadSuccessful()).isTrue();
        assertSecondSliceWasRepeatedAfter(503, Duration.ofSeconds(1));
        assertStored(FILE);
    }

    /**
     * Row K with shortened times: throttled for longer than a call may last. By default a call may last 100 seconds.
     *
     * <pre>
     * server   has the first slice
     * client   a call may last 3 seconds, the wait for Retry-After included
     * request  PUT of the second slice
     * response 429, Retry-After: 4
     * outcome  sleeps the 4 seconds and then fails with InterruptedIOException "timeout", without a second try
     * </pre>
     */
    @Test
    void aLongThrottleEndsInATimeout() throws Exception {
        emulator.faults().on(PUT_RANGE).nth(2).answer(429).retryAfter(Duration.ofSeconds(4));
        LargeFileUploadTask<Attachment> task =
                MicrosoftClient.task(session(FILE.length), FILE, SLICE, Duration.ofSeconds(3));

        Duration elapsed = elapsed(() -> assertThatThrownBy(task::upload)
                .isExactlyInstanceOf(RuntimeException.class)
                .cause()
                .isExactlyInstanceOf(InterruptedIOException.class)
                .hasMessage("timeout"));

        assertThat(elapsed).isGreaterThanOrEqualTo(Duration.ofSeconds(4));
        assertUploadHostSaw("PUT 0-1310719/3932160 -> 200", "PUT 1310720-2621439/3932160 -> 429");
        assertThat(item.attachments()).isEmpty();
    }

    /**
     * Row H: a server error midway.
     *
     * <pre>
     * server   has the first slice
     * client   has read the second slice from its stream
     * request  PUT of the second slice; on resume() GET of the session, PUT of the second and the third range
     * response 500 ErrorInternalServerTransientError; 200 with offset 1310720, 200, 201
     * outcome  upload() throws ApiException "generalException", Graph's code and message are lost; resume() reads its stream on
     *          where it stood: success, with the third slice in place of the second and zeros at the end
     * </pre>
     */
    @Test
    void resumingAfterAServerErrorStoresWrongBytes() throws Exception {
        emulator.faults()
                .on(PUT_RANGE)
                .nth(2)
                .answer(500)
                .error("ErrorInternalServerTransientError", "Cannot connect to the mailbox.");
        LargeFileUploadTask<Attachment> task = task(FILE);

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(task::upload)
                .withMessage("generalException")
                .withNoCause()
                .returns(500, ApiException::getResponseStatusCode);
        UploadResult<Attachment> result = task.resume();

        assertThat(result.isUploadSuccessful()).isTrue();
        assertUploadHostSaw(
                "PUT 0-1310719/3932160 -> 200",
                "PUT 1310720-2621439/3932160 -> 500",
                "GET -> 200",
                "PUT 1310720-2621439/3932160 -> 200",
                "PUT 2621440-3932159/3932160 -> 201");
        assertStored(slice(0), slice(2), new byte[SLICE]);
    }

    /**
     * Row F: the connection is reset midway. OkHttp below the task repeats the range once by itself, if the first reset was on
     * a connection that it had kept open, so the second one has to be reset as well.
     *
     * <pre>
     * server   has the first slice
     * client   has read the second slice from its stream
     * request  PUT of the second slice, twice; on resume() GET of the session, PUT of the second and the third range
     * response the connection is reset, both times; 200 with offset 1310720, 200, 201
     * outcome  upload() throws a bare RuntimeException; resume() reads its stream on where it stood: success, with the third
     *          slice in place of the second and zeros at the end
     * </pre>
     */
    @Test
    void resumingAfterAResetStoresWrongBytes() throws Exception {
        emulator.faults().on(PUT_RANGE).nth(2).times(2).resetAfterReading();
        LargeFileUploadTask<Attachment> task = task(FILE);

        assertThatThrownBy(task::upload)
                .isExactlyInstanceOf(RuntimeException.class)
                .hasCauseInstanceOf(IOException.class);
        UploadResult<Attachment> result = task.resume();

        assertThat(result.isUploadSuccessful()).isTrue();
        assertUploadHostSaw(
                "PUT 0-1310719/3932160 -> 200",
                "PUT 1310720-2621439/3932160 -> 0",
                "PUT 1310720-2621439/3932160 -> 0",
                "GET -> 200",
                "PUT 1310720-2621439/3932160 -> 200",
                "PUT 2621440-3932159/3932160 -> 201");
        assertStored(slice(0), slice(2), new byte[SLICE]);
    }

    /**
     * Beside row F: a single reset, after the range was sent as a whole, goes unnoticed.
     *
     * <pre>
     * server   has the first slice
     * client   has read the second slice from its stream
     * request  PUT of the second slice
     * response the connection is reset
     * outcome  OkHttp sends the range again on a new connection; success, the stored bytes are correct
     * </pre>
     */
    @Test
    void aSingleResetIsRepairedBelowTheTask() throws Exception {
        emulator.faults().on(PUT_RANGE).nth(2).resetAfterReading();

        UploadResult<Attachment> result = task(FILE).upload();

        assertThat(result.isUploadSuccessful()).isTrue();
        assertUploadHostSaw(
                "PUT 0-1310719/3932160 -> 200",
                "PUT 1310720-2621439/3932160 -> 0",
                "PUT 1310720-2621439/3932160 -> 200",
                "PUT 2621440-3932159/3932160 -> 201");
        assertStored(FILE);
    }

    /**
     * Row X: as row F, but the session's status is spelled as on Microsoft's page.
     *
     * <pre>
     * server   has the first slice
     * client   looks for expirationDateTime in exactly this spelling
     * request  PUT of the second slice, twice; on resume() GET of the session
     * response the connection is reset, both times; 200 {"ExpirationDateTime":..,"nextExpectedRanges":["1310720"]}
     * outcome  upload() throws a bare RuntimeException; resume() takes a missing expiry for now and always throws ClientException
     *          "Upload session expired"; nothing is attached
     * </pre>
     */
    @Test
    void aStatusInTheDocumentedSpellingCannotBeResumed() throws Exception {
        emulator.answers().progress(Answers.Progress.DOCUMENTED);
        emulator.faults().on(PUT_RANGE).nth(2).times(2).resetAfterReading();
        LargeFileUploadTask<Attachment> task = task(FILE);

        assertThatThrownBy(task::upload)
                .isExactlyInstanceOf(RuntimeException.class)
                .hasCauseInstanceOf(IOException.class);

        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatExceptionOfType(ClientException.class)
                    .isThrownBy(task::resume)
                    .withMessageStartingWith("Upload session expired");
        }
        assertUploadHostSaw(
                "PUT 0-1310719/3932160 -> 200",
                "PUT 1310720-2621439/3932160 -> 0",
                "PUT 1310720-2621439/3932160 -> 0",
                "GET -> 200",
                "GET -> 200");
        assertThat(item.attachments()).isEmpty();
    }

    /**
     * Row G: the stream is shorter than declared.
     *
     * <pre>
     * server   a session of 3.75 MiB
     * client   a stream that ends 1,000 bytes early
     * request  PUT of three full ranges, the last one filled up with zeros
     * response 200, 200, 201
     * outcome  success, with a zero-padded attachment
     * </pre>
     */
    @Test
    void aShortStreamIsPaddedWithZeros() throws Exception {
        byte[] source = Arrays.copyOf(FILE, FILE.length - 1000);

        UploadResult<Attachment> result = MicrosoftClient.task(session(FILE.length), source, FILE.length, SLICE)
                .upload();

        assertThat(result.isUploadSuccessful()).isTrue();
        assertUploadHostSaw(
                "PUT 0-1310719/3932160 -> 200",
                "PUT 1310720-2621439/3932160 -> 200",
                "PUT 2621440-3932159/3932160 -> 201");
        assertStored(source, new byte[1000]);
    }

    /**
     * Row I: a range that the server does not expect.
     *
     * <pre>
     * server   took only 1,000 bytes of the first slice, and has said so
     * client   sends the slices as planned, whatever offset it was told
     * request  PUT of the second slice
     * response 416 invalidRange
     * outcome  throws ApiException "generalException": its branch for invalidRange looks at this message and is never reached
     * </pre>
     */
    @Test
    void aRangeThatIsNotExpectedIsThrown() throws Exception {
        emulator.faults().on(PUT_RANGE).acceptOnly(1000);

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(task(FILE)::upload)
                .withMessage("generalException")
                .returns(416, ApiException::getResponseStatusCode);

        assertUploadHostSaw("PUT 0-1310719/3932160 -> 200", "PUT 1310720-2621439/3932160 -> 416");
        assertThat(item.attachments()).isEmpty();
    }

    /**
     * Row J: the last answer is lost.
     *
     * <pre>
     * server   has all bytes and the attachment; the session is finished
     * client   waits for the 201
     * request  PUT of the third slice, which OkHttp repeats by itself; on resume() GET of the session
     * response the connection is reset instead of 201, then 404 ErrorItemNotFound; 404
     * outcome  upload() throws, resume() throws; whether the attachment exists is not looked at: it does, once and correct
     * </pre>
     */
    @Test
    void aLostFinalAnswerIsThrownThoughTheFileIsAttached() throws Exception {
        emulator.faults().on(PUT_RANGE).lastRange().loseReply();
        LargeFileUploadTask<Attachment> task = task(FILE);

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(task::upload)
                .withMessage("generalException")
                .returns(404, ApiException::getResponseStatusCode);
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(task::resume)
                .returns(404, ApiException::getResponseStatusCode);

        assertUploadHostSaw(
                "PUT 0-1310719/3932160 -> 200",
                "PUT 1310720-2621439/3932160 -> 200",
                "PUT 2621440-3932159/3932160 -> 0",
                "PUT 2621440-3932159/3932160 -> 404",
                "GET -> 404");
        assertStored(FILE);
    }

    private UploadSession session(long size) {
        return new MicrosoftClient(emulator).openSession(ITEM, "a.bin", size);
    }

    private LargeFileUploadTask<Attachment> task(byte[] file) throws Exception {
        return MicrosoftClient.task(session(file.length), file, file.length, SLICE);
    }

    private static byte[] slice(int number) {
        return Arrays.copyOfRange(FILE, number * SLICE, (number + 1) * SLICE);
    }

    /** Requests to the upload host in the order they came; a reset one is recorded only after the client has noticed. */
    private List<RecordedExchange> exchanges() {
        return emulator.exchanges().stream()
                .filter(exchange -> exchange.host() == RecordedExchange.Host.UPLOAD)
                .sorted(Comparator.comparing(RecordedExchange::started))
                .toList();
    }

    /** Each as method, range and status, which is 0 when there was no answer. */
    private void assertUploadHostSaw(String... exchanges) {
        await().untilAsserted(() -> assertThat(exchanges())
                .extracting(LargeFileUploadTaskTest::summary)
                .containsExactly(exchanges));
    }

    private static String summary(RecordedExchange exchange) {
        String range =
                exchange.requestHeaders().getOrDefault("content-range", "").replace("bytes", "");
        return exchange.method() + range + " -> " + exchange.status();
    }

    private void assertSecondSliceWasRepeatedAfter(int status, Duration wait) {
        assertUploadHostSaw(
                "PUT 0-1310719/3932160 -> 200",
                "PUT 1310720-2621439/3932160 -> " + status,
                "PUT 1310720-2621439/3932160 -> 200",
                "PUT 2621440-3932159/3932160 -> 201");
        RecordedExchange refused = exchanges().get(1);
        RecordedExchange repeated = exchanges().get(2);
        assertThat(Duration.between(refused.started(), repeated.started())).isGreaterThanOrEqualTo(wait);
        assertThat(repeated.requestHeaders()).containsEntry("retry-attempt", "1");
    }

    /** The item has one attachment, of exactly these bytes one after the other. */
    private void assertStored(byte[]... parts) throws IOException {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            expected.writeBytes(part);
        }
        assertThat(item.attachments()).hasSize(1);
        byte[] stored = Files.readAllBytes(item.attachments().get(0).content());
        assertThat(stored).hasSize(expected.size());
        assertThat(Arrays.mismatch(stored, expected.toByteArray()))
                .as("offset of the first byte that is not as expected")
                .isEqualTo(-1);
    }

    private static Duration elapsed(Runnable action) {
        long started = System.nanoTime();
        action.run();
        return Duration.ofNanos(System.nanoTime() - started);
    }
}
