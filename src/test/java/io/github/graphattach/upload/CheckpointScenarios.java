package io.github.graphattach.upload;

import static io.github.graphattach.emulator.RequestKind.DELETE_ATTACHMENT;
import static io.github.graphattach.emulator.RequestKind.GET_CONTENT;
import static io.github.graphattach.emulator.RequestKind.LIST_ATTACHMENTS;
import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.graphattach.content.AttachmentContent;
import io.github.graphattach.content.BytesContent;
import io.github.graphattach.content.FileContent;
import io.github.graphattach.emulator.Answers.StatusQuery;
import io.github.graphattach.session.Checkpoint;
import io.github.graphattach.session.Claim;
import io.github.graphattach.session.Lease;
import io.github.graphattach.session.LeaseTerms;
import io.github.graphattach.session.ListedIds;
import io.github.graphattach.session.SessionStoreException;
import io.github.graphattach.session.UploadSessionStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One upload, several processes: where each takes up what the one before left, and what it must leave alone. */
class CheckpointScenarios {

    /** claim, list, save, open, save, then three calls for each range: save, put, save. */
    private static final int CALLS_BEFORE_THE_FIRST_RANGE = 5;

    private static int uploads;

    @RegisterExtension
    static final World world = new World();

    private final byte[] file = World.file(2500);
    private final String key = "key " + ++uploads;
    private final EngineProcess other = EngineProcess.immortal(world);

    @AfterEach
    void close() {
        other.close();
    }

    private static int callOfRange(int number) {
        return CALLS_BEFORE_THE_FIRST_RANGE + 2 * number;
    }

    /** Runs until the process dies. */
    private void killedAt(int call, boolean carriedOut) {
        killedAt(call, carriedOut, new BytesContent(file));
    }

    private void killedAt(int call, boolean carriedOut, AttachmentContent content) {
        try (EngineProcess process = new EngineProcess(world, call, carriedOut)) {
            Upload upload = process.upload(key, content);
            assertThatThrownBy(() -> world.drive(upload)).isInstanceOf(EngineProcess.Died.class);
        }
    }

    /**
     * <pre>
     * server   has [0,2000); says so when it is asked
     * client   died before it knew; another process goes on
     * then     waits until the lease is over, asks, sends [2000,2500) only, proves the bytes
     * </pre>
     */
    @Test
    void aRangeWhoseAnswerDiedWithItsProcessIsNotSentAgain() {
        killedAt(callOfRange(2), true);

        UploadResult result = world.finish(other.upload(key, new BytesContent(file)));

        assertThat(world.requests("put")).containsExactly("put 0-999 200", "put 1000-1999 200", "put 2000-2499 201");
        assertThat(world.requests("open")).hasSize(1);
        assertThat(world.events()).contains(UploadEvent.Type.RESUMED);
        assertThat(result.verified()).isEqualTo(UploadResult.Verified.CONTENT);
        assertThat(world.waits().stream().reduce(Duration.ZERO, Duration::plus)).isEqualTo(Duration.ofSeconds(30));
        world.attachedOnce(file);
    }

    /**
     * <pre>
     * server   has [0,2000), or only [0,1000); does not tell how far it is
     * client   died while it sent [1000,2000)
     * then     that range again; where the server disagrees, another session
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aServiceThatDoesNotTellIsSentTheRangeAgain(boolean carriedOut) {
        world.emulator.answers().statusQuery(StatusQuery.METHOD_NOT_ALLOWED);
        killedAt(callOfRange(2), carriedOut);

        world.finish(other.upload(key, new BytesContent(file)));

        assertThat(world.requests("put 1000-1999")).hasSizeGreaterThanOrEqualTo(carriedOut ? 2 : 1);
        assertThat(world.requests("open")).hasSize(carriedOut ? 2 : 1);
        world.attachedOnce(file);
    }

    /**
     * <pre>
     * server   made the attachment, and forgot the session
     * client   died before it knew
     * then     the attachment is found, nothing is attached twice
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {300, 2500})
    void whatWasMadeWhenTheProcessDiedIsFound(int size) {
        byte[] bytes = World.file(size);
        int call = size == 300 ? 5 : callOfRange(3);
        killedAt(call, true, new BytesContent(bytes));
        assertThat(world.item.attachments()).hasSize(1);

        UploadResult result = world.finish(other.upload(key, new BytesContent(bytes)));

        assertThat(result.attachmentId()).isEqualTo(world.attachedOnce(bytes).id());
    }

    /**
     * <pre>
     * server   forgot the session two hours ago
     * client   takes the upload up the day after
     * then     does not even ask it: another session
     * </pre>
     */
    @Test
    void aSessionThatIsOverIsNotTakenUp() {
        killedAt(callOfRange(2), true);
        world.clock.advance(Duration.ofDays(1));
        world.emulator.advanceClock(Duration.ofDays(1));
        world.requests().clear();

        world.finish(other.upload(key, new BytesContent(file)));

        assertThat(world.requests("status")).isEmpty();
        assertThat(world.requests("put")).hasSize(3);
        world.attachedOnce(file);
    }

