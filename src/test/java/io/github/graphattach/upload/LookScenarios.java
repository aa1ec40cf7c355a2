package io.github.graphattach.upload;

import static io.github.graphattach.emulator.RequestKind.GET_ATTACHMENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.content.BytesContent;
import io.github.graphattach.emulator.Fault;
import io.github.graphattach.graph.AccessToken;
import io.github.graphattach.graph.TokenException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An upload that is recorded as completed, asked for again: what is said of it is what is on the item at that moment. */
class LookScenarios {

    private static int uploads;

    @RegisterExtension
    static final World world = new World();

    private final byte[] file = World.file(2500);
    private final String key = "look " + ++uploads;

    private Upload upload(byte[] bytes) {
        return world.upload(key, world.client(), new BytesContent(bytes));
    }

    /** Attaches the file; {@return its id} */
    private String attached() {
        String id = world.finish(upload(file)).attachmentId();
        world.requests().clear();
        return id;
    }

    private void delete(String id) throws IOException {
        world.client().deleteAttachment(world.address(), id);
        world.requests().clear();
    }

    /**
     * <pre>
     * server   has the attachment
     * request  one GET of it
     * then     already present
     * </pre>
     */
    @ParameterizedTest
    @EnumSource
    void whatIsThereIsSaidToBeThereAfterOneRequest(VerifyLevel level) {
        world.verify = level;
        String id = attached();

        UploadResult result = world.finish(upload(file));

        assertThat(result.outcome()).isEqualTo(UploadResult.Outcome.ALREADY_PRESENT);
        assertThat(result.attachmentId()).isEqualTo(id);
        assertThat(result.requestId()).isNotEmpty();
        assertThat(world.requests()).containsExactly("get 200");
        world.attachedOnce(file);
    }

    /**
     * <pre>
     * server   the attachment was deleted, the item is there
     * request  the attachment, the item, then as for a new upload
     * then     attached anew, and from then on that one is known
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 300, 2500})
    void whatIsGoneIsAttachedAnew(int size) throws IOException {
        byte[] bytes = World.file(size);
        String first = world.finish(upload(bytes)).attachmentId();
        delete(first);

        UploadResult second = world.finish(upload(bytes));
        List<String> asked = List.copyOf(world.requests());
        UploadResult third = world.finish(upload(bytes));

        assertThat(second.outcome()).isEqualTo(UploadResult.Outcome.ATTACHED);
        assertThat(second.attachmentId()).isNotEqualTo(first);
        assertThat(asked).startsWith("get 404", "item 200", "list 200");
        assertThat(third.outcome()).isEqualTo(UploadResult.Outcome.ALREADY_PRESENT);
        assertThat(third.attachmentId()).isEqualTo(second.attachmentId());
        world.attachedOnce(bytes);
    }

    /**
     * <pre>
     * server   the item was moved: it has another id, and the attachment is on it
     * request  the attachment, the item; no more, and no wait as for a draft that appears late
     * then     a failure that says when it was attached and as what; the record stays, also for the next who asks
     * </pre>
     */
    @Test
    void whatWentWithItsItemIsNotAttachedAgain() {
        String id = attached();
        world.emulator.move(world.item.path());

        for (int asked = 0; asked < 2; asked++) {
            world.requests().clear();
            UploadException failure = world.failureOf(upload(file));

            assertThat(failure.failure()).isEqualTo(UploadFailure.ITEM_GONE);
            assertThat(failure.failure().retryable()).isFalse();
            assertThat(failure.attachmentId()).contains(id);
            assertThat(failure)
                    .hasMessageContaining(
                            "it was attached on " + world.clock.now().toString().substring(0, 10))
                    .hasMessageContaining(" as " + id)
                    .hasMessageContaining("the item has been moved, sent or deleted since");
            assertThat(world.requests()).containsExactly("get 404", "item 404");
            assertThat(world.waits()).isEmpty();
        }
    }

    /**
     * <pre>
     * server   throttles, fails for a while, or breaks the connection; has the attachment
     * client   waits and asks again
     * then     already present; nothing is sent meanwhile
     * </pre>
     */
    @ParameterizedTest
    @MethodSource
    void aLookThatCannotBeMadeIsMadeLater(Consumer<Fault> trouble) {
        attached();
        trouble.accept(world.on(GET_ATTACHMENT).times(2));

        UploadResult result = world.finish(upload(file));

        assertThat(result.outcome()).isEqualTo(UploadResult.Outcome.ALREADY_PRESENT);
        assertThat(world.waits()).hasSize(2);
        assertThat(world.requests()).hasSize(3).allMatch(request -> request.startsWith("get"));
        world.attachedOnce(file);
    }

