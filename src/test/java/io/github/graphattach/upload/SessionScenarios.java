package io.github.graphattach.upload;

import static io.github.graphattach.emulator.RequestKind.CANCEL_SESSION;
import static io.github.graphattach.emulator.RequestKind.OPEN_SESSION;
import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A session is lost, refused, expired or spoilt, or the service refuses the file for good. */
class SessionScenarios {

    @RegisterExtension
    static final World world = new World();

    private final byte[] file = World.file(2500);

    /**
     * <pre>
     * server   has [0,1000), forgets the session
     * client   sends [1000,2000)
     * answer   404, 410 or 401
     * then     a pause, a new session from byte 0; nothing is searched, as the last byte was never sent
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {404, 410, 401})
    void aLostSessionIsReplacedByANewOne(int status) {
        world.on(PUT_RANGE).nth(2).answer(status).loseSession();

        UploadResult result = world.attach(file);

        world.attachedOnce(file);
        assertThat(world.requests())
                .containsExactly(
                        "list 200",
                        "open 201",
                        "put 0-999 200",
                        "put 1000-1999 " + status,
                        "cancel 404",
                        "open 201",
                        "put 0-999 200",
                        "put 1000-1999 200",
                        "put 2000-2499 201",
                        "value 200");
        assertThat(world.waits()).containsExactly(Duration.ofMillis(500));
        assertThat(world.events()).contains(UploadEvent.Type.REOPENED);
        assertThat(result.verified()).isEqualTo(UploadResult.Verified.CONTENT);
    }

    /**
     * <pre>
     * server   forgets every session at its second range
     * client   opens 3 sessions at most
     * answer   404
     * then     gives up
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void notMoreSessionsAreOpenedThanAllowed(int maxSessions) {
        world.maxSessions = maxSessions;
        for (int session = 0; session < 5; session++) {
            world.on(PUT_RANGE).nth(2 + 2 * session).loseSession();
        }

        UploadException failure = world.failureOf(file);

        assertThat(failure.failure()).isEqualTo(UploadFailure.SESSION_LOST);
        assertThat(failure.failure().retryable()).isTrue();
        assertThat(world.requests("open")).hasSize(maxSessions);
        world.assertNothingLeft();
    }

    /**
     * <pre>
     * server   has an incident: refuses every session it has just opened
     * client   sends [0,1000)
     * answer   401
     * then     new sessions after pauses, then a failure that names the incident and the proxy that adds Authorization
     * </pre>
     */
    @Test
    void sessionsThatAreRefusedWhenFreshNameTheIncident() {
        world.on(PUT_RANGE).always().answer(401);

        UploadException failure = world.failureOf(file);

        assertThat(failure.failure()).isEqualTo(UploadFailure.SESSION_REFUSED);
        assertThat(failure.failure().remedy()).contains("incident", "Authorization");
        assertThat(world.requests("open")).hasSize(3);
        assertThat(world.waits()).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
        world.assertNothingLeft();
    }

    /**
     * <pre>
     * server   another write changes the item
     * client   sends [1000,2000)
     * answer   412 ErrorIrresolvableConflict, or 423
     * then     the session is deleted, a pause, a new session
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {412, 423})
    void aConflictTakesANewSession(int status) {
        world.on(PUT_RANGE).nth(2).answer(status);

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.requests())
                .containsSubsequence(
                        "put 1000-1999 " + status, "cancel 204", "open 201", "put 0-999 200", "put 1000-1999 200");
        assertThat(world.waits()).containsExactly(Duration.ofMillis(500));
    }

    /**
     * <pre>
     * server   the item is written to all the time
     * client   opens 3 sessions at most
     * answer   412
     * then     gives up, retryable
     * </pre>
     */
    @Test
    void aConflictWithoutEndIsGivenUp() {
        world.on(PUT_RANGE).always().answer(412);

        UploadException failure = world.failureOf(file);

        assertThat(failure.failure()).isEqualTo(UploadFailure.ITEM_CONFLICT);
        assertThat(failure.failure().retryable()).isTrue();
        assertThat(world.requests("open")).hasSize(3);
        world.assertNothingLeft();
    }