    /**
     * <pre>
     * server   has [0,1000) of a file
     * client   finds another file under the same key, of the same length even
     * then     deletes the old session; sends the file that is there now
     * </pre>
     */
    @Test
    void anotherSourceStartsOver() {
        killedAt(callOfRange(1), true);
        byte[] changed = World.file(2500);
        changed[0] ^= 1;

        world.finish(other.upload(key, new BytesContent(changed)));

        assertThat(world.requests("cancel")).hasSize(1);
        assertThat(world.requests("put")).hasSize(4);
        world.attachedOnce(changed);
    }

    /**
     * <pre>
     * server   has [0,1000) of a file
     * client   finds a file of the same name, length and time, with the same bytes so far, or with others
     * then     goes on; or deletes the old session and sends the file that is there now
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({"1500, 1", "999, 2", "0, 2"})
    void aFileThatLooksTheSameIsKnownByHowItBegins(int changed, int sessions, @TempDir Path folder) throws Exception {
        Path path = Files.write(folder.resolve("a.bin"), file);
        FileTime time = Files.getLastModifiedTime(path);
        try (FileContent content = FileContent.open(path)) {
            killedAt(callOfRange(1) + 1, true, content);
        }
        byte[] now = file.clone();
        now[changed] ^= 1;
        Files.write(path, now);
        Files.setLastModifiedTime(path, time);

        try (FileContent content = FileContent.open(path)) {
            world.finish(other.upload(key, content));
        }

        assertThat(world.requests("open")).hasSize(sessions);
        assertThat(world.requests("cancel")).hasSize(sessions - 1);
        assertThat(world.requests("put 0-999")).hasSize(sessions);
        world.attachedOnce(now);
    }

    /**
     * <pre>
     * server   loses a connection after the first range
     * client   verify = none: nobody works out the SHA-256 of the file
     * then     the next try goes on by the file's fingerprint, and so does who asks for the same again
     * </pre>
     */
    @Test
    void anUploadThatNobodyHashesIsKnownByItsFingerprint(@TempDir Path folder) throws Exception {
        world.verify = VerifyLevel.NONE;
        Path path = Files.write(folder.resolve("a.bin"), file);
        Path another = Files.write(folder.resolve("b.bin"), World.file(2501));
        world.on(PUT_RANGE).nth(2).times(world.maxAttempts).answer(503);
        try (FileContent content = FileContent.open(path);
                FileContent changed = FileContent.open(another)) {
            UploadException failed = world.failureOf(other.upload(key, content));
            UploadResult first = world.finish(other.upload(key, content));
            int sent = world.requests().size();
            UploadResult second = world.finish(other.upload(key, content));
            UploadException third = world.failureOf(other.upload(key, changed));

            assertThat(failed.failure().retryable()).isTrue();
            assertThat(first.sha256()).isEmpty();
            assertThat(first.attachmentId()).isEqualTo(world.attachedOnce(file).id());
            assertThat(second.outcome()).isEqualTo(UploadResult.Outcome.ALREADY_PRESENT);
            assertThat(second.sha256()).isEmpty();
            assertThat(third.failure()).isEqualTo(UploadFailure.SOURCE_CHANGED);
            assertThat(third).hasMessageContaining("has attached other bytes; name another uploadId");
            Files.setLastModifiedTime(path, FileTime.fromMillis(0));
            try (FileContent touched = FileContent.open(path)) {
                assertThat(world.failureOf(other.upload(key, touched)))
                        .hasMessageContaining("a file of another time or place")
                        .hasMessageContaining("look whether the item has this file");
            }
            assertThat(world.requests().subList(sent, world.requests().size()))
                    .as("requests of those who asked again")
                    .containsExactly("get 200", "get 200", "get 200");
        }
    }

