package io.github.graphattach.upload;

import static io.github.graphattach.emulator.RequestKind.DELETE_ATTACHMENT;
import static io.github.graphattach.emulator.RequestKind.GET_ATTACHMENT;
import static io.github.graphattach.emulator.RequestKind.GET_CONTENT;
import static io.github.graphattach.emulator.RequestKind.LIST_ATTACHMENTS;
import static io.github.graphattach.emulator.RequestKind.POST_ATTACHMENT;
import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.graphattach.content.BytesContent;
import io.github.graphattach.emulator.Answers.LocationForm;
import io.github.graphattach.emulator.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done to know that the right bytes are attached, and what happens when they are not. */
class VerificationScenarios {

    @RegisterExtension
    static final World world = new World();

    private final byte[] file = World.file(2500);

    /**
     * <pre>
     * server   made the attachment, nothing went wrong
     * client   verify = none, auto, content
     * request  nothing; the size, unless the POST's answer tells it; the bytes
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({
        "NONE, 300, '', NONE",
        "NONE, 2500, '', NONE",
        "AUTO, 0, '', SIZE",
        "AUTO, 300, '', SIZE",
        "AUTO, 2500, get 200, SIZE",
        "CONTENT, 0, value 200, CONTENT",
        "CONTENT, 300, value 200, CONTENT",
        "CONTENT, 2500, value 200, CONTENT"
    })
    void theLevelSaysWhatIsAsked(VerifyLevel level, int size, String request, UploadResult.Verified expected) {
        world.verify = level;

        UploadResult result = world.attach(World.file(size));

        world.attachedOnce(World.file(size));
        assertThat(result.verified()).isEqualTo(expected);
        assertLookedAtBy(request);
    }

    private static void assertLookedAtBy(String request) {
        assertThat(world.requests().stream().filter(one -> one.startsWith("get") || one.startsWith("value")))
                .isEqualTo(request.isEmpty() ? List.of() : List.of(request));
    }

    /**
     * <pre>
     * server   made the attachment
     * client   posts
     * answer   201, which names it and says nothing of its size, or too little
     * then     it is looked at
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(strings = {"null", "\"300\"", "299", "0", "-1", "300.5", "true", "[300]", "{}"})
    void anAnswerWithoutTheWholeSizeIsNoLook(String size) throws IOException {
        byte[] small = World.file(300);

        world.finish(
                world.upload(world.postsAnsweredWithSize(new ObjectMapper().readTree(size)), new BytesContent(small)));

        world.attachedOnce(small);
        assertLookedAtBy("get 200");
    }

    /**
     * <pre>
     * server   made the attachment
     * answer   201 with the id in any form of Location
     * then     the id is taken, nothing is searched
     * </pre>
     */
    @ParameterizedTest
    @EnumSource(
            value = LocationForm.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE"})
    void theIdIsReadFromEveryFormOfLocation(LocationForm form) {
        world.emulator.answers().location(form);

        UploadResult result = world.attach(file);

        assertThat(result.attachmentId()).isEqualTo(world.attachedOnce(file).id());
        assertThat(world.requests("list")).hasSize(1);
    }

    /**
     * <pre>
     * server   made the attachment, answers without Location, and never lists it
     * client   looks for 60 s
     * then     fails as unverified; nothing is sent again, nothing deleted
     * </pre>
     */
    @Test
    void anAttachmentWithoutAnIdThatIsNeverListedIsUnverified() {
        world.emulator.answers().location(LocationForm.NONE);
        world.on(LIST_ATTACHMENTS).nth(2).always().answer(200).body("application/json", "{\"value\":[]}");

        UploadException failure = world.failureOf(file);

        assertThat(failure.failure()).isEqualTo(UploadFailure.UNVERIFIED);
        assertThat(world.requests("open")).hasSize(1);
        assertThat(world.requests("delete")).isEmpty();
        world.attachedOnce(file);
    }

    /**
     * <pre>
     * server   stores less than the file
     * answer   the size is below the file's
     * then     the bytes are read: they are right, so the size was wrong
     * </pre>
     */
    @Test
    void aSizeBelowTheFilesIsCheckedByTheBytes() {
        world.on(GET_ATTACHMENT).answer(200).body("application/json", "{\"size\":2499}");

        UploadResult result = world.attach(file);

        world.attachedOnce(file);
        assertThat(result.verified()).isEqualTo(UploadResult.Verified.CONTENT);
    }

    /**
     * <pre>
     * server   holds other bytes than were sent
     * client   reads them twice
     * answer   200 with other bytes, twice
     * then     what was attached is deleted and the upload starts over, once
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {300, 2500})
    void aProvenMismatchIsDeletedAndStartedOver(int size) {
        byte[] bytes = World.file(size);
        world.verify = VerifyLevel.CONTENT;
        world.on(GET_CONTENT).times(2).answer(200).body("application/octet-stream", "x".repeat(size));

        UploadResult result = world.attach(bytes);

        assertThat(result.attachmentId()).isEqualTo(world.attachedOnce(bytes).id());
        assertThat(world.requests().stream().filter(one -> one.startsWith("value") || one.startsWith("delete")))
                .containsExactly("value 200", "value 200", "delete 204", "value 200");
        assertThat(world.waits()).as("a pause before the second look").hasSize(1);
    }

    /**
     * <pre>
     * server   holds other bytes than were sent, again and again
     * client   starts over once
     * then     fails for good; nothing wrong is left attached
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {300, 2500})
    void aMismatchThatStaysFails(int size) {
        world.verify = VerifyLevel.CONTENT;
        world.on(GET_CONTENT).always().answer(200).body("application/octet-stream", "wrong");

        UploadException failure = world.failureOf(World.file(size));

        assertThat(failure.failure()).isEqualTo(UploadFailure.MISMATCH);
        assertThat(failure.failure().retryable()).isFalse();
        assertThat(world.requests("delete")).hasSize(2);
        world.assertNothingLeft();
    }

    /**
     * <pre>
     * server   answers other bytes once, the right ones the next time
     * client   reads twice before it believes a difference
     * then     verified; nothing is deleted
     * </pre>
     */
    @Test
    void aDifferenceThatIsSeenOnceIsNoMismatch() {
        world.verify = VerifyLevel.CONTENT;
        world.on(GET_CONTENT).answer(200).body("application/octet-stream", "wrong");

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.requests("delete")).isEmpty();
    }

