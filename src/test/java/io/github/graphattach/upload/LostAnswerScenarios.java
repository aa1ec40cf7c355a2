package io.github.graphattach.upload;

import static io.github.graphattach.emulator.RequestKind.CANCEL_SESSION;
import static io.github.graphattach.emulator.RequestKind.GET_CONTENT;
import static io.github.graphattach.emulator.RequestKind.LIST_ATTACHMENTS;
import static io.github.graphattach.emulator.RequestKind.POST_ATTACHMENT;
import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.Answers.StatusQuery;
import io.github.graphattach.emulator.EmulatedAttachment;
import io.github.graphattach.emulator.Fault;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The answer that would say whether the attachment was made is lost or says something else. */
class LostAnswerScenarios {

    @RegisterExtension
    static final World world = new World();

    private final byte[] file = World.file(2500);
    private final byte[] small = World.file(300);

    private static Named<Consumer<Fault>> fault(String name, Consumer<Fault> fault) {
        return Named.of(name, fault);
    }

    static Stream<Named<Consumer<Fault>>> afterItsEffect() {
        return Stream.of(
                fault("no answer", Fault::loseReply),
                fault("end of stream", f -> f.loseReply().endOfStream()),
                fault("408", f -> f.answer(408).afterCommit()),
                fault("500", f -> f.answer(500).afterCommit()),
                fault("502 in HTML", f -> f.answer(502)
                        .body("text/html", "<html>Bad Gateway</html>")
                        .afterCommit()),
                fault("503", f -> f.answer(503).afterCommit()),
                fault("503 with Retry-After", f -> f.answer(503).retryAfter("7").afterCommit()),
                fault("504", f -> f.answer(504).afterCommit()),
                fault("412", f -> f.answer(412).afterCommit()),
                fault("423", f -> f.answer(423).afterCommit()),
                fault("200 without anything", f -> f.answer(200).afterCommit()),
                fault("200 in HTML", f -> f.answer(200)
                        .body("text/html", "<html>Sign in</html>")
                        .afterCommit()),
                fault("204", f -> f.answer(204).afterCommit()),
                fault("201 without Location", Fault::withoutLocation),
                fault("201 with a garbled Location", f -> f.answer(201)
                        .header("Location", "https://outlook.office.com/nowhere")
                        .afterCommit()));
    }

    static Stream<Named<Consumer<Fault>>> afterItsEffectOnTheUploadHost() {
        return Stream.concat(
                afterItsEffect(),
                Stream.of(
                        fault("404", f -> f.answer(404).afterCommit()),
                        fault("410", f -> f.answer(410).afterCommit()),
                        fault("401", f -> f.answer(401).afterCommit()),
                        fault("416", f -> f.answer(416).afterCommit()),
                        fault("407 of a proxy", f -> f.answer(407).afterCommit()),
                        fault("200 with the end as next offset", f -> f.answer(200)
                                .body("application/json", "{\"nextExpectedRanges\":[\"2500\"]}")
                                .afterCommit()),
                        fault("200 with an offset behind the end", f -> f.answer(200)
                                .body("application/json", "{\"nextExpectedRanges\":[\"9999\"]}")
                                .afterCommit()),
                        fault("200 with an offset that is none", f -> f.answer(200)
                                .body("application/json", "{\"nextExpectedRanges\":[\"done\"]}")
                                .afterCommit())));
    }

    /**
     * <pre>
     * server   has made the attachment
     * client   sent the last range
     * answer   anything but 201 with a Location, or none
     * then     the attachment is found by its bytes; no second session, no second copy
     * </pre>
     */
    @ParameterizedTest
    @MethodSource("afterItsEffectOnTheUploadHost")
    void whatTheLastRangeMadeIsFound(Consumer<Fault> fault) {
        fault.accept(world.on(PUT_RANGE).lastRange());

        UploadResult result = world.attach(file);

        assertThat(result.attachmentId()).isEqualTo(world.attachedOnce(file).id());
        assertThat(result.verified()).isEqualTo(UploadResult.Verified.CONTENT);
        assertThat(world.requests("open")).hasSize(1);
    }

    /**
     * <pre>
     * server   has made the attachment; does not answer questions about sessions
     * client   sent the last range, does not know; sends it again
     * answer   none, then 404
     * then     found; 404 does not mean that the file is lost
     * </pre>
     */
    @ParameterizedTest
    @MethodSource("afterItsEffectOnTheUploadHost")
    void whatTheLastRangeMadeIsFoundWithoutAStatus(Consumer<Fault> fault) {
        world.emulator.answers().statusQuery(StatusQuery.METHOD_NOT_ALLOWED);
        fault.accept(world.on(PUT_RANGE).lastRange());

        UploadResult result = world.attach(file);

        assertThat(result.attachmentId()).isEqualTo(world.attachedOnce(file).id());
        assertThat(world.requests("open")).hasSize(1);
    }

