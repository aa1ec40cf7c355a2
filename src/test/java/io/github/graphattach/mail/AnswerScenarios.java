package io.github.graphattach.mail;

import static io.github.graphattach.emulator.RequestKind.CHANGE_ITEM;
import static io.github.graphattach.emulator.RequestKind.CREATE_ITEM;
import static io.github.graphattach.emulator.RequestKind.LIST_ATTACHMENTS;
import static io.github.graphattach.emulator.RequestKind.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.graphattach.emulator.RequestKind;
import io.github.graphattach.graph.IdType;
import io.github.graphattach.item.OutlookItem;
import io.github.graphattach.mail.DraftResult.Outcome;
import io.github.graphattach.upload.UploadException;
import io.github.graphattach.upload.UploadFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One answer to a message that has a file, made once and whole, whatever happens between here and the service. */
class AnswerScenarios {

    private static final OutlookItem ORIGINAL = MailWorld.MAILBOX.message("another");
    private static final int TO_RECEIVE = 2;
    private static final String PROPERTY = "singleValueExtendedProperties";

    @RegisterExtension
    static final MailWorld world = new MailWorld();

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void receive() throws Exception {
        change(
                ORIGINAL,
                "{\"subject\":\"Minutes\",\"body\":{\"contentType\":\"html\",\"content\":\"<p>See there</p>\"},"
                        + "\"from\":" + recipient("boss@contoso.com") + ",\"toRecipients\":["
                        + recipient("cfo@contoso.com") + "," + recipient("other@contoso.com") + "]}");
        request(
                "POST",
                ORIGINAL.path() + "/attachments",
                "{\"@odata.type\":\"#microsoft.graph.fileAttachment\",\"name\":\"a.txt\",\"contentBytes\":\"QQ==\"}");
    }

    private static MailDraft mail() {
        return MailDraft.of(Map.of("text", "I agree.", "to", "reader@contoso.com"));
    }

    private static DraftJob job() {
        return answer(DraftOf.FORWARD, mail());
    }

    private static DraftJob answer(DraftOf how, MailDraft mail) {
        return world.answer("a", how, mail, Optional.empty());
    }

    /**
     * <pre>
     * request  POST .../createReply, with a Message-ID
     * request  GET  the draft
     * request  GET  .../attachments
     * request  PATCH the draft: text, recipients, marker
     * </pre>
     */
    @Test
    void anAnswerTakesFourRequestsWhereNoneCanBeThere() throws Exception {
        DraftResult result = world.finish(answer(DraftOf.REPLY, mail()));

        assertThat(world.requests().stream().skip(TO_RECEIVE))
                .containsExactly(
                        "get messages 200",
                        "get messages 200",
                        "post answer 201",
                        "get message 200",
                        "get attachments 200",
                        "patch message 200");
        assertThat(result.outcome()).isEqualTo(Outcome.CREATED);
        assertThat(result.brought()).isEmpty();
        assertIsWhole(result.messageId());
    }

    @Test
    void aReplyKeepsWhatTheServiceHasMade() throws Exception {
        JsonNode draft = read(world.finish(answer(DraftOf.REPLY, mail())));

        assertThat(draft.path("subject").asText()).isEqualTo("RE: Minutes");
        assertThat(draft.at("/body/content").asText()).containsSubsequence("I agree.", "boss@contoso.com", "See there");
        assertThat(addresses(draft, "toRecipients")).containsExactly("boss@contoso.com", "reader@contoso.com");
        assertThat(draft.path("conversationId")).isEqualTo(read(ORIGINAL).path("conversationId"));
    }

    @Test
    void whatIsSaidTakesThePlaceOfIt() throws Exception {
        MailDraft mail = MailDraft.of(Map.of(
                "subject", "Mine",
                "importance", "high",
                "replyTo", "desk@contoso.com",
                "headers", Map.of("x-own", "1"),
                "sendAt", world.now().plusSeconds(3600).toString()));

        JsonNode draft = read(world.finish(answer(DraftOf.REPLY, mail)));

        assertThat(draft.path("subject").asText()).isEqualTo("Mine");
        assertThat(draft.path("importance").asText()).isEqualTo("high");
        assertThat(addresses(draft, "replyTo")).containsExactly("desk@contoso.com");
        assertThat(draft.at("/body/content").asText()).contains("See there").doesNotContain("I agree.");
        assertThat(draft.path(PROPERTY).findValuesAsText("id")).hasSize(3);
    }

