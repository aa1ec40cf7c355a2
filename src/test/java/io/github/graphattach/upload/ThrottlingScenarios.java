package io.github.graphattach.upload;

import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The upload host asks for patience: 429, 503, 504, 509, or any answer with Retry-After. */
class ThrottlingScenarios {

    @RegisterExtension
    static final World world = new World();

    private final byte[] file = World.file(2500);

    /**
     * <pre>
     * server   has [0,1000), does not say when to come back
     * client   sends [1000,2000)
     * answer   429, 503, 504 or 509, without Retry-After
     * then     back-off, the same range again, the session is not asked
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {429, 503, 504, 509})
    void aRangeIsSentAgainAfterABackOff(int status) {
        world.on(PUT_RANGE).nth(2).answer(status);

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.waits()).containsExactly(Duration.ofMillis(500));
        assertThat(world.requests())
                .containsExactly(
                        "list 200",
                        "open 201",
                        "put 0-999 200",
                        "put 1000-1999 " + status,
                        "put 1000-1999 200",
                        "put 2000-2499 201",
                        "value 200");
    }

    /**
     * <pre>
     * server   has [0,1000)
     * client   sends [1000,2000)
     * answer   any refusal, with Retry-After in one of its three forms
     * then     exactly that time, the same range again
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({
        "429, 120, 120000",
        "429, 2.128, 2128",
        "503, 7, 7000",
        "500, 9, 9000",
        "403, 3, 3000",
        "404, 4, 4000",
        "401, 5, 5000",
        "412, 6, 6000",
        "507, 8, 8000",
        "509, 1, 1000"
    })
    void theServiceNamesTheWait(int status, String retryAfter, long millis) {
        world.on(PUT_RANGE).nth(2).answer(status).retryAfter(retryAfter);

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.waits()).containsExactly(Duration.ofMillis(millis));
        assertThat(world.requests("put 1000-1999")).containsExactly("put 1000-1999 " + status, "put 1000-1999 200");
    }

    /**
     * <pre>
     * server   has [0,1000)
     * client   sends [1000,2000)
     * answer   429, Retry-After: an HTTP date 90 s after the answer's Date
     * then     90 s, counted on the service's clock
     * </pre>
     */
    @Test
    void theServiceNamesADate() {
        world.clock.advance(Duration.ofHours(3));
        world.on(PUT_RANGE)
                .nth(2)
                .answer(429)
                .retryAfter(world.clock
                        .now()
                        .minus(Duration.ofHours(3))
                        .truncatedTo(ChronoUnit.SECONDS)
                        .plusSeconds(90));

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.waits()).hasSize(1);
        assertThat(world.waits().get(0)).isBetween(Duration.ofSeconds(85), Duration.ofSeconds(90));
    }

    /**
     * <pre>
     * server   throttles
     * client   sends [1000,2000)
     * answer   429 with a Retry-After that is no time, is over, or is zero
     * then     back-off: a service that is asked again at once throttles again
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(strings = {"soon", "-5", "", "0", "0.0", "Wed, 21 Oct 2015 07:28:00 GMT", "99999999999999999999"})
    void aRetryAfterThatNamesNoWaitIsReplacedByABackOff(String retryAfter) {
        world.on(PUT_RANGE).nth(2).times(2).answer(429).retryAfter(retryAfter);

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.waits()).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
    }

    /**
     * <pre>
     * server   throttles for a long time, 20 answers in a row
     * client   has 5 tries per request
     * answer   429, Retry-After: 30
     * then     waiting for a throttle costs no try
     * </pre>
     */
    @Test
    void waitingForAThrottleCostsNoTry() {
        world.on(PUT_RANGE).nth(2).times(20).answer(429).retryAfter("30");

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.waits()).hasSize(20).containsOnly(Duration.ofSeconds(30));
    }

    /**
     * <pre>
     * server   is out of order
     * client   has 5 tries per request
     * answer   503, Retry-After: 30, without end
     * then     gives up after 5 tries; a redelivery waits as long as the service said
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {503, 504, 509, 500})
    void aServiceThatStaysOutOfOrderUsesTheTriesUp(int status) {
        world.on(PUT_RANGE).nth(2).always().answer(status).retryAfter("30");

        UploadException failure = world.failureOf(file);

        assertThat(world.requests("put 1000-1999")).hasSize(5);
        assertThat(failure.failure().retryable()).isTrue();
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(30));
        world.assertGoesOn(file);
    }

    /**
     * <pre>
     * server   wants to be left alone for an hour
     * client   waits 10 minutes at most
     * answer   429, Retry-After: 3600
     * then     fails at once and says when to come back; the session stays open for then
     * </pre>
     */
    @Test
    void aWaitThatIsTooLongFailsAtOnce() {
        world.on(PUT_RANGE).nth(2).answer(429).retryAfter("3600");

        UploadException failure = world.failureOf(file);

        assertThat(failure.failure()).isEqualTo(UploadFailure.THROTTLED);
        assertThat(failure.retryAfter()).contains(Duration.ofHours(1));
        assertThat(failure.bytesCommitted()).isEqualTo(1000);
        assertThat(world.waits()).isEmpty();
        world.assertGoesOn(file);
    }

    /**
     * <pre>
     * server   throttles without end
     * client   may take 2 hours
     * answer   429, with a short Retry-After or none
     * then     gives up before the 2 hours are over, with few requests
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(strings = {"none", "0", "60"})
    void aThrottleWithoutEndEndsWithTheUploadsTime(String retryAfter) {
        world.on(PUT_RANGE).nth(2).always().answer(429).retryAfter(retryAfter);

        UploadException failure = world.failureOf(file);

        assertThat(failure.failure().retryable()).isTrue();
        assertThat(world.clock.nanos()).isLessThanOrEqualTo(Duration.ofHours(2).toNanos());
        assertThat(world.requests("put")).hasSizeLessThan(300);
        world.assertGoesOn(file);
    }
}
