package io.github.graphattach.upload;

import static io.github.graphattach.emulator.RequestKind.DELETE_ATTACHMENT;
import static io.github.graphattach.emulator.RequestKind.GET_ATTACHMENT;
import static io.github.graphattach.emulator.RequestKind.POST_ATTACHMENT;
import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.EmulatedAttachment;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A picture that the item's HTML shows by its content id, for a service that may forget that. */
class InlineScenarios {

    @RegisterExtension
    static final World world = new World();

    @BeforeEach
    void aPicture() {
        world.contentId = Optional.of("logo@example.com");
    }

    /**
     * <pre>
     * server   has kept isInline and contentId
     * request  what verify asks, and one look at how it is shown; for verify=auto that is the same one
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({
        "300, NONE, get 200", "300, AUTO, get 200", "300, CONTENT, value 200; get 200",
        "2500, NONE, get 200", "2500, AUTO, get 200", "2500, CONTENT, value 200; get 200"
    })
    void whatIsShownIsReadBack(int size, VerifyLevel level, String looks) {
        byte[] bytes = World.file(size);
        world.verify = level;

        UploadResult result = world.attach(bytes);

        EmulatedAttachment attachment = world.attachedOnce(bytes);
        assertThat(attachment.isInline()).isTrue();
        assertThat(attachment.contentId()).isEqualTo(world.contentId);
        assertThat(result.verified().name()).isEqualTo(level == VerifyLevel.AUTO ? "SIZE" : level.name());
        assertThat(world.requests().stream().filter(one -> one.startsWith("get") || one.startsWith("value")))
                .isEqualTo(List.of(looks.split("; ")));
    }

    /**
     * <pre>
     * server   has dropped isInline and contentId, as it would again
     * then     the attachment is deleted; a failure that says so
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({
        "300, NONE, 1", "300, AUTO, 1", "300, CONTENT, 1", "300, AUTO, 2",
        "2500, NONE, 1", "2500, AUTO, 1", "2500, CONTENT, 1", "2500, AUTO, 2"
    })
    void whatIsDroppedIsAFailure(int size, VerifyLevel level, int answers) {
        world.emulator.answers().inlineKept(false);
        world.verify = level;
        if (answers == 2) {
            world.on(PUT_RANGE).lastRange().loseReply();
            world.on(POST_ATTACHMENT).loseReply();
        }

        UploadException failure = world.failureOf(World.file(size));

        assertThat(failure.failure()).isEqualTo(UploadFailure.INLINE_LOST);
        assertThat(failure.failure().retryable()).isFalse();
        assertThat(failure).hasMessageContaining("dropped isInline or contentId");
        assertThat(world.requests("delete")).containsExactly("delete 204");
        world.assertNothingLeft();
    }

    /**
     * <pre>
     * server   has dropped them, and cannot delete the attachment at once
     * then     it is deleted all the same
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {300, 2500})
    void whatIsDroppedIsDeletedInTheEnd(int size) {
        world.emulator.answers().inlineKept(false);
        world.on(DELETE_ATTACHMENT).times(2).answer(503);

        assertThat(world.failureOf(World.file(size)).failure()).isEqualTo(UploadFailure.INLINE_LOST);

        world.assertNothingLeft();
    }

    /**
     * <pre>
     * server   cannot be asked how it is shown
     * then     asked again; a failure that can be retried; nothing is deleted
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {300, 2500})
    void whatCannotBeReadBackIsUnverified(int size) {
        world.on(GET_ATTACHMENT).times(world.maxAttempts).answer(503);

        UploadException failure = world.failureOf(World.file(size));

        assertThat(failure.failure()).isEqualTo(UploadFailure.UNVERIFIED);
        assertThat(world.requests("delete")).isEmpty();
        assertThat(world.item.attachments()).hasSize(1);
    }
}