    /** The one who asks is no recipient of his own answer, and nobody gets it twice. */
    @Test
    void recipientsAreAddedToThoseOfTheReply() throws Exception {
        MailDraft mail = MailDraft.of(
                Map.of("to", "Other@contoso.com, x@contoso.com", "cc", "BOSS@contoso.com", "bcc", "y@contoso.com"));

        JsonNode draft = read(world.finish(answer(DraftOf.REPLY_ALL, mail)));

        assertThat(addresses(draft, "toRecipients"))
                .containsExactly("boss@contoso.com", "other@contoso.com", "x@contoso.com");
        assertThat(addresses(draft, "ccRecipients")).isEmpty();
        assertThat(addresses(draft, "bccRecipients")).containsExactly("y@contoso.com");
    }

    /** Who sends the draft has to know what it had before anybody attached anything. */
    @Test
    void theFilesOfAForwardAreKeptInMind() throws Exception {
        DraftResult first = world.finish(job());
        assertThat(first.brought()).isEqualTo(files(first)).hasSize(1);
        world.attach(first.messageId(), "b.txt");

        DraftResult second = world.finish(job());

        assertThat(second.outcome()).isEqualTo(Outcome.ALREADY_PRESENT);
        assertThat(second.brought()).isEqualTo(first.brought());
        assertThat(world.requests("post answer")).hasSize(1);
    }

    /** Who sends it names the files that he has attached, and no others. */
    @Test
    void aForwardIsSentWithTheFilesThatItBrought() throws Exception {
        DraftResult draft = world.finish(job());
        String attached = world.attach(draft.messageId(), "b.txt");

        SendResult sent = world.finish(world.sending("a", MailWorld.task("a", draft.messageId(), attached)));

        assertThat(sent.outcome()).isEqualTo(SendResult.Outcome.ACCEPTED);
    }

    /** What nothing is written down of may have been sent a moment ago, finished as it is. */
    @Test
    void aFinishedDraftOfWhichNothingIsKnownIsSentWithCaution() throws Exception {
        DraftResult draft = world.finish(job());
        world.send(draft.messageId());
        world.forgetStore();
        DraftResult found = world.finish(job());
        assertThat(found.messageId()).isEqualTo(draft.messageId());

        SendResult sent = world.finish(world.sending(
                "a", MailWorld.task("a", found.messageId(), found.brought().get(0))));

        assertThat(sent.outcome()).isEqualTo(SendResult.Outcome.ALREADY_SENT);
    }

