package io.github.graphattach.upload;

import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static io.github.graphattach.emulator.RequestKind.SESSION_STATUS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.graphattach.content.BytesContent;
import io.github.graphattach.emulator.Answers.StatusQuery;
import io.github.graphattach.emulator.Fault;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A range has no usable answer: 408, 500, 502, an HTML 5xx, a reset, a timeout. */
class RangeFaultScenarios {

    @RegisterExtension
    static final World world = new World();

    private final byte[] file = World.file(2500);

    private static Named<Consumer<Fault>> fault(String name, Consumer<Fault> fault) {
        return Named.of(name, fault);
    }

    static Stream<Named<Consumer<Fault>>> withoutEffect() {
        return Stream.of(
                fault("408", f -> f.answer(408)),
                fault("500", f -> f.answer(500)),
                fault("500 without a body", f -> f.answer(500).body("text/plain", "")),
                fault("502", f -> f.answer(502)),
                fault("502 in HTML", f -> f.answer(502).body("text/html", "<html>Bad Gateway</html>")),
                fault("500 with half an error", f -> f.answer(500).body("application/json", "{\"error\":{\"code\":")),
                fault("reset before reading", Fault::resetBeforeReading),
                fault("reset while reading", f -> f.resetWhileReading(300)),
                fault("end of stream while reading", f -> f.resetWhileReading(300)
                        .endOfStream()),
                fault("reset after reading", Fault::resetAfterReading));
    }

    static Stream<Named<Consumer<Fault>>> afterItsEffect() {
        return Stream.of(
                fault("lost answer", Fault::loseReply),
                fault("answer cut", f -> f.cutReply(10)),
                fault("answer cut by an end of stream", f -> f.cutReply(10).endOfStream()),
                fault("500 after it was taken", f -> f.answer(500).afterCommit()),
                fault("502 after it was taken", f -> f.answer(502).afterCommit()),
                fault("200 with ranges that are none", f -> f.answer(200)
                        .body("application/json", "{\"nextExpectedRanges\":[\"later\"]}")
                        .afterCommit()),
                fault("200 from a proxy's login page", f -> f.answer(200)
                        .body("text/html", "<html>Sign in</html>")
                        .afterCommit()));
    }

