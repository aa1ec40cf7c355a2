package io.github.graphattach.emulator.conformance;

import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.graph.core.exceptions.ClientException;
import com.microsoft.graph.core.models.UploadResult;
import com.microsoft.graph.core.tasks.LargeFileUploadTask;
import com.microsoft.kiota.ApiException;
import io.github.graphattach.emulator.Answers;
import io.github.graphattach.emulator.RecordedExchange;
import io.github.graphattach.emulator.conformance.MicrosoftClient.Attachment;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * What {@code LargeFileUploadTask} of microsoft-graph-core 3.6.6 makes of a service that throttles, fails or falls silent.
 */
class UploadTaskFaultsTest extends UploadTaskAtOutlook {

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
}