    /**
     * <pre>
     * server   has made the attachment
     * client   has one try per request
     * answer   none, or anything but 201
     * then     found before the upload gives up
     * </pre>
     */
    @ParameterizedTest
    @MethodSource("afterItsEffectOnTheUploadHost")
    void whatTheLastRangeMadeIsFoundAlsoByAnUploadThatWouldGiveUp(Consumer<Fault> fault) {
        world.maxAttempts = 1;
        world.maxSessions = 1;
        fault.accept(world.on(PUT_RANGE).lastRange());

        UploadResult result = world.attach(file);

        assertThat(result.attachmentId()).isEqualTo(world.attachedOnce(file).id());
    }

    /**
     * <pre>
     * server   has not made the attachment, and forgets the session
     * client   sent the last range
     * answer   404
     * then     DELETE of the session first, then a search for 60 s with back-off, then a new session
     * </pre>
     */
    @Test
    void whatWasNotMadeIsSentAgainAfterASearch() {
        world.on(PUT_RANGE).lastRange().loseSession();

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.requests())
                .containsExactly(
                        "list 200",
                        "open 201",
                        "put 0-999 200",
                        "put 1000-1999 200",
                        "put 2000-2499 404",
                        "cancel 404",
                        "list 200",
                        "list 200",
                        "list 200",
                        "list 200",
                        "list 200",
                        "list 200",
                        "list 200",
                        "open 201",
                        "put 0-999 200",
                        "put 1000-1999 200",
                        "put 2000-2499 201",
                        "value 200");
        assertThat(world.waits().stream().reduce(Duration.ZERO, Duration::plus)).isLessThan(Duration.ofSeconds(61));
    }

    /**
     * <pre>
     * server   has made the attachment, lists it half a minute late
     * client   looks with back-off
     * answer   empty lists, then one with the attachment
     * then     found, no second copy
     * </pre>
     */
    @Test
    void whatIsListedLateIsFound() {
        world.on(PUT_RANGE).lastRange().answer(404).afterCommit();
        world.on(LIST_ATTACHMENTS).nth(2).times(5).answer(200).body("application/json", "{\"value\":[]}");

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.requests("list")).hasSize(7);
    }

    /**
     * <pre>
     * server   has made the attachment, but lists cannot be had
     * client   looks for 60 s
     * answer   500 to every list
     * then     nobody knows: no second session, fails as unverified, deletes nothing
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {404, 500, 403, 200})
    void withoutALookAtTheItemNothingIsSentAgain(int status) {
        world.on(PUT_RANGE).lastRange().answer(404).afterCommit();
        world.on(LIST_ATTACHMENTS).nth(2).always().answer(status);

        UploadException failure = world.failureOf(file);

        assertThat(failure.failure()).isEqualTo(UploadFailure.UNVERIFIED);
        assertThat(failure.failure().retryable()).isTrue();
        world.attachedOnce(file);
    }

    /**
     * <pre>
     * server   has made the attachment, but its bytes cannot be read
     * client   sees a new attachment, cannot tell whose it is
     * answer   500 to every $value
     * then     no second session, fails as unverified, deletes nothing
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {404, 500, 405})
    void withoutALookAtTheBytesNothingIsSentAgain(int status) {
        world.on(PUT_RANGE).lastRange().answer(404).afterCommit();
        world.on(GET_CONTENT).always().answer(status);

        UploadException failure = world.failureOf(file);

        assertThat(failure.failure()).isEqualTo(UploadFailure.UNVERIFIED);
        world.attachedOnce(file);
    }

    /**
     * <pre>
     * server   has made the attachment; shows other bytes once
     * client   looks at it twice before it believes that it is somebody else's
     * then     found, no second copy
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {300, 2500})
    void oneLookAtOtherBytesDoesNotMakeItSomebodyElses(int size) {
        byte[] bytes = World.file(size);
        world.on(PUT_RANGE).lastRange().loseReply();
        world.on(POST_ATTACHMENT).loseReply();
        world.on(GET_CONTENT).answer(200).body("application/octet-stream", "other");

        world.attach(bytes);

        world.attachedOnce(bytes);
    }

    /**
     * <pre>
     * server   has made the attachment, throttles the search for 5 minutes
     * client   looks for 60 s, waits for the throttle outside of them
     * answer   429, Retry-After: 300
     * then     found
     * </pre>
     */
    @Test
    void aThrottleDoesNotEndTheSearch() {
        world.on(PUT_RANGE).lastRange().answer(404).afterCommit();
        world.on(LIST_ATTACHMENTS).nth(2).answer(429).retryAfter("300");

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.waits()).containsExactly(Duration.ofMinutes(5));
    }

    /**
     * <pre>
     * server   has made the attachment, throttles the search for an hour
     * client   waits 10 minutes at most
     * answer   429, Retry-After: 3600
     * then     fails as throttled with that time; nothing is sent again
     * </pre>
     */
    @Test
    void aThrottleThatIsTooLongEndsTheSearch() {
        world.on(PUT_RANGE).lastRange().answer(404).afterCommit();
        world.on(LIST_ATTACHMENTS).nth(2).answer(429).retryAfter("3600");

        UploadException failure = world.failureOf(file);

        assertThat(failure.failure()).isEqualTo(UploadFailure.THROTTLED);
        assertThat(failure.retryAfter()).contains(Duration.ofHours(1));
        assertThat(world.requests("open")).hasSize(1);
        world.attachedOnce(file);
    }

    /**
     * <pre>
     * server   has made the attachment; its session expires meanwhile
     * client   sent the last range, was told 503, waits until the session is over
     * then     looks before it opens another session
     * </pre>
     */
    @Test
    void aSessionThatExpiresAfterTheLastRangeIsSearchedFirst() {
        world.uploadTimeout = Duration.ofHours(5);
        world.maxRetryAfter = Duration.ofHours(3);
        world.on(PUT_RANGE).lastRange().answer(503).retryAfter("7190").afterCommit();

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.requests("open")).hasSize(1);
    }

    /**
     * <pre>
     * server   has made the attachment; cannot delete the session
     * client   sent the last range
     * answer   404, then 500 to DELETE
     * then     found all the same
     * </pre>
     */
    @Test
    void aSessionThatCannotBeDeletedDoesNotEndTheSearch() {
        world.on(PUT_RANGE).lastRange().answer(404).afterCommit();
        world.on(CANCEL_SESSION).always().answer(500);

        world.attach(file);

        world.attachedOnce(file);
    }

    /**
     * <pre>
     * server   has not made the attachment; cannot delete the session at first
     * client   sent the last range, was told 412
     * then     asks for the deletion again with each look, so that nothing can be made behind its back
     * </pre>
     */
    @Test
    void aSessionIsDeletedWhileTheSearchGoesOn() {
        world.on(PUT_RANGE).lastRange().answer(412);
        world.on(CANCEL_SESSION).times(3).answer(500);

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.requests("cancel")).containsExactly("cancel 500", "cancel 500", "cancel 500", "cancel 204");
    }

    /**
     * <pre>
     * server   has made the attachment
     * client   posted a small file
     * answer   anything but 201 with an id, or none
     * then     found by its bytes; there is no second POST
     * </pre>
     */
    @ParameterizedTest
    @MethodSource("afterItsEffect")
    void whatThePostMadeIsFound(Consumer<Fault> fault) {
        fault.accept(world.on(POST_ATTACHMENT));

        UploadResult result = world.attach(small);

        assertThat(result.attachmentId()).isEqualTo(world.attachedOnce(small).id());
        assertThat(world.requests("post")).hasSize(1);
    }

    /**
     * <pre>
     * server   has made the attachment
     * client   posted a small file
     * answer   201 whose id is missing, null, blank or no text, or whose body is cut
     * then     found by its bytes
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"id\":null}", "{\"id\":\" \"}", "{\"id\":{\"x\":1}}", "[]", "", "{\"id\":\"A", "null"})
    void whatThePostMadeIsFoundWithoutAnId(String body) {
        world.on(POST_ATTACHMENT).answer(201).body("application/json", body).afterCommit();

        UploadResult result = world.attach(small);

        assertThat(result.attachmentId()).isEqualTo(world.attachedOnce(small).id());
        assertThat(world.requests("post")).hasSize(1);
    }

    static Stream<Named<Consumer<Fault>>> withoutEffect() {
        return Stream.of(
                fault("reset before reading", Fault::resetBeforeReading),
                fault("reset while reading", f -> f.resetWhileReading(100)),
                fault("reset after reading", Fault::resetAfterReading),
                fault("408", f -> f.answer(408)),
                fault("409", f -> f.answer(409)),
                fault("412", f -> f.answer(412)),
                fault("423", f -> f.answer(423)),
                fault("500", f -> f.answer(500)),
                fault("503", f -> f.answer(503)),
                fault("504", f -> f.answer(504)));
    }

    /**
     * <pre>
     * server   has not made the attachment
     * client   posted a small file
     * answer   ambiguous, or none
     * then     a search for 60 s, then a second POST
     * </pre>
     */
    @ParameterizedTest
    @MethodSource("withoutEffect")
    void whatThePostDidNotMakeIsPostedAgainAfterASearch(Consumer<Fault> fault) {
        fault.accept(world.on(POST_ATTACHMENT));

        world.attach(small);

        world.attachedOnce(small);
        assertThat(world.requests("post")).hasSize(2);
        assertThat(world.requests("list")).hasSize(8);
    }

    /**
     * <pre>
     * server   throttles: 429 says that nothing was done
     * client   posted a small file
     * answer   429, Retry-After: 2
     * then     no search, a second POST
     * </pre>
     */
    @Test
    void aThrottledPostIsRepeatedWithoutASearch() {
        world.on(POST_ATTACHMENT).answer(429).retryAfter("2");

        world.attach(small);

        world.attachedOnce(small);
        assertThat(world.requests()).containsExactly("list 200", "post 429", "post 201");
    }

    /**
     * <pre>
     * server   keeps losing the answer to the POST, and the list never shows what was made
     * client   has 5 tries
     * then     gives up after 5 tries
     * </pre>
     */
    @Test
    void aPostThatKeepsFailingUsesTheTriesUp() {
        world.on(POST_ATTACHMENT).always().answer(500);

        UploadException failure = world.failureOf(small);

        assertThat(failure.failure()).isEqualTo(UploadFailure.SERVICE_FAULT);
        assertThat(world.requests("post")).hasSize(5);
        world.assertNothingLeft();
    }

    /**
     * <pre>
     * server   has another attachment of the same name and the same bytes, made by somebody else before
     * client   sends the file; the last answer is lost, twice over in the second case
     * then     ours is found beside theirs: exactly two, theirs is not touched
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {300, 2500})
    void aTwinIsNotMistakenForOurs(int size) {
        byte[] bytes = World.file(size);
        String theirs = world.attachedBefore(World.NAME, bytes);
        world.on(PUT_RANGE).lastRange().loseReply();
        world.on(POST_ATTACHMENT).loseReply();

        UploadResult result = world.attach(bytes);

        List<EmulatedAttachment> attachments = world.item.attachments();
        assertThat(attachments).extracting(EmulatedAttachment::id).containsExactly(theirs, result.attachmentId());
        world.assertStored(attachments.get(0), bytes);
        world.assertStored(attachments.get(1), bytes);
        world.assertNoSession();
    }

    /**
     * <pre>
     * server   has a twin made before; has not made ours
     * client   sends the file; the last range is lost without effect
     * then     the twin is not taken for ours: a second try, exactly two attachments
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {300, 2500})
    void aTwinDoesNotEndTheUpload(int size) {
        byte[] bytes = World.file(size);
        String theirs = world.attachedBefore(World.NAME, bytes);
        world.on(PUT_RANGE).lastRange().loseSession();
        world.on(POST_ATTACHMENT).resetAfterReading();

        UploadResult result = world.attach(bytes);

        assertThat(world.item.attachments())
                .extracting(EmulatedAttachment::id)
                .containsExactly(theirs, result.attachmentId());
    }

    /**
     * <pre>
     * server   has made the attachment; then got the same bytes under another name from somebody else
     * client   has lost the answer
     * then     the one of its own name is its own, though the other is newer
     * </pre>
     */
    @Test
    void ofTwoWithTheFilesBytesTheOneOfOurNameIsOurs() throws Exception {
        world.on(PUT_RANGE).lastRange().loseReply();
        Upload upload = world.upload(file);
        world.makeRequests(upload, 5);
        world.emulator.advanceClock(Duration.ofMinutes(1));
        String theirs = world.attachedBefore("other.pdf", file);

        UploadResult result = world.finish(upload);

        assertThat(result.attachmentId()).isNotEqualTo(theirs);
        assertThat(world.item.attachments()).hasSize(2);
    }

    /**
     * <pre>
     * server   has got other attachments since: of our name with other bytes of the same size, and smaller and larger ones
     * client   sent the last range, was told 404
     * then     ours is the one with our bytes; the others are not touched
     * </pre>
     */
    @Test
    void theNameIsNoCriterion() throws UploadException {
        Upload upload = world.upload(file);
        world.makeRequests(upload, 4);
        world.attachedBefore(World.NAME, World.file(2400));
        world.attachedBefore(World.NAME, World.file(2600));
        byte[] sameSize = file.clone();
        sameSize[1700]++;
        world.attachedBefore(World.NAME, sameSize);
        world.on(PUT_RANGE).lastRange().answer(404).afterCommit();

        UploadResult result = world.finish(upload);

        assertThat(world.item.attachments()).hasSize(4);
        EmulatedAttachment ours = world.item.attachments().get(3);
        assertThat(result.attachmentId()).isEqualTo(ours.id());
        world.assertStored(ours, file);
        assertThat(world.requests("delete")).isEmpty();
    }
}