    private static Named<Consumer<Fault>> fault(String name, Consumer<Fault> fault) {
        return Named.of(name, fault);
    }

    static Stream<Named<Consumer<Fault>>> unreadable() {
        return Stream.of(
                fault("404", f -> f.answer(404)),
                fault("403", f -> f.answer(403)),
                fault("405", f -> f.answer(405)),
                fault("401", f -> f.answer(401)),
                fault("500", f -> f.answer(500)),
                fault("503", f -> f.answer(503)),
                fault("206 with a part", f -> f.answer(206).body("application/octet-stream", "wrong")),
                fault("204", f -> f.answer(204)),
                fault("302", f -> f.answer(302)),
                fault("no answer", Fault::loseReply),
                fault("cut", f -> f.cutReply(1000)),
                fault("cut by an end of stream", f -> f.cutReply(1000).endOfStream()),
                fault("packed by a proxy", f -> f.answer(200)
                        .header("Content-Encoding", "gzip")
                        .body("application/octet-stream", "packed")));
    }

    /**
     * <pre>
     * server   made the attachment, its bytes cannot be read completely
     * client   5 tries
     * then     an unreadable $value is no mismatch: unverified, nothing is deleted
     * </pre>
     */
    @ParameterizedTest
    @MethodSource("unreadable")
    void bytesThatCannotBeReadAreNoMismatch(Consumer<Fault> fault) {
        world.verify = VerifyLevel.CONTENT;
        fault.accept(world.on(GET_CONTENT).always());

        UploadException failure = world.failureOf(file);

        assertThat(failure.failure()).isEqualTo(UploadFailure.UNVERIFIED);
        assertThat(failure.failure().retryable()).isTrue();
        assertThat(world.requests("value")).hasSize(5);
        assertThat(world.requests("delete")).isEmpty();
        world.attachedOnce(file);
    }

    /**
     * <pre>
     * server   made the attachment, its bytes cannot be read at first
     * client   has 5 tries
     * then     verified
     * </pre>
     */
    @ParameterizedTest
    @MethodSource("unreadable")
    void bytesThatCanBeReadLaterAreVerified(Consumer<Fault> fault) {
        world.verify = VerifyLevel.CONTENT;
        fault.accept(world.on(GET_CONTENT).times(4));

        UploadResult result = world.attach(file);

        world.attachedOnce(file);
        assertThat(result.verified()).isEqualTo(UploadResult.Verified.CONTENT);
    }

    /**
     * <pre>
     * server   says nothing usable about the size
     * client   5 tries
     * then     unverified, nothing is deleted
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"size\":\"many\"}", "{\"size\":null}", "[]", "", "<html>"})
    void aSizeThatIsNoneIsUnverified(String body) {
        world.on(GET_ATTACHMENT).always().answer(200).body("application/json", body);

        UploadException failure = world.failureOf(file);

        assertThat(failure.failure()).isEqualTo(UploadFailure.UNVERIFIED);
        world.attachedOnce(file);
    }

    /**
     * <pre>
     * server   throttles the verification: for a while, or for too long
     * answer   429, Retry-After: 30, seven times; or 3600
     * then     waits; or fails as throttled, and nothing is deleted
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(strings = {"30", "3600"})
    void aThrottleOfTheVerificationIsWaitedOut(String retryAfter) {
        world.verify = VerifyLevel.CONTENT;
        world.on(GET_CONTENT).times(7).answer(429).retryAfter(retryAfter);

        if (retryAfter.equals("30")) {
            world.attach(file);

            assertThat(world.waits()).hasSize(7);
        } else {
            UploadException failure = world.failureOf(file);

            assertThat(failure.failure()).isEqualTo(UploadFailure.THROTTLED);
            assertThat(failure.retryAfter()).contains(Duration.ofHours(1));
        }
        world.attachedOnce(file);
    }

    /**
     * <pre>
     * server   says 201 after the second of three ranges, and holds half a file
     * client   does not take that word, not even with verify = none
     * then     reads the bytes: a proven mismatch is deleted, and the upload starts over
     * </pre>
     */
    @ParameterizedTest
    @EnumSource(VerifyLevel.class)
    void aServiceThatIsDoneTooEarlyIsNotBelieved(VerifyLevel level) throws Exception {
        world.verify = level;
        Upload upload = world.upload(file);
        world.makeRequests(upload, 1);
        String half = world.attachedBefore("half", World.file(2000));
        world.on(PUT_RANGE)
                .nth(2)
                .answer(201)
                .loseSession()
                .header("Location", world.emulator.uploadUrl() + "/api/Attachments('" + half + "')");

        UploadResult result = world.finish(upload);

        assertThat(result.attachmentId()).isEqualTo(world.attachedOnce(file).id());
    }

