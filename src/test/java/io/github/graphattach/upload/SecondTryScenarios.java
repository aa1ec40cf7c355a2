package io.github.graphattach.upload;

import static io.github.graphattach.emulator.RequestKind.GET_CONTENT;
import static io.github.graphattach.emulator.RequestKind.LIST_ATTACHMENTS;
import static io.github.graphattach.emulator.RequestKind.OPEN_SESSION;
import static io.github.graphattach.emulator.RequestKind.POST_ATTACHMENT;
import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.graphattach.content.BytesContent;
import io.github.graphattach.emulator.EmulatedAttachment;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same upload is tried again after it failed, as a redelivery does; or it is ended from outside. */
class SecondTryScenarios {

    @RegisterExtension
    static final World world = new World();

    private final byte[] file = World.file(2500);

    /**
     * <pre>
     * server   fails until the upload gives up, then is well, but for a few faults
     * client   tries again
     * then     with all its tries, sessions and time
     * </pre>
     */
    @Test
    void aSecondTryHasAllItsTries() {
        Upload upload = world.upload(file);
        world.on(PUT_RANGE).nth(2).times(5).answer(500);
        assertThat(world.failureOf(upload).failure()).isEqualTo(UploadFailure.SERVICE_FAULT);
        world.clock.advance(Duration.ofHours(3));
        world.emulator.advanceClock(Duration.ofHours(3));
        world.emulator.faults().clear();
        world.on(OPEN_SESSION).times(4).answer(500);
        world.on(PUT_RANGE).nth(2).times(4).answer(500);
        world.on(PUT_RANGE).nth(7).loseSession();
        world.on(PUT_RANGE).nth(9).loseSession();

        world.finish(upload);

        world.attachedOnce(file);
    }

    /**
     * <pre>
     * server   made the attachment; could not be asked for it while the first try lasted
     * client   tries again
     * then     looks first: no second copy, though the list has it from the start
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {300, 2500})
    void aSecondTryLooksForWhatTheFirstMayHaveMade(int size) {
        byte[] bytes = World.file(size);
        Upload upload = world.upload(bytes);
        world.on(PUT_RANGE).lastRange().loseReply();
        world.on(POST_ATTACHMENT).loseReply();
        world.on(LIST_ATTACHMENTS).nth(2).times(100).answer(500);
        assertThat(world.failureOf(upload).failure()).isEqualTo(UploadFailure.UNVERIFIED);
        world.emulator.faults().clear();

        UploadResult result = world.finish(upload);

        assertThat(result.attachmentId()).isEqualTo(world.attachedOnce(bytes).id());
        assertThat(world.requests("open").size() + world.requests("post").size())
                .isEqualTo(1);
    }

    /**
     * <pre>
     * server   made the attachment; its bytes could not be read while the first try lasted
     * client   tries again
     * then     only verifies
     * </pre>
     */
    @Test
    void aSecondTryVerifiesWhatTheFirstMade() {
        world.verify = VerifyLevel.CONTENT;
        Upload upload = world.upload(file);
        world.on(GET_CONTENT).times(5).answer(500);
        assertThat(world.failureOf(upload).failure()).isEqualTo(UploadFailure.UNVERIFIED);

        world.finish(upload);

        world.attachedOnce(file);
        assertThat(world.requests("put")).hasSize(3);
    }

    /**
     * <pre>
     * server   has no attachment of ours; got a twin from somebody else between the two tries
     * client   tries again
     * then     still knows what was there before the first try, and sends the file
     * </pre>
     */
    @Test
    void aSecondTryAfterAnEarlyFailureSendsTheFile() {
        Upload upload = world.upload(file);
        world.on(PUT_RANGE).nth(2).answer(403);
        assertThat(world.failureOf(upload).failure()).isEqualTo(UploadFailure.ACCESS_DENIED);
        String theirs = world.attachedBefore(World.NAME, file);

        UploadResult result = world.finish(upload);

        assertThat(world.item.attachments())
                .extracting(EmulatedAttachment::id)
                .containsExactly(theirs, result.attachmentId());
    }

    /**
     * <pre>
     * server   fails slowly
     * client   may take 10 s
     * then     gives up within 10 s; a later try goes on
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {300, 2500})
    void anUploadEndsWhenItsTimeIsOver(int size) {
        world.uploadTimeout = Duration.ofSeconds(10);
        world.maxAttempts = 1000;
        world.maxSessions = 1000;
        world.on(PUT_RANGE, POST_ATTACHMENT).always().answer(500);

        UploadException failure = world.failureOf(World.file(size));

        assertThat(failure.failure().retryable()).isTrue();
        assertThat(world.clock.nanos())
                .isLessThanOrEqualTo(Duration.ofSeconds(10).toNanos());
        world.uploadTimeout = Duration.ofHours(2);
        world.assertGoesOn(World.file(size));
    }

    /**
     * <pre>
     * server   has [0,1000)
     * client   is cancelled
     * then     the session is deleted; a failure that says so
     * </pre>
     */
    @Test
    void aCancelledUploadLeavesNothing() throws Exception {
        Upload upload = world.upload(file);
        world.makeRequests(upload, 3);
        upload.cancel();

        UploadException failure = world.failureOf(upload);

        assertThat(failure.failure()).isEqualTo(UploadFailure.CANCELLED);
        assertThat(failure.bytesCommitted()).isEqualTo(1000);
        assertThat(world.told().get(world.told().size() - 1).bytesCommitted()).isEqualTo(1000);
        world.assertNothingLeft();
    }

    /**
     * <pre>
     * server   has [0,1000)
     * client   its thread is interrupted
     * then     no try is wasted on a file that the interrupt has closed; the thread stays interrupted
     * </pre>
     */
    @Test
    void anInterruptEndsTheUpload() throws Exception {
        Upload upload = world.upload(file);
        world.makeRequests(upload, 3);
        Thread.currentThread().interrupt();

        UploadException failure = world.failureOf(upload);

        assertThat(Thread.interrupted()).as("the thread is still interrupted").isTrue();
        assertThat(failure.failure()).isEqualTo(UploadFailure.INTERRUPTED);
        assertThat(world.requests("put")).hasSize(1);
        world.assertGoesOn(file);
    }

    /**
     * <pre>
     * server   has [0,1000)
     * client   something in this process breaks, such as a listener
     * then     the session is deleted all the same
     * </pre>
     */
    @Test
    void aBugInThisProcessLeavesNoSession() throws Exception {
        Upload upload = world.upload(world.brokenAtRange(2), new BytesContent(file));
        world.makeRequests(upload, 3);

        assertThatIllegalStateException().isThrownBy(upload::step);

        world.assertNothingLeft();
    }
}
