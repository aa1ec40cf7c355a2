package io.github.graphattach.upload;

import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static io.github.graphattach.emulator.RequestKind.SESSION_STATUS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.content.FileContent;
import io.github.graphattach.emulator.Answers.Progress;
import io.github.graphattach.emulator.Answers.RangeForm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Microsoft's own Java client loses or corrupts, one scenario each: a range is 1.25 MiB, the server is strict about the
 * order. The letters are those of the comparison in which that client failed.
 */
class PeerFailureScenarios {

    private static final int RANGE = 1_310_720;

    @RegisterExtension
    static final World world = new World();

    private byte[] file(int size) {
        world.chunkSize = RANGE;
        world.smallFileLimit = 3_000_000;
        return World.file(size);
    }

    /**
     * <pre>
     * server   strict, offsets without a dash
     * client   A: 11 MiB
     * then     nine ranges
     * </pre>
     */
    @Test
    void aPlainFileIsAttached() {
        byte[] file = file(11 * 1024 * 1024);

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.requests("put")).hasSize(9);
    }

    /**
     * <pre>
     * server   has all but the last byte
     * client   B: a file of a whole number of ranges and one byte
     * request  PUT bytes n-n/n+1
     * then     the last byte is sent (the peer never sends it)
     * </pre>
     */
    @Test
    void aLastRangeOfOneByteIsSent() {
        byte[] file = file(3 * RANGE + 1);

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.requests("put")).last().isEqualTo("put 3932160-3932160 201");
    }

    /**
     * <pre>
     * server   C: answers NextExpectedRanges, in Pascal case
     * client   3.75 MiB
     * then     all ranges are sent (the peer reports success after the first)
     * </pre>
     */
    @Test
    void pascalCaseDoesNotEndTheUploadAfterTheFirstRange() {
        world.emulator.answers().progress(Progress.PASCAL_CASE);
        byte[] file = file(3 * RANGE);

        world.attach(file);

        world.attachedOnce(file);
    }

    /**
     * <pre>
     * server   D: 429, Retry-After: 2; E: 503
     * client   mid-way
     * then     waits, sends the range again
     * </pre>
     */
    @Test
    void throttlesAndOutagesAreWaitedOut() {
        world.on(PUT_RANGE).nth(2).answer(429).retryAfter("2");
        world.on(PUT_RANGE).nth(4).answer(503);
        byte[] file = file(3 * RANGE);

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.waits()).containsExactly(Duration.ofSeconds(2), Duration.ofMillis(500));
    }

    /**
     * <pre>
     * server   F: resets the connection mid-way through a range
     * client   has sent a part of it
     * then     the whole range again from the file (the peer goes on behind what it had read: wrong bytes)
     * </pre>
     */
    @Test
    void aResetInsideARangeDoesNotShiftTheBytes() {
        world.on(PUT_RANGE).nth(2).resetWhileReading(700_000);
        byte[] file = file(3 * RANGE);

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.requests("put 1310720-2621439")).hasSize(2);
    }

    /**
     * <pre>
     * server   strict
     * client   G: a file that ends before its declared length
     * then     fails, nothing is attached (the peer attaches zeros)
     * </pre>
     */
    @Test
    void aSourceThatEndsEarlyIsNotFilledUp(@TempDir Path folder) throws Exception {
        byte[] file = file(3 * RANGE);
        Path path = Files.write(folder.resolve("source"), file);
        try (FileContent content = FileContent.open(path)) {
            Upload upload = world.upload(content);
            world.makeRequests(upload, 3);
            Files.write(path, Arrays.copyOf(file, 2 * RANGE + 17));

            UploadException failure = world.failureOf(upload);

            assertThat(failure.failure()).isEqualTo(UploadFailure.SOURCE_CHANGED);
            world.assertNothingLeft();
        }
    }

    /**
     * <pre>
     * server   H: 500 mid-way, with a code and a message
     * client   asks the session, sends the range again
     * then     the right bytes (the peer's resume sends wrong ones and reports success)
     * </pre>
     */
    @Test
    void aServerErrorMidWayDoesNotCorrupt() {
        world.on(PUT_RANGE).nth(2).answer(500).error("ErrorInternalServerError", "Try again.");
        byte[] file = file(3 * RANGE);

        world.attach(file);

        world.attachedOnce(file);
    }

    /**
     * <pre>
     * server   I: took the range, lost the answer, says 416 to the repetition
     * client   asks the session the second time only
     * then     goes on at the server's offset (the peer throws)
     * </pre>
     */
    @Test
    void aRangeThatIsThereAlreadyIsSkipped() {
        world.on(PUT_RANGE).nth(2).loseReply();
        world.on(SESSION_STATUS).answer(404);
        byte[] file = file(3 * RANGE);

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.requests())
                .containsSubsequence("put 1310720-2621439 0", "put 1310720-2621439 416", "status 200");
        assertThat(world.requests("open")).hasSize(1);
    }

    /**
     * <pre>
     * server   J: made the attachment, lost the 201, knows the session no more
     * client   sent the last range
     * then     finds the attachment (the peer throws, and a second try makes a second copy)
     * </pre>
     */
    @Test
    void aLostFinalAnswerMakesNoSecondCopy() {
        world.on(PUT_RANGE).lastRange().loseReply();
        byte[] file = file(3 * RANGE);

        UploadResult result = world.attach(file);

        assertThat(result.attachmentId()).isEqualTo(world.attachedOnce(file).id());
        assertThat(world.requests("put")).hasSize(4);
    }

    /**
     * <pre>
     * server   K: 429, Retry-After: 120, longer than a request may take
     * client   a request may be silent for 60 s
     * then     waits 120 s outside of any request (the peer's timeout ends the wait)
     * </pre>
     */
    @Test
    void aLongRetryAfterIsNotCutByATimeout() {
        world.on(PUT_RANGE).nth(2).answer(429).retryAfter("120");
        byte[] file = file(3 * RANGE);

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.waits()).containsExactly(Duration.ofMinutes(2));
    }

    /**
     * <pre>
     * server   X: resets mid-way; its status is spelled as in the documentation, with ExpirationDateTime and no dash
     * client   asks the session
     * then     goes on (the peer believes that the session has expired)
     * </pre>
     */
    @Test
    void theDocumentedSpellingOfTheStatusIsNoExpiry() {
        world.emulator.answers().progress(Progress.DOCUMENTED).ranges(RangeForm.OFFSET);
        world.on(PUT_RANGE).nth(2).resetWhileReading(700_000);
        byte[] file = file(3 * RANGE);

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.requests()).contains("status 200");
        assertThat(world.requests("open")).hasSize(1);
    }
}
