package io.github.graphattach.upload;

import static io.github.graphattach.emulator.RequestKind.DELETE_ATTACHMENT;
import static io.github.graphattach.emulator.RequestKind.GET_CONTENT;
import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.EmulatedAttachment;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The item has attachments already. */
class ExistingScenarios {

    @RegisterExtension
    static final World world = new World();

    private final byte[] file = World.file(2500);

    /**
     * <pre>
     * server   has an attachment of that name with the same bytes, and others
     * client   onExisting = add
     * then     one more
     * </pre>
     */
    @Test
    void addAttachesOneMore() {
        world.attachedBefore(World.NAME, file);

        world.attach(file);

        assertThat(world.item.attachments()).hasSize(2);
    }

    /**
     * <pre>
     * server   has attachments of that name: other bytes of the same size, fewer bytes, more bytes, and the same bytes
     * client   onExisting = skip
     * request  $value of those that are large enough
     * then     nothing is sent
     * </pre>
     */
    @Test
    void skipSendsNothingWhenTheBytesAreThere() {
        byte[] other = file.clone();
        other[2499]++;
        world.attachedBefore(World.NAME, other);
        world.attachedBefore(World.NAME, World.file(3));
        world.attachedBefore(World.NAME, World.file(2501));
        String same = world.attachedBefore(World.NAME, file);
        world.requests().clear();
        world.onExisting = OnExisting.SKIP;

        UploadResult result = world.attach(file);

        assertThat(result.outcome()).isEqualTo(UploadResult.Outcome.ALREADY_PRESENT);
        assertThat(result.attachmentId()).isEqualTo(same);
        assertThat(result.verified()).isEqualTo(UploadResult.Verified.CONTENT);
        assertThat(world.requests()).containsExactly("list 200", "value 200", "value 200", "value 200");
        assertThat(world.item.attachments()).hasSize(4);
    }

    /**
     * <pre>
     * server   has the same bytes under another name, and other bytes under that name
     * client   onExisting = skip
     * then     attached: the same file is one of the same name and the same bytes
     * </pre>
     */
    @Test
    void skipAttachesWhenNameOrBytesDiffer() {
        world.attachedBefore("other.pdf", file);
        world.attachedBefore(World.NAME, World.file(2501));
        world.onExisting = OnExisting.SKIP;

        UploadResult result = world.attach(file);

        assertThat(result.outcome()).isEqualTo(UploadResult.Outcome.ATTACHED);
        assertThat(world.item.attachments()).hasSize(3);
    }

    /**
     * <pre>
     * server   has an attachment of that name; its bytes cannot be read at first, or it is deleted meanwhile
     * client   onExisting = skip
     * answer   500, 429 with Retry-After, 404 to $value
     * then     tries again; what is gone is not the file
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {500, 429, 404})
    void skipReadsAgainWhatItCouldNotRead(int status) {
        world.attachedBefore(World.NAME, file);
        world.onExisting = OnExisting.SKIP;
        world.on(GET_CONTENT).answer(status).retryAfter("3");

        UploadResult result = world.attach(file);

        boolean gone = status == 404;
        assertThat(result.outcome())
                .isEqualTo(gone ? UploadResult.Outcome.ATTACHED : UploadResult.Outcome.ALREADY_PRESENT);
        assertThat(world.waits()).isEqualTo(gone ? List.of() : List.of(Duration.ofSeconds(3)));
    }

    /**
     * <pre>
     * server   has attachments of that name of any size, and others
     * client   onExisting = replace
     * request  DELETE of those of that name, after the new one is verified
     * then     the new one and the others
     * </pre>
     */
    @Test
    void replaceRemovesThoseOfThatNameAfterVerification() {
        world.attachedBefore(World.NAME, World.file(3));
        String other = world.attachedBefore("other.pdf", file);
        world.attachedBefore(World.NAME, World.file(2501));
        world.attachedBefore(World.NAME, file);
        world.requests().clear();
        world.onExisting = OnExisting.REPLACE;

        UploadResult result = world.attach(file);

        assertThat(world.item.attachments())
                .extracting(EmulatedAttachment::id)
                .containsExactly(other, result.attachmentId());
        assertThat(world.requests())
                .containsExactly(
                        "list 200",
                        "open 201",
                        "put 0-999 200",
                        "put 1000-1999 200",
                        "put 2000-2499 201",
                        "get 200",
                        "delete 204",
                        "delete 204",
                        "delete 204");
    }

    /**
     * <pre>
     * server   has an attachment of that name
     * client   onExisting = replace; the upload fails, or cannot be verified
     * then     the old one stays
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void replaceRemovesNothingWhenTheUploadFails(boolean refused) {
        String old = world.attachedBefore(World.NAME, World.file(3));
        world.onExisting = OnExisting.REPLACE;
        world.verify = VerifyLevel.CONTENT;
        if (refused) {
            world.on(PUT_RANGE).nth(2).answer(403);
        } else {
            world.on(GET_CONTENT).always().answer(500);
        }

        world.failureOf(file);

        assertThat(world.item.attachments()).extracting(EmulatedAttachment::id).contains(old);
        assertThat(world.requests("delete")).isEmpty();
    }

    /**
     * <pre>
     * server   has two of that name; refuses to delete at first
     * client   onExisting = replace
     * answer   412, 500, 429 or none to DELETE, or 404 as somebody else deleted it
     * then     tries again; gone is gone
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {412, 500, 429, 404, 0})
    void replaceTriesToRemoveAgain(int status) {
        world.attachedBefore(World.NAME, World.file(3));
        world.attachedBefore(World.NAME, World.file(4));
        world.onExisting = OnExisting.REPLACE;
        if (status == 0) {
            world.on(DELETE_ATTACHMENT).loseReply();
        } else if (status == 404) {
            world.on(DELETE_ATTACHMENT).answer(404).afterCommit();
        } else {
            world.on(DELETE_ATTACHMENT).answer(status);
        }

        world.attach(file);

        world.attachedOnce(file);
    }

    /**
     * <pre>
     * server   has one of that name; something in between answers for it
     * client   onExisting = replace
     * answer   404 in HTML to DELETE
     * then     that does not say that it is gone: fails and names the proxy
     * </pre>
     */
    @Test
    void aPageDoesNotSayThatAnAttachmentIsGone() {
        world.attachedBefore(World.NAME, World.file(3));
        world.onExisting = OnExisting.REPLACE;
        world.on(DELETE_ATTACHMENT).answer(404).body("text/html", "<html>Not Found</html>");

        UploadException failure = world.failureOf(file);

        assertThat(failure.failure()).isEqualTo(UploadFailure.PROXY);
    }

    /**
     * <pre>
     * server   has one of that name; its deletion is forbidden
     * client   onExisting = replace
     * answer   403 to DELETE
     * then     fails for good; a second try only removes, it does not attach again
     * </pre>
     */
    @Test
    void aFailedReplacementDoesNotAttachAgain() {
        world.attachedBefore(World.NAME, World.file(3));
        world.onExisting = OnExisting.REPLACE;
        world.on(DELETE_ATTACHMENT).answer(403);
        Upload upload = world.upload(file);

        UploadException failure = world.failureOf(upload);

        assertThat(failure.failure()).isEqualTo(UploadFailure.ACCESS_DENIED);
        world.finish(upload);
        world.attachedOnce(file);
        assertThat(world.requests("open")).hasSize(1);
    }
}
