package io.github.graphattach.upload;

import static io.github.graphattach.emulator.RequestKind.LIST_ATTACHMENTS;
import static io.github.graphattach.emulator.RequestKind.OPEN_SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The session is opened while the item's attachments are listed: the file goes one request earlier. */
class ListingBesideScenarios {

    @RegisterExtension
    static final World world = new World();

    private final byte[] file = World.file(2500);

    @BeforeEach
    void askBeside() {
        world.question = World.Question.ANSWERED;
    }

    /** The first step claims the upload, the second makes both requests, and the third sends the first range. */
    @ParameterizedTest
    @EnumSource(names = {"ANSWERED", "LEFT"})
    void theFirstRangeFollowsTheSession(World.Question question) throws UploadException {
        world.question = question;
        Upload upload = world.upload(file);

        for (int step = 1; step <= 3; step++) {
            world.step(upload);
        }

        assertThat(world.requests()).containsExactlyInAnyOrder("list 200", "open 201", "put 0-999 200");
        world.finish(upload);
        world.attachedOnce(file);
    }

    /** The first write to an occurrence makes an exception of it, which lists other attachments. */
    @ParameterizedTest
    @CsvSource({
        "/me/messages/M, 2",
        "/me/events/S/exceptionOccurrences/O, 2",
        "/me/events/E, 1",
        "/me/events/S/instances/O, 1"
    })
    void whatAWriteMayChangeIsListedBefore(String path, int requests) throws UploadException {
        world.item = world.emulator.create(path);
        Upload upload = world.upload(file);

        world.step(upload);
        world.step(upload);

        assertThat(world.requests()).hasSize(requests).startsWith("list 200");
    }

    /** What is there decides whether there is anything to attach, or what goes. */
    @ParameterizedTest
    @EnumSource(names = {"SKIP", "REPLACE"})
    void whatDependsOnTheListWaitsForIt(OnExisting choice) throws UploadException {
        world.onExisting = choice;
        Upload upload = world.upload(file);

        world.step(upload);
        world.step(upload);

        assertThat(world.requests()).containsExactly("list 200");
    }

    @Test
    void nothingIsListedWhereTheListOfTheFileBeforeWillDo() {
        world.attach(file);
        world.attach(file);

        assertThat(world.requests("list")).hasSize(1);
    }

    /**
     * <pre>
     * server   answers the list with a fault, the session is open
     * then     the list is asked for again, the session is used
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {500, 503, 504})
    void aListThatFailsIsAskedForAgainBeforeAnythingIsSent(int status) {
        world.on(LIST_ATTACHMENTS).answer(status);

        world.attach(file);

        assertThat(world.requests())
                .startsWith("list " + status, "open 201", "list 200", "put 0-999 200")
                .filteredOn(request -> request.startsWith("open"))
                .hasSize(1);
        world.attachedOnce(file);
    }

    @Test
    void aListThatIsThrottledIsAskedForWhenTheServiceSays() {
        world.on(LIST_ATTACHMENTS).answer(429).retryAfter("77");

        world.attach(file);

        assertThat(world.waits()).containsExactly(Duration.ofSeconds(77));
        assertThat(world.requests("open")).hasSize(1);
    }

    @Test
    void aListThatIsRefusedForGoodLeavesNoSession() {
        world.on(LIST_ATTACHMENTS).answer(403).error("ErrorAccessDenied");

        assertThat(world.failureOf(file).failure()).isEqualTo(UploadFailure.ACCESS_DENIED);

        world.assertNothingLeft();
    }

    /** A later try has no checkpoint to find the session by. */
    @Test
    void aListThatIsNeverAnsweredLeavesNoSession() {
        world.on(LIST_ATTACHMENTS).always().answer(503);

        assertThat(world.failureOf(file).failure()).isEqualTo(UploadFailure.SERVICE_FAULT);

        assertThat(world.requests("list")).hasSize(world.maxAttempts);
        world.assertNothingLeft();
    }

    @Test
    void anItemThatIsRefusedIsNotListed() {
        world.question = World.Question.LEFT;
        world.on(OPEN_SESSION).answer(403).error("ErrorAccessDenied");

        assertThat(world.failureOf(file).failure()).isEqualTo(UploadFailure.ACCESS_DENIED);

        assertThat(world.requests()).containsExactly("open 403");
    }

    @Test
    void aListIsNotMadeAgainBecauseTheSessionIsOpenedAgain() {
        world.on(OPEN_SESSION).times(2).answer(503);

        world.attach(file);

        assertThat(world.requests("open")).containsExactly("open 503", "open 503", "open 201");
        assertThat(world.requests("list")).hasSize(1);
    }

    /** Both were refused in one step, which is one of the tries. */
    @Test
    void whereBothFailItCountsOnce() {
        world.on(LIST_ATTACHMENTS).always().answer(503);
        world.on(OPEN_SESSION).always().answer(503);

        assertThat(world.failureOf(file).failure()).isEqualTo(UploadFailure.SERVICE_FAULT);

        assertThat(world.requests("open")).hasSize(world.maxAttempts);
    }

    /** A file that is too small for a session goes by POST, once it is known what was there. */
    @Test
    void whatIsTooSmallForASessionIsPostedAfterTheList() {
        world.on(OPEN_SESSION).answer(400).error("ErrorAttachmentSizeShouldNotBeLessThanMinimumSize");

        world.attach(file);

        assertThat(world.requests()).startsWith("list 200", "open 400", "post 201");
    }
}