    /**
     * <pre>
     * server   made the attachment
     * client   died before it knew, or before it wrote that it is done; the volume with the file was restored, so that
     *          nothing but its bytes, its name and its time tells that it is the same
     * then     the attachment is found by its bytes; nothing is attached twice
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({"300, 4, AUTO", "300, 5, NONE", "2500, 11, AUTO", "2500, 11, NONE", "2500, 12, NONE"})
    void whatWasMadeOfTheSameBytesInAnotherPlaceIsFound(
            int size, int lastCall, VerifyLevel verify, @TempDir Path folder) throws Exception {
        world.verify = verify;
        byte[] bytes = World.file(size);
        Path before = Files.write(folder.resolve("before.bin"), bytes);
        Path restored = Files.write(folder.resolve("restored.bin"), bytes);
        Files.setLastModifiedTime(restored, Files.getLastModifiedTime(before));
        try (FileContent content = FileContent.open(before)) {
            killedAt(lastCall, true, content);
        }
        assertThat(world.item.attachments()).hasSize(1);

        try (FileContent content = FileContent.open(restored)) {
            UploadResult result = world.finish(other.upload(key, content));

            assertThat(result.attachmentId())
                    .isEqualTo(world.attachedOnce(bytes).id());
        }
    }

    /**
     * <pre>
     * server   made the attachment
     * client   died before it knew; another file of the same length is there under the same key
     * then     what was made is left alone; the file that is there now is attached too
     * </pre>
     */
    @Test
    void whatWasMadeOfOtherBytesIsLeftAlone() {
        killedAt(callOfRange(3), true);
        byte[] changed = World.file(2500);
        changed[2499] ^= 1;

        world.finish(other.upload(key, new BytesContent(changed)));

        assertThat(world.item.attachments()).hasSize(2);
        world.assertStored(world.item.attachments().get(0), file);
        world.assertStored(world.item.attachments().get(1), changed);
    }

    /**
     * <pre>
     * server   has the attachment
     * client   a third process asks for the same upload, with the same file or with another one
     * then     already present, after a look; or a failure that says what to do
     * </pre>
     */
    @Test
    void aCompletedUploadIsNotDoneAgain() {
        UploadResult first = world.finish(other.upload(key, new BytesContent(file)));
        int sent = world.requests().size();

        UploadResult second = world.finish(other.upload(key, new BytesContent(file)));
        UploadException third = world.failureOf(other.upload(key, new BytesContent(World.file(2501))));

        assertThat(second.outcome()).isEqualTo(UploadResult.Outcome.ALREADY_PRESENT);
        assertThat(second.attachmentId()).isEqualTo(first.attachmentId());
        assertThat(second.sha256()).isEqualTo(first.sha256());
        assertThat(third.failure()).isEqualTo(UploadFailure.SOURCE_CHANGED);
        assertThat(third).hasMessageContaining("name another uploadId");
        assertThat(world.requests().subList(sent, world.requests().size())).containsExactly("get 200", "get 200");
        world.attachedOnce(file);
    }

