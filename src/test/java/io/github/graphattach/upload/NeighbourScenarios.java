package io.github.graphattach.upload;

import static io.github.graphattach.emulator.RequestKind.GET_CONTENT;
import static io.github.graphattach.emulator.RequestKind.POST_ATTACHMENT;
import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.content.BytesContent;
import io.github.graphattach.emulator.EmulatedAttachment;
import io.github.graphattach.graph.GraphClient;
import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.session.Checkpoint;
import io.github.graphattach.session.Claim;
import io.github.graphattach.session.ListedIds;
import io.github.graphattach.session.Proof;
import io.github.graphattach.session.RenewingSessionStore;
import io.github.graphattach.session.UploadKeys;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody else attaches to the same item while our upload runs: theirs is never taken for ours, and never deleted. */
class NeighbourScenarios {

    private static int uploads;

    @RegisterExtension
    static final World world = new World();

    private final byte[] file = World.file(2500);
    private final String key = "neighbour " + ++uploads;

    /** Somebody else attaches the same file when the upload has made so many requests, and a minute goes by. */
    private String twinAfter(Upload upload, int requests) throws UploadException {
        world.makeRequests(upload, requests);
        String theirs = world.attachedBefore(World.NAME, file);
        world.emulator.advanceClock(Duration.ofMinutes(1));
        return theirs;
    }

    private static void assertAttachedBeside(String theirs, UploadResult ours) {
        assertThat(ours.attachmentId()).isNotEqualTo(theirs);
        assertThat(world.item.attachments())
                .extracting(EmulatedAttachment::id)
                .containsExactlyInAnyOrder(theirs, ours.attachmentId());
    }

    /**
     * <pre>
     * server   gets a twin of the file from somebody else while the first ranges are sent; never takes the last range
     * client   has lost the answer to the last range, before which the service named a later time
     * then     the twin is older than that, so it is not ours: sent again, two attachments
     * </pre>
     */
    @Test
    void aTwinThatIsOlderThanTheLastRangeIsNotOurs() throws Exception {
        Upload upload = world.upload(file);
        String theirs = twinAfter(upload, 3);
        world.on(PUT_RANGE).lastRange().loseSession();

        assertAttachedBeside(theirs, world.finish(upload));
    }

    /**
     * <pre>
     * server   gets a twin from somebody else after the list; a minute later it makes ours, whose answer is lost
     * then     ours is found, though theirs is of the same name and older
     * </pre>
     */
    @Test
    void ofTwoTwinsTheOneSinceOurRequestIsOurs() throws Exception {
        Upload upload = world.upload(file);
        String theirs = twinAfter(upload, 2);
        world.on(PUT_RANGE).lastRange().loseReply();

        assertAttachedBeside(theirs, world.finish(upload));
    }

    /**
     * <pre>
     * server   as before; the process dies after it has sent the last range
     * client   another process looks for what was made
     * then     the time was written down, so it finds ours
     * </pre>
     */
    @Test
    void theTimeIsKnownToTheNextProcessToo() throws Exception {
        String theirs;
        try (EngineProcess one = EngineProcess.immortal(world)) {
            Upload upload = one.upload(key, new BytesContent(file));
            theirs = twinAfter(upload, 3);
            world.makeRequests(upload, 1);
            world.on(PUT_RANGE).lastRange().loseSession();
            world.makeRequests(upload, 1);
        }
        try (EngineProcess other = EngineProcess.immortal(world)) {
            assertAttachedBeside(theirs, world.finish(other.upload(key, new BytesContent(file))));
        }
    }

    /**
     * <pre>
     * server   never takes the file, and gets the same bytes under another name from somebody else in that moment
     * client   takes theirs for its own; reads other bytes of it twice when it goes on after a break
     * then     theirs is left where it is; the file is sent again
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {300, 2500})
    void whatWasOnlyFoundIsNotDeletedUnderAnotherName(int size) throws Exception {
        byte[] bytes = World.file(size);
        if (size == 300) {
            world.on(POST_ATTACHMENT).resetAfterReading();
        } else {
            world.on(PUT_RANGE).lastRange().loseSession();
        }
        Upload upload = world.upload(key, world.client(), new BytesContent(bytes));
        world.makeRequests(upload, size == 300 ? 2 : 5);
        String theirs = world.attachedBefore("theirs.pdf", bytes);
        while (world.requests("value").isEmpty()) {
            world.step(upload);
        }
        world.step(upload);
        upload.abandon();
        world.on(GET_CONTENT).times(2).answer(200).body("application/octet-stream", "other bytes");

        assertAttachedBeside(theirs, world.finish(world.upload(key, world.client(), new BytesContent(bytes))));
        assertThat(world.requests("delete")).isEmpty();
    }

    /**
     * <pre>
     * server   makes the attachment and names it by an id that an attachment of another item has too
     * then     it is believed: nothing is sent a second time
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {300, 2500})
    void anIdThatAnotherItemHasTooIsBelieved(int size) {
        byte[] bytes = World.file(size);

        UploadResult result = world.finish(world.upload(key, ownedElsewhere(), new BytesContent(bytes)));

        assertThat(result.outcome()).isEqualTo(UploadResult.Outcome.ATTACHED);
        world.attachedOnce(bytes);
    }

    /** Whatever the service names is noted for an upload to another item before our upload hears of it. */
    private GraphClient ownedElsewhere() {
        GraphClient client = world.client();
        return (GraphClient) Proxy.newProxyInstance(
                World.class.getClassLoader(), new Class<?>[] {GraphClient.class}, (proxy, method, arguments) -> {
                    try {
                        Object reply = method.invoke(client, arguments);
                        if (((GraphReply) reply).status() == 201
                                && !method.getName().equals("createUploadSession")) {
                            noteForAnotherItem(world.item.attachments().get(0).id());
                        }
                        return reply;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void noteForAnotherItem(String attachmentId) throws IOException {
        KeySource keys = () -> new UploadKeys("another " + key, "another item", Optional.empty());
        try (RenewingSessionStore store = world.renewing(world.shared)) {
            Ownership other = new Ownership(store, keys);
            assertThat(other.claim()).isInstanceOf(Claim.Claimed.class);
            assertThat(other.adopt(naming(attachmentId), Proof.FOUND)).isTrue();
        }
    }

    /** A checkpoint that tells nothing else. */
    private static Checkpoint naming(String attachmentId) {
        return new Checkpoint(
                Optional.empty(),
                Optional.empty(),
                ListedIds.of(List.of()),
                "",
                0,
                Optional.empty(),
                0,
                0,
                false,
                Optional.empty(),
                Optional.of(attachmentId),
                true,
                List.of());
    }
}