    static Stream<Named<Consumer<Fault>>> aLookThatCannotBeMadeIsMadeLater() {
        return Stream.of(
                Named.of("429", fault -> fault.answer(429).retryAfter("7")),
                Named.of("403 with Retry-After", fault -> fault.answer(403).retryAfter("7")),
                Named.of("503", fault -> fault.answer(503)),
                Named.of("500", fault -> fault.answer(500)),
                Named.of("HTML", fault -> fault.answer(200).header("Content-Type", "text/html")),
                Named.of("no answer", Fault::loseReply));
    }

    /**
     * <pre>
     * server   is out of order for longer than the tries last; has the attachment
     * then     a failure that can be retried; nothing was sent, and a later try is told that it is present
     * </pre>
     */
    @Test
    void aServiceThatStaysOutOfOrderIsNoReasonToAttachAgain() {
        attached();
        world.on(GET_ATTACHMENT).times(world.maxAttempts).answer(503);

        UploadException failure = world.failureOf(upload(file));

        assertThat(failure.failure().retryable()).isTrue();
        assertThat(world.requests()).hasSize(world.maxAttempts).containsOnly("get 503");
        assertThat(world.finish(upload(file)).outcome()).isEqualTo(UploadResult.Outcome.ALREADY_PRESENT);
        world.attachedOnce(file);
    }

    /**
     * <pre>
     * server   throttles for longer than the client waits
     * then     a failure with the service's time
     * </pre>
     */
    @Test
    void aThrottleThatIsTooLongIsHandedOn() {
        attached();
        world.on(GET_ATTACHMENT).answer(429).retryAfter("3600");

        UploadException failure = world.failureOf(upload(file));

        assertThat(failure.failure()).isEqualTo(UploadFailure.THROTTLED);
        assertThat(failure.retryAfter()).contains(Duration.ofHours(1));
        assertThat(world.requests()).containsExactly("get 429");
    }

    /**
     * <pre>
     * client   gets no token
     * then     a failure that can be retried; nothing is said of what nobody could look at
     * </pre>
     */
    @Test
    void withoutATokenNothingIsSaid() {
        attached();
        world.tokens = () -> {
            throw new TokenException(new IOException("the sign-in service is away"));
        };

        UploadException failure = world.failureOf(upload(file));

        assertThat(failure.failure()).isEqualTo(UploadFailure.NO_TOKEN);
        assertThat(failure.failure().retryable()).isTrue();
        world.tokens = () -> new AccessToken("another-token");
        assertThat(world.finish(upload(file)).outcome()).isEqualTo(UploadResult.Outcome.ALREADY_PRESENT);
    }

    /**
     * <pre>
     * server   refuses the look
     * then     a failure, and nothing is attached again
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403})
    void aRefusedLookIsAFailure(int status) {
        attached();
        world.on(GET_ATTACHMENT).answer(status);

        assertThat(world.failureOf(upload(file)).reply())
                .hasValueSatisfying(reply -> assertThat(reply.status()).isEqualTo(status));
        world.attachedOnce(file);
    }

    /**
     * <pre>
     * server   the attachment was deleted
     * client   asks for another file under the same key
     * then     it is attached: what was attached before is gone
     * </pre>
     */
    @Test
    void anotherFileIsAttachedOnceTheOneOfThatNameIsGone() throws IOException {
        byte[] another = World.file(2501);
        String first = attached();
        assertThat(world.failureOf(upload(another)).failure()).isEqualTo(UploadFailure.SOURCE_CHANGED);
        delete(first);

        assertThat(world.finish(upload(another)).outcome()).isEqualTo(UploadResult.Outcome.ATTACHED);

        world.attachedOnce(another);
    }

    /**
     * <pre>
     * server   the attachment was deleted
     * client   two processes see that at once
     * then     one attaches anew, the other is told what it has attached
     * </pre>
     */
    @Test
    void twoThatSeeItGoneAttachItOnce() throws Exception {
        delete(attached());
        try (EngineProcess one = EngineProcess.immortal(world);
                EngineProcess two = EngineProcess.immortal(world)) {
            Upload first = one.upload(key, new BytesContent(file));
            Upload second = two.upload(key, new BytesContent(file));
            world.makeRequests(first, 2);
            world.makeRequests(second, 2);

            UploadResult anew = world.finish(first);
            UploadResult told = world.finish(second);

            assertThat(anew.outcome()).isEqualTo(UploadResult.Outcome.ATTACHED);
            assertThat(told.outcome()).isEqualTo(UploadResult.Outcome.ALREADY_PRESENT);
            assertThat(Objects.requireNonNull(told.attachmentId())).isEqualTo(anew.attachmentId());
        }
        world.attachedOnce(file);
    }
}
