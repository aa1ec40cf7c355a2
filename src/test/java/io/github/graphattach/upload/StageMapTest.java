package io.github.graphattach.upload;

import static io.github.graphattach.emulator.RequestKind.DELETE_ATTACHMENT;
import static io.github.graphattach.emulator.RequestKind.GET_CONTENT;
import static io.github.graphattach.emulator.RequestKind.LIST_ATTACHMENTS;
import static io.github.graphattach.emulator.RequestKind.OPEN_SESSION;
import static io.github.graphattach.emulator.RequestKind.POST_ATTACHMENT;
import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static io.github.graphattach.emulator.RequestKind.SESSION_STATUS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.content.BytesContent;
import io.github.graphattach.emulator.Answers.StatusQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The map of the stages is true: each of its arrows is taken by an upload below. That no upload goes elsewhere is seen to at
 * every step of every scenario and property of this package, in {@link StageMap#taken}.
 */
class StageMapTest {

    private static final String MINIMUM_SIZE = "ErrorAttachmentSizeShouldNotBeLessThanMinimumSize";
    private static final byte[] SMALL = World.file(300);
    private static final byte[] LARGE = World.file(2500);

    @RegisterExtension
    static final World world = new World();

    private int keys;

    @Test
    void everyArrowIsTaken() throws Exception {
        withoutFaults();
        besideOthersOfTheSameName();
        byTheOtherWay();
        afterFaultsOfTheUploadHost();
        afterLostAnswers();
        afterOtherBytes();
        afterTheDeathOfAProcess();
        onceMore();
        takenByATwin();
        besideTheSession();

        assertThat(StageMap.ARROWS).as("arrows of the map that are never taken").allMatch(StageMap::isTaken);
    }

    @Test
    void theMapNamesStagesOnly() {
        assertThat(StageMap.ARROWS).isNotEmpty().allSatisfy(arrow -> assertThat(Stage.class)
                .isAssignableFrom(Class.forName(Stage.class.getPackageName() + "." + arrow.to())));
    }

    private static void attach(byte[] file) {
        world.attach(file);
    }

    private static void withoutFaults() {
        attach(SMALL);
        attach(LARGE);
        world.verify = VerifyLevel.NONE;
        attach(LARGE);
    }

    private static void besideOthersOfTheSameName() {
        for (OnExisting choice : new OnExisting[] {OnExisting.REPLACE, OnExisting.SKIP}) {
            for (VerifyLevel level : VerifyLevel.values()) {
                world.reset();
                world.onExisting = choice;
                world.verify = level;
                world.attachedBefore(World.NAME, World.file(3000));
                attach(SMALL);
                attach(LARGE);
                attach(LARGE);
            }
        }
    }

    private static void byTheOtherWay() {
        world.reset();
        world.on(POST_ATTACHMENT).answer(413);
        attach(SMALL);
        world.on(OPEN_SESSION).answer(400).error(MINIMUM_SIZE);
        attach(LARGE);
    }

    private static void afterFaultsOfTheUploadHost() {
        world.reset();
        world.on(PUT_RANGE).answer(500);
        attach(LARGE);
        world.on(PUT_RANGE).nth(2).loseSession();
        attach(LARGE);
        world.emulator.answers().statusQuery(StatusQuery.METHOD_NOT_ALLOWED);
        world.on(PUT_RANGE).answer(416);
        attach(LARGE);
    }

    private static void afterLostAnswers() {
        world.reset();
        world.on(PUT_RANGE).lastRange().loseReply();
        attach(LARGE);
        world.on(PUT_RANGE).lastRange().loseSession();
        attach(LARGE);
        world.on(PUT_RANGE).lastRange().answer(500);
        world.on(SESSION_STATUS).answer(200).body("application/json", "{\"nextExpectedRanges\":[\"4500\"]}");
        attach(LARGE);
        world.on(POST_ATTACHMENT).loseReply();
        attach(SMALL);
        world.on(POST_ATTACHMENT).resetAfterReading();
        attach(SMALL);
    }

    private static void afterOtherBytes() {
        for (byte[] file : new byte[][] {SMALL, LARGE}) {
            world.reset();
            world.verify = VerifyLevel.CONTENT;
            world.on(GET_CONTENT).times(2).answer(200).body("application/octet-stream", "other bytes");
            attach(file);
        }
    }

    private static void besideTheSession() {
        world.reset();
        world.question = World.Question.ANSWERED;
        world.on(LIST_ATTACHMENTS).answer(503);
        attach(LARGE);
    }

    /** Each dies after a call to the service or the store that was carried out, or fails and leaves what it knows. */
    private void afterTheDeathOfAProcess() {
        world.reset();
        byte[] changed = LARGE.clone();
        changed[0] ^= 1;
        for (int call = 4; call < 20; call++) {
            died(call, LARGE, LARGE);
            died(call, SMALL, SMALL);
            died(call, LARGE, changed);
        }
        world.reset();
        world.onExisting = OnExisting.SKIP;
        world.verify = VerifyLevel.CONTENT;
        world.on(GET_CONTENT).always().answer(200).body("application/octet-stream", "other bytes");
        world.on(DELETE_ATTACHMENT).always().answer(500);
        String key = "process " + ++keys;
        for (int tries = 0; tries < 2; tries++) {
            assertThat(world.failureOf(world.upload(key, world.client(), new BytesContent(LARGE)))
                            .failure())
                    .isEqualTo(UploadFailure.UNVERIFIED);
        }
        world.emulator.faults().clear();
        world.finish(world.upload(key, world.client(), new BytesContent(LARGE)));
    }

    private void died(int call, byte[] file, byte[] next) {
        String key = "process " + ++keys;
        try (EngineProcess process = new EngineProcess(world, call, true)) {
            world.drive(process.upload(key, new BytesContent(file)));
        } catch (EngineProcess.Died | UploadException asItWasMeant) {
            // The next one goes on.
        }
        try (EngineProcess process = EngineProcess.immortal(world)) {
            world.drive(process.upload(key, new BytesContent(next)));
        } catch (UploadException done) {
            // The first one was done with another file.
        }
    }

    private void onceMore() throws Exception {
        world.reset();
        String key = "once more " + ++keys;
        String id = world.finish(world.upload(key, world.client(), new BytesContent(LARGE)))
                .attachmentId();
        world.finish(world.upload(key, world.client(), new BytesContent(LARGE)));
        world.client().deleteAttachment(world.address(), id);
        world.finish(world.upload(key, world.client(), new BytesContent(LARGE)));
    }

    private void takenByATwin() throws Exception {
        world.reset();
        Upload first = world.upload("first " + ++keys, world.client(), new BytesContent(LARGE));
        Upload second = world.upload("second " + keys, world.client(), new BytesContent(LARGE));
        world.makeRequests(second, 4);
        world.makeRequests(first, 5);
        world.on(PUT_RANGE).lastRange().answer(404).loseSession();
        world.finish(second);
        world.finish(first);
    }
}
