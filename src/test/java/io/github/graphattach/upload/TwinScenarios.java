package io.github.graphattach.upload;

import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.content.BytesContent;
import io.github.graphattach.emulator.EmulatedAttachment;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two uploads of the same bytes under the same name to one item, in two processes with one store. Nothing that the service
 * shows tells apart what they made; in the end there are two attachments, and each upload has its own.
 */
class TwinScenarios {

    private static int tests;

    @RegisterExtension
    static final World world = new World();

    private final byte[] file = World.file(2500);
    private final int test = ++tests;
    private final EngineProcess one = EngineProcess.immortal(world);
    private final EngineProcess two = EngineProcess.immortal(world);
    private Upload first = one.upload("first " + test, new BytesContent(file));
    private Upload second = two.upload("second " + test, new BytesContent(file));

    /** With the connections of this test. */
    @BeforeEach
    void plan() {
        first = one.upload("first " + test, new BytesContent(file));
        second = two.upload("second " + test, new BytesContent(file));
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    private void assertTwo(UploadResult... results) {
        assertThat(world.item.attachments())
                .as("attachments after %s", world.requests())
                .extracting(EmulatedAttachment::id)
                .containsExactlyInAnyOrder(results[0].attachmentId(), results[1].attachmentId());
        world.item.attachments().forEach(attachment -> world.assertStored(attachment, file));
        world.assertNoSession();
    }

    /**
     * <pre>
     * server   has made both; both answers are lost
     * client   each looks for its own; either is the first to look
     * then     each takes the oldest that was not there before it began and that nobody has taken
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void bothAnswersAreLost(boolean sideBySide, boolean secondLooksFirst) throws Exception {
        world.on(PUT_RANGE).lastRange().times(2).loseReply();
        world.makeRequests(first, sideBySide ? 1 : 5);
        world.makeRequests(second, 1);
        world.makeRequests(first, sideBySide ? 4 : 0);
        world.emulator.advanceClock(Duration.ofMinutes(1));
        world.makeRequests(second, 4);
        assertThat(world.item.attachments()).hasSize(2);

        UploadResult early = world.finish(secondLooksFirst ? second : first);
        UploadResult late = world.finish(secondLooksFirst ? first : second);

        assertTwo(early, late);
    }

    /**
     * <pre>
     * server   has made the first one's; the second one's last range has never arrived
     * client   the second finds the first one's before that one looks, and takes it for its own
     * then     the first finds nothing that is free, and sends the file again
     * </pre>
     */
    @Test
    void theOneThatWasMadeIsTakenByTheOther() throws Exception {
        world.makeRequests(second, 4);
        world.on(PUT_RANGE).lastRange().loseReply();
        world.makeRequests(first, 5);
        world.on(PUT_RANGE).lastRange().answer(404).loseSession();
        assertThat(world.item.attachments()).hasSize(1);

        UploadResult taken = world.finish(second);
        UploadResult again = world.finish(first);

        assertTwo(taken, again);
    }

    /**
     * <pre>
     * server   has made the first one's and says so; the second one's last range has never arrived
     * client   the second takes the first one's before that one has noted it
     * then     the first is told that it is another's, and sends the file again
     * </pre>
     */
    @Test
    void whatTheServiceSaysToBeOursIsTakenByTheOther() throws Exception {
        world.makeRequests(second, 4);
        world.makeRequests(first, 5);
        assertThat(world.item.attachments()).hasSize(1);
        world.on(PUT_RANGE).lastRange().answer(404).loseSession();

        UploadResult taken = world.finish(second);
        UploadResult again = world.finish(first);

        assertTwo(taken, again);
    }
}
