package io.github.graphattach.emulator.conformance;

import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.microsoft.graph.core.models.UploadResult;
import com.microsoft.graph.core.models.UploadSession;
import com.microsoft.graph.core.tasks.LargeFileUploadTask;
import com.microsoft.kiota.ApiException;
import io.github.graphattach.emulator.Answers;
import io.github.graphattach.emulator.conformance.MicrosoftClient.Attachment;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code LargeFileUploadTask} of microsoft-graph-core 3.6.6 does at an Outlook that answers every request in time: only its
 * own reading of the protocol and of its source is at work.
 */
class UploadTaskTest extends UploadTaskAtOutlook {

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
        UploadSession session = new MicrosoftClient(emulator.graphUrl()).openSession(itemPath, "a.bin", file.length);

        UploadResult<Attachment> result = MicrosoftClient.task(
                        session, new ByteArrayInputStream(file), file.length, 5 * 1024 * 1024)
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

        UploadResult<Attachment> result = MicrosoftClient.task(
                        session(FILE.length), new ByteArrayInputStream(source), FILE.length, SLICE)
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
}
