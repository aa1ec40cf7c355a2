package io.github.graphattach.upload;

import static io.github.graphattach.emulator.RequestKind.CANCEL_SESSION;
import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static io.github.graphattach.emulator.RequestKind.SESSION_STATUS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.graphattach.content.ByteRange;
import io.github.graphattach.content.BytesContent;
import java.util.List;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.util.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An upload as a route sees it that takes it apart: what is to be sent, what is there, how far the session is. */
class UploadStepsTest {

    private static final ByteRange FIRST = new ByteRange(0, 1000);
    private static final ByteRange SECOND = new ByteRange(1000, 1000);
    private static final ByteRange LAST = new ByteRange(2000, 500);

    @RegisterExtension
    static final World world = new World();

    private final byte[] file = World.file(2500);

    private static List<ByteRange> plan(Upload upload) {
        return Lists.newArrayList(upload.plan());
    }

    @Test
    void thePlanIsWhatIsStillToBeSent() throws Exception {
        Upload upload = world.upload(file);
        assertThat(upload.isOpen()).isFalse();
        world.makeRequests(upload, 2);

        assertThat(upload.isOpen()).isTrue();
        assertThat(plan(upload)).containsExactly(FIRST, SECOND, LAST);
        assertThat(upload.has(FIRST)).isFalse();

        world.makeRequests(upload, 2);
        assertThat(plan(upload)).containsExactly(LAST);
        assertThat(upload.has(FIRST)).isTrue();
        assertThat(upload.has(SECOND)).isTrue();
        assertThat(upload.has(LAST)).isFalse();
        assertThat(upload.committed()).isEqualTo(2000);

        world.makeRequests(upload, 1);
        assertThat(plan(upload)).isEmpty();
        assertThat(upload.has(LAST))
                .as("the last range is there when it is answered")
                .isTrue();
        assertThat(upload.isDone()).isFalse();
        assertThatIllegalStateException().isThrownBy(upload::result);

        world.finish(upload);
        assertThat(plan(upload)).isEmpty();
        assertThat(upload.isOpen()).isTrue();
    }

    @Test
    void aFileThatEndsWithAChunkHasNoEmptyRange() throws Exception {
        Upload upload = world.upload(World.file(2000));
        world.makeRequests(upload, 2);
        assertThat(plan(upload)).containsExactly(FIRST, SECOND);
    }

    @Test
    void aSmallFileIsOneRange() throws Exception {
        Upload upload = world.upload(World.file(300));
        world.makeRequests(upload, 1);
        assertThat(upload.isOpen()).isTrue();
        assertThat(plan(upload)).containsExactly(new ByteRange(0, 300));
    }

    @Test
    void aResumedUploadPlansTheRest() throws Exception {
        world.on(PUT_RANGE).nth(2).answer(429).retryAfter("3600");
        world.failureOf(file);

        Upload again = world.again(new BytesContent(file));
        world.makeRequests(again, 1);

        assertThat(again.isOpen()).isTrue();
        assertThat(plan(again)).containsExactly(SECOND, LAST);
        assertThat(again.has(FIRST)).isTrue();
    }

    @Test
    void theSessionTellsHowFarItIs() throws Exception {
        Upload upload = world.upload(file);
        assertThat(upload.progress()).isEmpty();
        world.makeRequests(upload, 3);

        assertThat(upload.progress()).hasValueSatisfying(at -> {
            assertThat(at.nextOffset()).hasValue(1000);
            assertThat(at.expiry()).isPresent();
        });
        upload.discard();
        assertThat(upload.progress()).isEmpty();
        world.assertNothingLeft();
    }

    @Test
    void anAbandonedUploadGoesOnLater() throws Exception {
        Upload upload = world.upload(file);
        world.makeRequests(upload, 3);

        upload.abandon();

        world.finish(world.again(new BytesContent(file)));
        assertThat(world.requests("put")).hasSize(3);
        assertThat(world.requests("open")).hasSize(1);
        world.attachedOnce(file);
    }

    @Test
    void whatATryHasLeftIsFoundAndForgotten() throws Exception {
        world.on(PUT_RANGE).nth(2).answer(429).retryAfter("3600");
        Upload upload = world.upload(file);
        world.failureOf(upload);

        assertThat(world.left().progress().map(LeftUpload.Progress::nextOffset)).contains(OptionalLong.of(1000));
        world.left().cancel();

        world.assertNothingLeft();
        assertThat(world.left().progress()).isEmpty();
        world.finish(world.again(new BytesContent(file)));
        assertThat(world.requests("put 0-999")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"503, THROTTLED", "500, SERVICE_FAULT", "403, ACCESS_DENIED", "302, PROXY"})
    void aCancellationThatTheServiceDoesNotCarryOutForgetsNothing(int status, UploadFailure why) throws Exception {
        world.on(PUT_RANGE).nth(2).answer(429).retryAfter("3600");
        world.failureOf(world.upload(file));
        world.on(CANCEL_SESSION).answer(status);

        assertThatExceptionOfType(UploadException.class)
                .isThrownBy(() -> world.left().cancel())
                .satisfies(e -> assertThat(e.failure()).isEqualTo(why));

        assertThat(world.left().progress().map(LeftUpload.Progress::nextOffset)).contains(OptionalLong.of(1000));
        world.left().cancel();
        world.assertNothingLeft();
        assertThat(world.left().progress()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void aSessionThatIsGoneNeedsNoCancelling(int status) throws Exception {
        world.on(PUT_RANGE).nth(2).answer(429).retryAfter("3600");
        world.failureOf(world.upload(file));
        world.on(CANCEL_SESSION).answer(status);

        world.left().cancel();

        assertThat(world.left().progress()).isEmpty();
    }

    @Test
    void withoutAnAnswerNothingIsKnownOrForgotten() throws Exception {
        world.on(PUT_RANGE).nth(2).answer(429).retryAfter("3600");
        world.failureOf(world.upload(file));
        world.on(SESSION_STATUS, CANCEL_SESSION).always().resetBeforeReading();

        for (ThrowingCallable look : List.<ThrowingCallable>of(
                () -> world.left().progress(), () -> world.left().cancel())) {
            assertThatExceptionOfType(UploadException.class).isThrownBy(look).satisfies(e -> assertThat(e.failure())
                    .isEqualTo(UploadFailure.NO_ANSWER));
        }

        world.emulator.faults().clear();
        assertThat(world.left().progress().map(LeftUpload.Progress::nextOffset)).contains(OptionalLong.of(1000));
    }
}