    /**
     * <pre>
     * server   has [0,1000); its sessions live for 2 hours
     * client   waits for a throttle until less than a minute is left
     * request  no PUT, as it could end after the session
     * then     the session is deleted, a new one starts from byte 0
     * </pre>
     */
    @Test
    void noRangeStartsInASessionsLastMinute() {
        world.uploadTimeout = Duration.ofHours(5);
        world.maxRetryAfter = Duration.ofHours(2);
        world.on(PUT_RANGE).nth(2).answer(429).retryAfter("7150");

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.requests())
                .containsExactly(
                        "list 200",
                        "open 201",
                        "put 0-999 200",
                        "put 1000-1999 429",
                        "cancel 204",
                        "open 201",
                        "put 0-999 200",
                        "put 1000-1999 200",
                        "put 2000-2499 201",
                        "value 200");
    }

    /**
     * <pre>
     * server   lets the session end while a range is on its way; 401 or 404 for what comes after
     * client   sends [1000,2000)
     * answer   401 or 404
     * then     a new session from byte 0
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {401, 404})
    void aSessionThatExpiresOnTheWayIsReplaced(int status) {
        world.emulator.answers().expiredStatus(status);
        world.on(PUT_RANGE).nth(2).advanceClock(Duration.ofHours(3));

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.requests("open")).hasSize(2);
    }

    /**
     * <pre>
     * server   opens sessions that are over already
     * client   opens 3 at most
     * request  no PUT at all
     * then     gives up
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(strings = {"2019-09-25T01:09:30.7671707Z", "0001-01-01T00:00:00Z", "-999999999-01-01T00:00:00Z"})
    void sessionsThatAreOverWhenTheyOpenAreGivenUp(String expiry) {
        world.on(OPEN_SESSION)
                .always()
                .answer(201)
                .body(
                        "application/json",
                        "{\"uploadUrl\":\"" + world.emulator.uploadUrl()
                                + "/api/x?authtoken=y\",\"expirationDateTime\":\"" + expiry + "\"}");

        UploadException failure = world.failureOf(file);

        assertThat(failure.failure()).isEqualTo(UploadFailure.SESSION_LOST);
        assertThat(world.requests("open")).hasSize(3);
        assertThat(world.requests("put")).isEmpty();
    }

    /**
     * <pre>
     * server   or something before it takes small bodies only
     * client   sends [0,1048576)
     * answer   413 without a Graph error code
     * then     half the size in the same session, nothing of it counts as a try
     * </pre>
     */
    @Test
    void a413WithoutACodeHalvesTheRanges() {
        byte[] large = World.file(1_500_000);
        world.chunkSize = 1_048_576;
        world.on(PUT_RANGE)
                .largerThan(600_000)
                .always()
                .answer(413)
                .body("text/html", "<html>413 Request Entity Too Large</html>");

        world.attach(large);

        world.attachedOnce(large);
        assertThat(world.requests("put"))
                .containsExactly(
                        "put 0-1048575 413", "put 0-524287 200", "put 524288-1048575 200", "put 1048576-1499999 201");
        assertThat(world.requests("open")).hasSize(1);
    }

    /**
     * <pre>
     * server   or something before it takes no body at all
     * client   sends ranges down to 327,680 bytes
     * answer   413 without a code, always
     * then     fails for good
     * </pre>
     */
    @Test
    void a413ForSmallRangesTooIsGivenUp() {
        world.chunkSize = 1_048_576;
        world.on(PUT_RANGE).always().answer(413).body("text/plain", "");

        UploadException failure = world.failureOf(World.file(1_500_000));

        assertThat(failure.failure()).isEqualTo(UploadFailure.RANGE_TOO_LARGE);
        assertThat(world.requests("put")).containsExactly("put 0-1048575 413", "put 0-524287 413", "put 0-327679 413");
        world.assertNothingLeft();
    }

    /**
     * <pre>
     * server   refuses the file for good
     * client   sends [1000,2000) or the last range for the first time
     * answer   a status and a code that nothing can be done about
     * then     one try, the session is deleted
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({
        "413, ErrorMessageSizeExceeded, MESSAGE_TOO_LARGE",
        "400, ErrorMessageSizeExceeded, MESSAGE_TOO_LARGE",
        "500, ErrorMessageSizeExceeded, MESSAGE_TOO_LARGE",
        "507, ErrorQuotaExceeded, MAILBOX_FULL",
        "507, whatever, MAILBOX_FULL",
        "403, ErrorQuotaExceeded, MAILBOX_FULL",
        "500, ErrorQuotaExceeded, MAILBOX_FULL",
        "400, ErrorInvalidRequest, REJECTED",
        "403, ErrorAccessDenied, ACCESS_DENIED",
        "405, ErrorInvalidRequest, REJECTED",
        "409, ErrorInvalidRequest, REJECTED",
        "413, ErrorAttachmentSizeLimitExceeded, REJECTED",
        "415, ErrorInvalidRequest, REJECTED",
        "422, ErrorInvalidRequest, REJECTED",
        "451, ErrorInvalidRequest, REJECTED"
    })
    void aRefusalForGoodIsNotTriedAgain(int status, String code, UploadFailure expected) {
        for (int range : new int[] {2, 3}) {
            world.reset();
            world.on(PUT_RANGE).nth(range).answer(status).error(code);

            UploadException failure = world.failureOf(file);

            assertThat(failure.failure()).as("range %s", range).isEqualTo(expected);
            assertThat(failure.failure().retryable()).isFalse();
            assertThat(failure.reply().orElseThrow().error().code()).isEqualTo(code);
            assertThat(failure.bytesCommitted()).isEqualTo((range - 1) * 1000L);
            assertThat(world.requests("put")).hasSize(range);
            assertThat(world.waits()).isEmpty();
            world.assertNothingLeft();
        }
    }

    /**
     * <pre>
     * server   is not reached
     * client   sends [1000,2000)
     * answer   a redirect, 407, or an error page of something in between
     * then     fails, names the proxy; the redirect is not followed
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({
        "301, ''",
        "302, ''",
        "307, ''",
        "308, ''",
        "407, ''",
        "407, text/html",
        "400, text/html",
        "403, text/html",
        "404, text/html",
        "401, text/html",
        "418, text/html"
    })
    void anAnswerOfSomethingInBetweenNamesTheProxy(int status, String contentType) {
        world.on(PUT_RANGE)
                .nth(2)
                .answer(status)
                .header("Location", world.emulator.uploadUrl() + "/elsewhere")
                .body(
                        contentType.isEmpty() ? "text/plain" : contentType,
                        contentType.isEmpty() ? "" : "<html>no</html>");

        UploadException failure = world.failureOf(file);

        assertThat(failure.failure()).isEqualTo(UploadFailure.PROXY);
        assertThat(failure.failure().remedy()).contains("proxy");
        assertThat(world.requests("put")).hasSize(2);
        world.assertNothingLeft();
    }

    /**
     * <pre>
     * server   fails to delete the session once
     * client   gives up
     * request  DELETE, answered 503 or not at all
     * then     once more: no session stays open
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSessionIsDeletedAlsoWhenTheFirstTryFails(boolean answered) {
        world.on(PUT_RANGE).nth(2).answer(403);
        if (answered) {
            world.on(CANCEL_SESSION).answer(503);
        } else {
            world.on(CANCEL_SESSION).resetBeforeReading();
        }

        UploadException failure = world.failureOf(file);

        assertThat(failure.failure()).isEqualTo(UploadFailure.ACCESS_DENIED);
        world.assertNothingLeft();
    }
}