    /**
     * <pre>
     * server   has [0,1000)
     * client   sends [1000,2000)
     * answer   an error or none; the range is not taken
     * then     back-off, the session says 1000, the same range again
     * </pre>
     */
    @ParameterizedTest
    @MethodSource("withoutEffect")
    void aRangeThatWasNotTakenIsSentAgain(Consumer<Fault> fault) {
        fault.accept(world.on(PUT_RANGE).nth(2));

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.waits()).containsExactly(Duration.ofMillis(500));
        assertThat(world.requests("put 1000-1999")).hasSize(2).last().isEqualTo("put 1000-1999 200");
        assertThat(world.requests("status")).containsExactly("status 200");
        assertThat(world.requests("value"))
                .as("read back, as something went wrong")
                .hasSize(1);
    }

    /**
     * <pre>
     * server   has [0,2000)
     * client   sent [1000,2000), does not know
     * answer   an error or none
     * then     back-off, the session says 2000, no byte is sent twice
     * </pre>
     */
    @ParameterizedTest
    @MethodSource("afterItsEffect")
    void aRangeThatWasTakenIsNotSentAgain(Consumer<Fault> fault) {
        fault.accept(world.on(PUT_RANGE).nth(2));

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.requests("put 1000-1999")).hasSize(1);
        assertThat(world.requests("status")).containsExactly("status 200");
    }

    /**
     * <pre>
     * server   has [0,1000), does not answer questions about the session
     * client   sends [1000,2000)
     * answer   500; then 404 or 405 to the question, which does not mean that the session is gone
     * then     the same range again
     * </pre>
     */
    @ParameterizedTest
    @EnumSource(
            value = StatusQuery.class,
            names = {"NOT_FOUND", "METHOD_NOT_ALLOWED"})
    void withoutAStatusTheSameRangeIsSentAgain(StatusQuery query) {
        world.emulator.answers().statusQuery(query);
        world.on(PUT_RANGE).nth(2).answer(500);

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.requests("put 1000-1999")).containsExactly("put 1000-1999 500", "put 1000-1999 200");
        assertThat(world.requests("open")).hasSize(1);
    }

    static Stream<Arguments> disputes() {
        return Stream.of(
                arguments(StatusQuery.NOT_FOUND, 416),
                arguments(StatusQuery.NOT_FOUND, 400),
                arguments(StatusQuery.NOT_FOUND, 409),
                arguments(StatusQuery.METHOD_NOT_ALLOWED, 416),
                arguments(StatusQuery.METHOD_NOT_ALLOWED, 400),
                arguments(StatusQuery.METHOD_NOT_ALLOWED, 409));
    }

    /**
     * <pre>
     * server   has [0,2000), does not answer questions about the session
     * client   sent [1000,2000), does not know; sends it again
     * answer   400, 409 or 416, as the range overlaps
     * then     nobody knows the offset: the session is deleted, a new one starts from byte 0
     * </pre>
     */
    @ParameterizedTest
    @MethodSource("disputes")
    void aDisputeWithoutAStatusTakesANewSession(StatusQuery query, int status) {
        world.emulator.answers().statusQuery(query).rangeConflictStatus(status);
        world.on(PUT_RANGE).nth(2).loseReply();

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.requests())
                .containsSubsequence(
                        "put 1000-1999 0", "put 1000-1999 " + status, "cancel 204", "open 201", "put 0-999 200");
        assertThat(world.requests("open")).hasSize(2);
    }

    /**
     * <pre>
     * server   has [0,2000), answers the question about the session only the second time
     * client   sent [1000,2000), does not know; sends it again
     * answer   400, 409 or 416
     * then     the session says 2000, the upload goes on there
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {400, 409, 416})
    void aDisputeIsSettledByTheStatus(int status) {
        world.emulator.answers().rangeConflictStatus(status);
        world.on(PUT_RANGE).nth(2).loseReply();
        world.on(SESSION_STATUS).answer(405);

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.requests())
                .containsSubsequence(
                        "put 1000-1999 0", "status 405", "put 1000-1999 " + status, "status 200", "put 2000-2499 201");
        assertThat(world.requests("open")).hasSize(1);
    }

    /**
     * <pre>
     * server   has [0,1000)
     * client   sends [1000,2000) for the first time
     * answer   416
     * then     that is a disagreement in any case: the session says 1000, the range is sent again
     * </pre>
     */
    @Test
    void a416IsADisputeAlsoTheFirstTime() {
        world.on(PUT_RANGE).nth(2).answer(416);

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.requests())
                .containsSubsequence("put 1000-1999 416", "status 200", "put 1000-1999 200", "put 2000-2499 201");
    }

    /**
     * <pre>
     * server   has [0,1000) and fails from then on
     * client   has 5 tries per request
     * answer   500, or none
     * then     gives up after 5 tries and deletes the session
     * </pre>
     */
    @ParameterizedTest
    @MethodSource("withoutEffect")
    void aServiceThatKeepsFailingUsesTheTriesUp(Consumer<Fault> fault) {
        fault.accept(world.on(PUT_RANGE).nth(2).always());

        UploadException failure = world.failureOf(file);

        assertThat(failure.failure()).isIn(UploadFailure.SERVICE_FAULT, UploadFailure.RANGE_BROKEN_OFF);
        assertThat(failure.failure().retryable()).isTrue();
        assertThat(failure.bytesCommitted()).isEqualTo(1000);
        assertThat(world.requests("put 1000-1999")).hasSize(5);
        assertThat(world.waits())
                .containsExactly(
                        Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
        world.assertGoesOn(file);
    }

    /**
     * <pre>
     * server   fails 3 times with each range
     * client   has 5 tries per request
     * answer   500
     * then     tries are counted per request: the upload succeeds
     * </pre>
     */
    @Test
    void triesAreCountedPerRequest() {
        for (int first : new int[] {1, 5, 9}) {
            world.on(PUT_RANGE).nth(first).times(3).answer(500);
        }

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.requests("put")).hasSize(12);
    }

    /**
     * <pre>
     * server   forgets the session at the second range, and fails 3 times with each range of the next
     * client   has 5 tries per request
     * answer   404, then 500
     * then     tries are counted per request also in the second session
     * </pre>
     */
    @Test
    void triesAreCountedPerRequestInEverySession() {
        byte[] longer = World.file(4500);
        world.on(PUT_RANGE).nth(5).loseSession();
        for (int first : new int[] {6, 10, 14, 18}) {
            world.on(PUT_RANGE).nth(first).times(3).answer(500);
        }

        world.attach(longer);

        world.attachedOnce(longer);
        assertThat(world.requests("open")).hasSize(2);
    }

    /**
     * <pre>
     * server   is silent, longer than a request may take
     * client   sends [0,1048576) twice, then ranges of half the size
     * answer   none in time
     * then     halves after each further silence, but not below 327,680 bytes
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({"1, 1048576", "2, 524288", "3, 327680", "4, 327680"})
    void twoTimeoutsInARowHalveTheRanges(int timeouts, int expected) {
        byte[] large = World.file(1_500_000);
        world.chunkSize = 1_048_576;

        world.finish(world.upload(world.silentFor(timeouts), new BytesContent(large)));

        world.attachedOnce(large);
        assertThat(world.requests("put").get(0)).isEqualTo("put 0-" + (expected - 1) + " 200");
    }

    static Stream<Named<Consumer<Fault>>> brokenConnections() {
        return Stream.of(
                fault("reset before reading", Fault::resetBeforeReading),
                fault("reset while reading", f -> f.resetWhileReading(70_000)),
                fault("end of stream while reading", f -> f.resetWhileReading(70_000)
                        .endOfStream()),
                fault("reset after reading", Fault::resetAfterReading));
    }

    /**
     * <pre>
     * server   breaks the connection of each range over 600,000 bytes, in whatever way: a proxy's limit, whose 413 gets lost
     * client   sends [0,1048576) twice, then ranges of half the size
     * answer   none, but at once
     * then     the file is attached in ranges that pass
     * </pre>
     */
    @ParameterizedTest
    @MethodSource("brokenConnections")
    void twoBrokenConnectionsInARowHalveTheRanges(Consumer<Fault> fault) {
        byte[] large = World.file(1_500_000);
        world.chunkSize = 1_048_576;
        world.smallFileLimit = 0;
        Fault limit = world.on(PUT_RANGE).largerThan(600_000).always();
        fault.accept(limit);

        world.attach(large);

        world.attachedOnce(large);
        assertThat(world.requests("put 0-")).containsSubsequence("put 0-1048575 0", "put 0-1048575 0");
        assertThat(world.requests("put"))
                .filteredOn(put -> put.endsWith(" 200"))
                .allSatisfy(put -> {
                    String[] range = put.split("[ -]", -1);
                    assertThat(Long.parseLong(range[2]) - Long.parseLong(range[1]))
                            .isLessThan(524_288);
                });
        assertThat(world.requests("open")).hasSize(1);
    }

    /**
     * <pre>
     * server   is silent once, then resets; or the other way round
     * client   sends [0,1048576) twice, then [0,524288)
     * then     in a row is in a row, of whatever kind
     * </pre>
     */
    @Test
    void brokenConnectionsOfDifferentKindsAreOneRow() {
        byte[] large = World.file(1_500_000);
        world.chunkSize = 1_048_576;
        world.on(PUT_RANGE).resetBeforeReading();

        world.finish(world.upload(world.silentFor(1), new BytesContent(large)));

        world.attachedOnce(large);
        assertThat(world.requests("put")).startsWith("put 0-1048575 0", "put 0-524287 200");
    }

    /**
     * <pre>
     * server   breaks one connection, answers, breaks another one
     * client   sends ranges of 1,048,576 bytes
     * then     that is no row: ranges keep their size
     * </pre>
     */
    @Test
    void brokenConnectionsWithAnAnswerBetweenThemAreNoRow() {
        byte[] large = World.file(2_500_000);
        world.chunkSize = 1_048_576;
        world.on(PUT_RANGE).nth(1).resetBeforeReading();
        world.on(PUT_RANGE).nth(2).answer(503);
        world.on(PUT_RANGE).nth(3).resetBeforeReading();

        world.attach(large);

        world.attachedOnce(large);
        assertThat(world.requests("put"))
                .endsWith("put 0-1048575 200", "put 1048576-2097151 200", "put 2097152-2499999 201");
    }

    /**
     * <pre>
     * server   is not there for a while
     * client   wants to send [0,1048576), finds nobody, three times
     * then     nothing was sent, so nothing was too large: ranges keep their size
     * </pre>
     */
    @Test
    void connectionsThatDoNotComeAboutDoNotHalveTheRanges() {
        byte[] large = World.file(1_500_000);
        world.chunkSize = 1_048_576;

        world.finish(world.upload(world.unreachableFor(3), new BytesContent(large)));

        world.attachedOnce(large);
        assertThat(world.requests("put")).containsExactly("put 0-1048575 200", "put 1048576-1499999 201");
    }

    /**
     * <pre>
     * server   breaks the connection of each range
     * client   has 5 tries
     * answer   none
     * then     gives up in ranges not below 327,680 bytes, and says which option makes them smaller from the start
     * </pre>
     */
    @Test
    void rangesThatAreAlwaysBrokenOffNameTheirOption() {
        world.chunkSize = 1_048_576;
        world.on(PUT_RANGE).always().resetWhileReading(70_000);

        UploadException failure = world.failureOf(World.file(1_500_000));

        assertThat(failure.failure()).isEqualTo(UploadFailure.RANGE_BROKEN_OFF);
        assertThat(failure.failure().remedy()).contains("chunkSize", "proxy");
        assertThat(world.requests("put"))
                .containsExactly(
                        "put 0-1048575 0", "put 0-1048575 0", "put 0-524287 0", "put 0-327679 0", "put 0-327679 0");
        world.assertGoesOn(World.file(1_500_000));
    }
}
