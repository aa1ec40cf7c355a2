package io.github.graphattach.upload;

import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static io.github.graphattach.emulator.RequestKind.SESSION_STATUS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.graphattach.emulator.Answers.Progress;
import io.github.graphattach.emulator.Answers.RangeForm;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service says of its offset: the forms it takes, and that its word wins. */
class OffsetScenarios {

    @RegisterExtension
    static final World world = new World();

    private final byte[] file = World.file(4500);

    static Stream<Arguments> forms() {
        return Stream.of(Progress.values()).flatMap(progress -> Stream.of(RangeForm.values())
                .flatMap(form -> Stream.of(200, 202).map(status -> arguments(progress, form, status))));
    }

    /**
     * <pre>
     * server   has [0,1000)
     * client   sends range after range
     * answer   200 or 202 with the next offset in any spelling, or without it
     * then     the next range
     * </pre>
     */
    @ParameterizedTest
    @MethodSource("forms")
    void theNextOffsetIsReadInEverySpelling(Progress progress, RangeForm form, int status) {
        world.emulator.answers().progress(progress).ranges(form).progressStatus(status);

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.requests("put")).hasSize(5);
        assertThat(world.requests("status")).isEmpty();
    }

    /**
     * <pre>
     * server   takes 400 of 1000 bytes and says so
     * client   sent [1000,2000)
     * answer   200, next is 1400
     * then     goes on at 1400
     * </pre>
     */
    @Test
    void aRangeThatWasTakenInPartGoesOnInsideIt() {
        world.on(PUT_RANGE).nth(2).acceptOnly(400);

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.requests("put"))
                .containsExactly(
                        "put 0-999 200",
                        "put 1000-1999 200",
                        "put 1400-2399 200",
                        "put 2400-3399 200",
                        "put 3400-4399 200",
                        "put 4400-4499 201");
    }

    /**
     * <pre>
     * server   takes 100 bytes of each range
     * client   sends 1000 each time
     * answer   200, next is 100 further
     * then     slow, but it ends
     * </pre>
     */
    @Test
    void aServiceThatTakesLittleOfEachRangeIsFollowed() {
        byte[] small = World.file(1500);
        world.on(PUT_RANGE).times(14).acceptOnly(100);

        world.attach(small);

        world.attachedOnce(small);
    }

    /**
     * <pre>
     * server   takes nothing of the range and says so, once or always
     * client   sends [1000,2000)
     * answer   200, next is 1000
     * then     that is a fault: back-off and again, 5 tries
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAnswerThatDoesNotAdvanceIsAFault(boolean always) {
        var fault = world.on(PUT_RANGE).nth(2).acceptOnly(0);
        if (always) {
            fault.always();

            UploadException failure = world.failureOf(file);

            assertThat(failure.failure()).isEqualTo(UploadFailure.OFFSET_DISPUTED);
            assertThat(world.requests("put 1000-1999")).hasSize(5);
            world.assertGoesOn(file);
        } else {
            world.attach(file);

            world.attachedOnce(file);
            assertThat(world.requests("put 1000-1999")).hasSize(2);
        }
    }

    /**
     * <pre>
     * server   falls back from 3000 to 500: bytes that it had are gone
     * client   sent [2000,3000)
     * answer   200, next is 500
     * then     rewinds to 500
     * </pre>
     */
    @Test
    void aServiceThatFallsBackIsFollowed() {
        world.on(PUT_RANGE).nth(3).rewindTo(500);

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.requests("put"))
                .containsExactly(
                        "put 0-999 200",
                        "put 1000-1999 200",
                        "put 2000-2999 200",
                        "put 500-1499 200",
                        "put 1500-2499 200",
                        "put 2500-3499 200",
                        "put 3500-4499 201");
        assertThat(world.requests("value"))
                .as("read back, as something went wrong")
                .hasSize(1);
    }

    /**
     * <pre>
     * server   falls back to 500 whenever it has 2000 or more
     * client   follows, 5 times
     * answer   200, next is 500
     * then     gives up; it does not go round for ever
     * </pre>
     */
    @Test
    void aServiceThatFallsBackForEverIsGivenUp() {
        world.on(PUT_RANGE).nth(2).always().rewindTo(500);

        UploadException failure = world.failureOf(file);

        assertThat(failure.failure()).isEqualTo(UploadFailure.OFFSET_DISPUTED);
        assertThat(world.requests("put")).hasSizeLessThan(20);
        world.assertGoesOn(file);
    }

    /**
     * <pre>
     * server   has [0,2000) and claims more than was ever sent
     * client   sent [1000,2000)
     * answer   200, next is 2001, 4500 (the end), 4501 or 10^17
     * then     nobody knows what it holds: cancel, start over in a new session
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(longs = {2001, 4500, 4501, 100_000_000_000_000_000L})
    void aServiceThatClaimsMoreThanWasSentIsStartedOver(long claimed) {
        world.on(PUT_RANGE).nth(2).claimOffset(claimed);

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.requests())
                .containsSubsequence("put 1000-1999 200", "cancel 204", "open 201", "put 0-999 200");
    }

    /**
     * <pre>
     * server   claims too much in every session
     * client   opens 3 sessions at most
     * answer   200, next is 4000
     * then     gives up
     * </pre>
     */
    @Test
    void aServiceThatAlwaysClaimsTooMuchIsGivenUp() {
        world.on(PUT_RANGE).always().claimOffset(4000);

        UploadException failure = world.failureOf(file);

        assertThat(failure.failure()).isEqualTo(UploadFailure.OFFSET_DISPUTED);
        assertThat(world.requests("open")).hasSize(3);
        world.assertNothingLeft();
    }

    /**
     * <pre>
     * server   has [0,2000) and claims less
     * client   sent [1000,2000)
     * answer   200, next is 300
     * then     sends [300,1300), which is refused with 416; the session says 2000
     * </pre>
     */
    @Test
    void aServiceThatClaimsLessThanItHasIsFollowedUntilItObjects() {
        world.on(PUT_RANGE).nth(2).claimOffset(300);

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.requests())
                .containsSubsequence("put 1000-1999 200", "put 300-1299 416", "status 200", "put 2000-2999 200");
    }

    /**
     * <pre>
     * server   has [0,2000)
     * client   sent [1000,2000)
     * answer   200 with an offset that is none
     * then     a fault: the session is asked, and says 2000
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"-1000\"]",
                "[\"two thousand\"]",
                "[\"\"]",
                "[{}]",
                "[true]",
                "\"2e3\"",
                "[\"99999999999999999999\"]",
                "[\"0x7d0\"]",
                "[2000.5]",
                "[-2000]"
            })
    void anOffsetThatIsNoneIsAskedForAgain(String ranges) {
        world.on(PUT_RANGE)
                .nth(2)
                .answer(200)
                .body("application/json", "{\"nextExpectedRanges\":" + ranges + "}")
                .afterCommit();

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.requests("status")).containsExactly("status 200");
        assertThat(world.requests("put 1000-1999")).hasSize(1);
    }

    /**
     * <pre>
     * server   has [0,1000)
     * client   sends [1000,2000), has no answer, asks
     * answer   the session says 500 (behind), or 2500 (ahead of everything sent), or nonsense
     * then     rewinds; or starts over; or sends the range again
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(strings = {"500", "2500", "nonsense", "4500", "-1"})
    void theStatusIsJudgedLikeAnAnswerToARange(String said) {
        world.on(PUT_RANGE).nth(2).answer(500);
        world.on(SESSION_STATUS).answer(200).body("application/json", "{\"NextExpectedRanges\":[\"" + said + "\"]}");

        world.attach(file);

        world.attachedOnce(file);
    }
}