    /**
     * <pre>
     * server   made the attachment, but names one that was there before, in one base64 alphabet or the other
     * client   knows what was there before, in one alphabet or the other
     * then     that one is neither ours nor deleted, whatever its bytes; ours is found
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({"300, false, false", "2500, false, false", "300, true, false", "2500, true, false", "300, false, true"})
    void anIdThatWasThereBeforeIsNotBelieved(int size, boolean namedInStandard, boolean listedInStandard) {
        byte[] bytes = World.file(size);
        world.verify = VerifyLevel.CONTENT;
        String id = world.attachedBefore("theirs", World.file(2000));
        String theirs = namedInStandard ? inStandardBase64(id) : id;
        if (listedInStandard) {
            world.on(LIST_ATTACHMENTS).answer(200).body("application/json", list(inStandardBase64(id)));
        }
        world.on(PUT_RANGE)
                .lastRange()
                .answer(201)
                .header("Location", world.emulator.uploadUrl() + "/api/Attachments('" + theirs + "')")
                .afterCommit();
        world.on(POST_ATTACHMENT)
                .answer(201)
                .body("application/json", "{\"id\":\"" + theirs + "\"}")
                .afterCommit();

        UploadResult result = world.attach(bytes);

        assertThat(world.item.attachments()).hasSize(2);
        assertThat(world.item.attachments().get(0).id()).isEqualTo(id);
        assertThat(result.attachmentId())
                .isEqualTo(world.item.attachments().get(1).id());
        assertThat(world.requests("delete")).isEmpty();
    }

    private static String inStandardBase64(String id) {
        return id.replace('-', '/').replace('_', '+');
    }

    private static String list(String id) {
        return "{\"value\":[{\"id\":\"" + id + "\",\"name\":\"" + World.NAME + "\",\"size\":9999}]}";
    }

    /**
     * <pre>
     * server   lists an attachment of our name, its id in the standard base64 alphabet
     * client   replaces what has its name
     * request  DELETE with the id in Graph's alphabet, as a slash would be a separator
     * then     ours is there, the other is not
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {300, 2500})
    void whatIsListedInTheStandardAlphabetIsReplaced(int size) {
        world.onExisting = OnExisting.REPLACE;
        String theirs = world.attachedBefore(World.NAME, World.file(2000));
        world.on(LIST_ATTACHMENTS).answer(200).body("application/json", list(inStandardBase64(theirs)));

        world.attach(World.file(size));

        assertThat(world.attachedOnce(World.file(size)).id()).isNotEqualTo(theirs);
        assertThat(world.requests("delete")).containsExactly("delete 204");
    }

    /**
     * <pre>
     * server   attaches, and names the new attachment in the standard base64 alphabet
     * answer   201 to the POST
     * then     the id is in Graph's alphabet from there on: it is looked at under it, and told so
     * </pre>
     */
    @Test
    void whatIsMadeHasItsIdInTheAlphabetOfGraph() {
        String made = world.attachedBefore("made", World.file(300));
        world.on(LIST_ATTACHMENTS).answer(200).body("application/json", "{\"value\":[]}");
        world.on(POST_ATTACHMENT).answer(201).body("application/json", "{\"id\":\"" + inStandardBase64(made) + "\"}");

        UploadResult result = world.attach(World.file(300));

        assertThat(result.attachmentId()).isEqualTo(made);
        assertThat(world.requests()).endsWith("post 201", "get 200");
    }

    /**
     * <pre>
     * server   holds other bytes, and does not delete them at first
     * answer   500 to DELETE, twice; then 204
     * then     deleted in the end; 404 would do as well
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {500, 429, 412, 404})
    void aMismatchIsDeletedAlsoWhenTheFirstTryFails(int status) {
        world.verify = VerifyLevel.CONTENT;
        world.on(GET_CONTENT).times(status == 404 ? 2 : 3).answer(200).body("application/octet-stream", "wrong");
        var fault = world.on(DELETE_ATTACHMENT).answer(status);
        if (status == 404) {
            fault.afterCommit();
        }

        world.attach(file);

        world.attachedOnce(file);
    }
}