    /**
     * <pre>
     * server   has [0,1000)
     * client   one process is at it; another wants the same upload, and may take 10 s
     * then     the other sends nothing and says who has it; the first goes on undisturbed
     * </pre>
     */
    @Test
    void anUploadThatSomebodyHasIsLeftAlone() throws Exception {
        try (EngineProcess first = EngineProcess.immortal(world)) {
            Upload upload = first.upload(key, new BytesContent(file));
            world.makeRequests(upload, 3);
            world.uploadTimeout = Duration.ofSeconds(10);

            UploadException failure = world.failureOf(other.upload(key, new BytesContent(file)));

            assertThat(failure.failure().retryable()).isTrue();
            assertThat(world.told())
                    .filteredOn(event -> event.type() == UploadEvent.Type.WAITING)
                    .as("one wait, not one for each time that the store is asked")
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.detail()).contains("another process");
                        assertThat(event.pause()).as("its length").isEqualTo(LeaseTerms.DEFAULT_LEASE);
                    });
            assertThat(world.requests()).hasSize(3);
            world.finish(upload);
            world.attachedOnce(file);
        }
    }

    /**
     * <pre>
     * server   has [0,1000)
     * client   slept until its lease was over; another process has taken the upload over
     * then     sends nothing more, not even a DELETE; the other one ends it
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(strings = {"goes on", "is cancelled", "is discarded", "is interrupted"})
    void whoHasLostTheUploadSendsNothing(String then) throws Exception {
        try (EngineProcess sleeper = EngineProcess.immortal(world)) {
            Upload upload = sleeper.upload(key, new BytesContent(file));
            world.makeRequests(upload, 3);
            world.clock.advance(Duration.ofSeconds(31));
            Upload heir = other.upload(key, new BytesContent(file));
            world.makeRequests(heir, 1);
            int sent = world.requests().size();

            switch (then) {
                case "is discarded" -> upload.discard();
                case "is interrupted" -> assertThat(upload.interrupted()).isNotNull();
                default -> {
                    if (then.equals("is cancelled")) {
                        upload.cancel();
                    }
                    assertThat(world.failureOf(upload).failure())
                            .isEqualTo(
                                    then.equals("goes on") ? UploadFailure.OWNED_ELSEWHERE : UploadFailure.CANCELLED);
                }
            }

            assertThat(world.requests()).hasSize(sent);
            world.finish(heir);
            world.attachedOnce(file);
        }
    }

    /**
     * <pre>
     * server   has [0,1000)
     * client   slept until its lease was over, and nobody has claimed the upload meanwhile
     * then     it is still its own
     * </pre>
     */
    @Test
    void whoSleptWithoutBeingMissedGoesOn() throws Exception {
        Upload upload = other.upload(key, new BytesContent(file));
        world.makeRequests(upload, 3);
        world.clock.advance(Duration.ofMinutes(5));

        world.finish(upload);

        assertThat(world.requests("put")).hasSize(3);
        world.attachedOnce(file);
    }

    /**
     * <pre>
     * server   stored other bytes; cannot delete them now
     * client   dies after it wrote down that they have to go
     * then     the next one attaches the file, and then removes them; unless they turn out to be the file, and it was told
     *          to skip what is there
     * </pre>
     */
    @ParameterizedTest
    @EnumSource(OnExisting.class)
    void aWrongAttachmentThatACrashLeftIsRemoved(OnExisting onExisting) {
        world.verify = VerifyLevel.CONTENT;
        world.onExisting = onExisting;
        world.on(GET_CONTENT).times(2).answer(200).body("application/octet-stream", "other bytes");
        world.on(DELETE_ATTACHMENT).times(5).answer(500);
        UploadException failure = world.failureOf(other.upload(key, new BytesContent(file)));
        assertThat(failure.failure()).isEqualTo(UploadFailure.UNVERIFIED);
        assertThat(world.item.attachments()).hasSize(1);
        String wrong = world.item.attachments().get(0).id();

        world.finish(other.upload(key, new BytesContent(file)));

        assertThat(world.attachedOnce(file).id().equals(wrong)).isEqualTo(onExisting == OnExisting.SKIP);
    }

    /**
     * <pre>
     * server   has the new attachment beside two that it replaces
     * client   dies between the two removals
     * then     the next one removes the second
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCrashBetweenTwoRemovalsLeavesNeither(boolean carriedOut) {
        world.onExisting = OnExisting.REPLACE;
        world.attachedBefore(World.NAME, World.file(10));
        world.attachedBefore(World.NAME, World.file(20));
        world.requests().clear();
        int adoption = callOfRange(3) + 1;
        int verification = adoption + 1;
        killedAt(verification + 1, carriedOut);
        assertThat(world.requests("delete")).hasSize(carriedOut ? 1 : 0);

        world.finish(other.upload(key, new BytesContent(file)));

        world.attachedOnce(file);
    }

    /**
     * <pre>
     * client   writes down what it is about to do before each request that leaves something behind
     * then     nothing is written twice, and nothing that the next writing holds too
     * </pre>
     */
    @Test
    void eachRangeIsWrittenDownOnce() {
        List<String> written = writtenFor(file);

        assertThat(world.requests())
                .containsExactly(
                        "list 200", "open 201", "put 0-999 200", "put 1000-1999 200", "put 2000-2499 201", "get 200");
        assertThat(written)
                .as("the list, the session, each range, the answer, the result")
                .containsExactly("claim", "save", "save", "save", "save", "save", "adopt", "complete");
    }

    /**
     * <pre>
     * client   attaches a small file
     * then     it writes down that it sends the file, what the service has made of it, and that it is done
     * </pre>
     */
    @Test
    void aSmallFileIsWrittenDownBeforeItIsSentAndAfter() {
        assertThat(writtenFor(World.file(300))).containsExactly("claim", "save", "adopt", "complete");
        assertThat(world.requests()).containsExactly("list 200", "post 201");
    }

    private List<String> writtenFor(byte[] bytes) {
        List<String> calls = new ArrayList<>();
        UploadSessionStore store = (UploadSessionStore) Proxy.newProxyInstance(
                CheckpointScenarios.class.getClassLoader(),
                new Class<?>[] {UploadSessionStore.class},
                (proxy, method, arguments) -> {
                    if (!List.of("terms", "close", "purge").contains(method.getName())) {
                        calls.add(method.getName());
                    }
                    return method.invoke(world.shared, arguments);
                });
        try (var renewing = world.renewing(store)) {
            world.finish(
                    world.upload(new Ownership(renewing, World.keys(key)), world.client(), new BytesContent(bytes)));
        }
        return calls;
    }

    /**
     * <pre>
     * server   is well; the store fails for a while, or for good
     * client   must not send what it cannot write down
     * then     asks the store again with back-off; in the end fails, and says that it is the store
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(strings = {"claim", "save", "adopt", "complete"})
    void withoutItsStoreAnUploadDoesNotGoOn(String operation) {
        var broken = new AtomicBoolean(true);
        var store = failing(operation, broken);
        try (var renewing = world.renewing(store)) {
            Upload upload =
                    world.upload(new Ownership(renewing, World.keys(key)), world.client(), new BytesContent(file));

            UploadException failure = world.failureOf(upload);

            assertThat(failure.failure()).isEqualTo(UploadFailure.STORE_FAILED);
            assertThat(failure.failure().retryable()).isTrue();
            assertThat(world.requests("put"))
                    .hasSize(List.of("adopt", "complete").contains(operation) ? 3 : 0);
            broken.set(false);
            world.finish(upload);
            world.attachedOnce(file);
        }
    }

    private static UploadSessionStore failing(String operation, AtomicBoolean broken) {
        return (UploadSessionStore) Proxy.newProxyInstance(
                CheckpointScenarios.class.getClassLoader(),
                new Class<?>[] {UploadSessionStore.class},
                (proxy, method, arguments) -> {
                    if (broken.get() && method.getName().equals(operation)) {
                        throw new SessionStoreException("the disk is full; free some of it");
                    }
                    try {
                        return method.invoke(world.shared, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /**
     * <pre>
     * server   wants to be left alone for 5 minutes; meanwhile the store fails once
     * then     the 5 minutes are waited out all the same
     * </pre>
     */
    @Test
    void aStoreThatFailsDoesNotShortenAWait() {
        var broken = new AtomicBoolean();
        world.on(PUT_RANGE).nth(2).answer(429).retryAfter("300");
        try (var renewing = world.renewing(failing("save", broken))) {
            Upload upload =
                    world.upload(new Ownership(renewing, World.keys(key)), world.client(), new BytesContent(file));
            try {
                world.makeRequests(upload, 3);
                broken.set(true);
                assertThat(upload.step()).isPositive();
                broken.set(false);
            } catch (UploadException e) {
                throw new AssertionError(e);
            }
            world.finish(upload);
            world.attachedOnce(file);
        }
    }

    /**
     * <pre>
     * server   is well
     * client   has a checkpoint whose upload URL leads to a host that is not allowed
     * then     nothing is sent there
     * </pre>
     */
    @Test
    void aHostThatIsNotAllowedIsNotTakenFromACheckpoint() {
        Lease lease = ((Claim.Claimed) world.shared.claim(key)).lease();
        world.shared.save(
                lease,
                new Checkpoint(
                        Optional.of("http://169.254.169.254/latest"),
                        Optional.empty(),
                        ListedIds.of(List.of()),
                        new BytesContent(file).fingerprint(),
                        file.length,
                        Optional.empty(),
                        1000,
                        1000,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        List.of()));
        world.shared.release(lease);

        world.finish(other.upload(key, new BytesContent(file)));

        assertThat(world.requests())
                .containsExactly(
                        "list 200", "open 201", "put 0-999 200", "put 1000-1999 200", "put 2000-2499 201", "value 200");
        world.attachedOnce(file);
    }

    /**
     * <pre>
     * server   cannot be asked what it has
     * client   may have attached the file, and is cancelled
     * then     the upload is forgotten
     * </pre>
     */
    @Test
    void aCancelledUploadIsForgotten() throws Exception {
        world.on(PUT_RANGE).lastRange().loseReply();
        world.on(LIST_ATTACHMENTS).nth(2).always().answer(500);
        Upload upload = other.upload(key, new BytesContent(file));
        world.makeRequests(upload, 7);
        upload.cancel();
        assertThat(world.failureOf(upload).failure()).isEqualTo(UploadFailure.CANCELLED);

        assertThat(((Claim.Claimed) world.shared.claim(key)).checkpoint()).isEmpty();
        world.assertNoSession();
    }
}