    static Stream<RequestKind> requests() {
        return Stream.of(CREATE_ITEM, LIST_ATTACHMENTS, OTHER, CHANGE_ITEM);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aLostAnswerMakesNoSecondDraft(RequestKind request) throws Exception {
        world.on(request).nth(1).loseReply();

        assertOneIsMade(world.finish(job()));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aLostRequestIsMadeAgain(RequestKind request) throws Exception {
        world.on(request).nth(1).resetBeforeReading();

        assertOneIsMade(world.finish(job()));
    }

    @ParameterizedTest
    @CsvSource({"500", "503", "504"})
    void anErrorIsTriedAgain(int status) throws Exception {
        requests().forEach(request -> world.on(request).nth(1).answer(status));

        assertOneIsMade(world.finish(job()));
    }

    @ParameterizedTest
    @CsvSource({"500", "503", "504"})
    void whatWasDoneInSpiteOfAnErrorIsNotDoneAgain(int status) throws Exception {
        requests().forEach(request -> world.on(request).nth(1).answer(status).afterCommit());

        assertOneIsMade(world.finish(job()));
    }

    @Test
    void aThrottleIsWaitedOut() throws Exception {
        requests().forEach(request -> world.on(request).nth(1).answer(429).retryAfter("120"));

        assertOneIsMade(world.finish(job()));

        assertThat(world.waits()).hasSize(4).containsOnly(Duration.ofMinutes(2));
    }

    /** A draft may be seen late, by its id as in lists. */
    @Test
    void aDraftThatAppearsLateIsWaitedFor() throws Exception {
        world.emulator.answers().draftsLate(Duration.ofSeconds(3));

        assertOneIsMade(world.finish(job()));
    }

    /** The process is killed behind so many steps; its store is there, or is not. */
    @ParameterizedTest
    @CsvSource({
        "1, kept", "2, kept", "3, kept", "4, kept", "5, kept", "6, kept", "7, kept", "8, kept", "9, kept", "1, lost",
        "2, lost", "3, lost", "4, lost", "5, lost", "6, lost", "7, lost", "8, lost", "9, lost"
    })
    void aTryThatWasKilledAnywhereIsTakenUp(int steps, String store) throws Exception {
        DraftJob killed = job();
        for (int step = 0; step < steps && !killed.isDone(); step++) {
            world.pass(killed.step());
        }
        world.pass(Duration.ofMinutes(10));
        if (store.equals("lost")) {
            world.forgetStore();
        }

        assertOneIsMade(world.finish(job()));
    }

    /** Nobody knows what became of the request, and nothing of it is written down here. */
    @Test
    void aDraftWithoutAMarkerIsFoundByItsMessageId() throws Exception {
        DraftJob killed = job();
        while (world.requests("post answer").isEmpty()) {
            world.pass(killed.step());
        }
        assertThat(world.messages()).isOne();
        world.forgetStore();

        DraftResult result = world.finish(job());

        assertThat(result.outcome()).isEqualTo(Outcome.ALREADY_PRESENT);
        assertOneIsMade(result);
    }

    /** What is left: a service that does not keep the Message-ID, a lost answer. The first draft is nobody's. */
    @Test
    void withoutItsMessageIdTheFirstDraftIsLeftAsItIs() throws Exception {
        world.on(CREATE_ITEM).nth(1).loseReply();
        DraftJob job = job();
        while (world.requests("post answer").isEmpty()) {
            world.pass(job.step());
        }
        String first = drafts().get(0);
        change(MailWorld.MAILBOX.message(first), "{\"internetMessageId\":\"<other@contoso.com>\"}");

        DraftResult result = world.finish(job);

        assertThat(world.messages()).isEqualTo(2);
        assertThat(result.messageId()).isNotEqualTo(first);
        assertIsWhole(result.messageId());
        JsonNode left = read(MailWorld.MAILBOX.message(first));
        assertThat(left.path(PROPERTY)).isEmpty();
        assertThat(left.at("/body/content").asText()).doesNotContain("I agree.");
    }

    /** A person has answered the same message a moment ago. */
    @Test
    void somebodyElsesAnswerIsNotTaken() throws Exception {
        request("POST", ORIGINAL.path() + "/createForward", "{}");
        String theirs = drafts().get(0);
        world.on(CREATE_ITEM).nth(1).resetBeforeReading();

        DraftResult result = world.finish(job());

        assertThat(result.messageId()).isNotEqualTo(theirs);
        assertThat(read(MailWorld.MAILBOX.message(theirs)).path(PROPERTY)).isEmpty();
    }

    /** Who has got the mail knows its Message-ID, and may write it into one of his own. */
    @Test
    void whatOthersSendWithOurMessageIdIsNotTaken() throws Exception {
        String ours = Marker.of("user cfo@contoso.com", "a").internetMessageId();
        JsonNode theirs = request(
                "POST",
                MailWorld.MAILBOX.path(),
                "{\"internetMessageId\":\"" + ours + "\",\"toRecipients\":[" + recipient("cfo@contoso.com") + "]}");
        request("POST", MailWorld.MAILBOX.message(theirs.path("id").asText()).path() + "/send", "");
        world.pass(Duration.ofMinutes(1));
        assertThat(world.client()
                        .findMessages(MailWorld.MAILBOX, "internetMessageId eq '" + ours + "'")
                        .field("value"))
                .isNotEmpty();

        DraftResult result = world.finish(job());

        assertThat(result.outcome()).isEqualTo(Outcome.CREATED);
        assertIsWhole(result.messageId());
    }

    /** Who throws a draft away that is not finished yet does not want it. */
    @Test
    void anUnfinishedDraftThatIsGoneIsNotMadeAgain() throws Exception {
        world.on(CHANGE_ITEM).nth(1).answer(400);
        assertThat(world.failureOf(job()).failure()).isEqualTo(UploadFailure.REJECTED);
        request("DELETE", MailWorld.MAILBOX.message(drafts().get(0)).path(), "");

        assertThat(world.failureOf(job()).failure()).isEqualTo(UploadFailure.DRAFT_GONE);
    }

    @Test
    void anOriginalThatIsGoneSaysSo() throws Exception {
        request("DELETE", ORIGINAL.path(), "");

        assertThat(world.failureOf(job()).failure()).isEqualTo(UploadFailure.ITEM_NOT_FOUND);
    }

    @ParameterizedTest
    @EnumSource(value = DraftOf.class, names = "NEW", mode = EnumSource.Mode.EXCLUDE)
    void whatTheServiceRepeatsOfTheMailIsNotRepeatedHere(DraftOf how) {
        world.on(CHANGE_ITEM).always().answer(400).error("ErrorInvalidRequest", "READER@contoso.com is no address");

        assertThat(world.failureOf(answer(how, mail())))
                .hasMessageContaining("400 ErrorInvalidRequest")
                .hasMessageNotContaining("READER");
    }

    /** Any faults at any requests, tries that are killed anywhere, a store that is lost: in the end there is one draft. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void whateverHappensThereIsOneAnswerInTheEnd(long seed) throws Exception {
        Random random = new Random(seed);
        List<RequestKind> kinds = requests().toList();
        for (int request = 1; request <= 12; request++) {
            scriptFault(random, kinds.get(random.nextInt(kinds.size())), 1 + random.nextInt(4));
        }
        int tries = 1 + random.nextInt(4);
        for (int round = 0; round < tries; round++) {
            DraftJob killed = job();
            int steps = 1 + random.nextInt(9);
            try {
                for (int step = 0; step < steps && !killed.isDone(); step++) {
                    world.pass(killed.step());
                }
            } catch (UploadException failed) {
                killed.abandon();
            }
            world.pass(Duration.ofMinutes(10));
            if (random.nextInt(4) == 0) {
                world.forgetStore();
            }
        }
        world.emulator.faults().clear();

        assertOneIsMade(world.finish(job()));
    }

    private static void scriptFault(Random random, RequestKind kind, int request) {
        switch (random.nextInt(5)) {
            case 0 -> world.on(kind).nth(request).loseReply();
            case 1 -> world.on(kind).nth(request).resetBeforeReading();
            case 2 -> world.on(kind).nth(request).answer(429).retryAfter("30");
            case 3 -> world.on(kind).nth(request).answer(503).afterCommit();
            default -> world.on(kind).nth(request).answer(500);
        }
    }

    private void assertOneIsMade(DraftResult result) throws Exception {
        assertThat(world.messages()).as("drafts after %s", world.requests()).isOne();
        assertThat(result.brought()).isEqualTo(files(result)).hasSize(1);
        assertIsWhole(result.messageId());
    }

    /** What is there is there once. */
    private void assertIsWhole(String id) throws Exception {
        JsonNode draft = read(MailWorld.MAILBOX.message(id));
        assertThat(draft.at("/body/content").asText())
                .containsOnlyOnce("I agree.")
                .contains("See there");
        assertThat(addresses(draft, "toRecipients")).containsOnlyOnce("reader@contoso.com");
        assertThat(draft.path(PROPERTY)).hasSize(1);
    }

    private static List<String> drafts() throws IOException {
        String original = world.client().getMessage(ORIGINAL).field("id").asText();
        return world
                .client()
                .findMessages(MailWorld.MAILBOX, "isDraft eq true")
                .field("value")
                .findValuesAsText("id")
                .stream()
                .filter(id -> !id.equals(original))
                .toList();
    }

    private static List<String> files(DraftResult result) throws IOException {
        return world.client(IdType.DEFAULT)
                .listAttachments(MailWorld.MAILBOX.message(result.messageId()))
                .field("value")
                .findValuesAsText("id");
    }

    private JsonNode read(DraftResult result) throws Exception {
        return read(MailWorld.MAILBOX.message(result.messageId()));
    }

    private JsonNode read(OutlookItem message) throws Exception {
        String ids = Stream.of(Marker.PROPERTY, "SystemTime 0x3FEF", "SystemTime 0x000F")
                .map(id -> "id%20eq%20'"
                        + id.replace(" ", "%20").replace("{", "%7B").replace("}", "%7D") + "'")
                .reduce((one, other) -> one + "%20or%20" + other)
                .orElseThrow();
        return request("GET", message.path() + "?$expand=" + PROPERTY + "($filter=" + ids + ")", "");
    }

    private void change(OutlookItem message, String changes) throws Exception {
        request("PATCH", message.path(), changes);
    }

    private JsonNode request(String method, String path, String body) throws Exception {
        HttpResponse<byte[]> response = http.send(
                HttpRequest.newBuilder(URI.create(world.emulator.graphUrl() + path))
                        .header("Authorization", "Bearer token")
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofByteArray());
        assertThat(response.statusCode() / 100)
                .as(method + " " + new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(2);
        return response.body().length == 0
                ? new ObjectMapper().nullNode()
                : new ObjectMapper().readTree(response.body());
    }

    private static String recipient(String address) {
        return "{\"emailAddress\":{\"address\":\"" + address + "\"}}";
    }

    private static List<String> addresses(JsonNode message, String field) {
        return StreamSupport.stream(message.path(field).spliterator(), false)
                .map(one -> one.at("/emailAddress/address").asText())
                .toList();
    }
}
