package io.github.graphattach.mail;

import static io.github.graphattach.emulator.RequestKind.CREATE_ITEM;
import static io.github.graphattach.emulator.RequestKind.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.graphattach.emulator.Fault;
import io.github.graphattach.item.OutlookItem;
import io.github.graphattach.mail.DraftResult.Outcome;
import io.github.graphattach.upload.UploadException;
import io.github.graphattach.upload.UploadFailure;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One draft, made once, whatever happens between here and the service. */
class DraftScenarios {

    @RegisterExtension
    static final MailWorld world = new MailWorld();

    /**
     * <pre>
     * client   nothing is known of the mail, and no earlier try can be
     * request  POST /users/{u}/messages
     * response 201
     * </pre>
     */
    @Test
    void aNewDraftTakesOneRequest() {
        DraftResult result = world.finish(world.job("a", false));

        assertThat(world.requests()).containsExactly("post messages 201");
        assertThat(result.outcome()).isEqualTo(Outcome.CREATED);
        assertThat(result.internetMessageId()).startsWith("<").endsWith(">");
        assertThat(world.messages()).isOne();
    }

    /** Who names the job may have begun it elsewhere. */
    @Test
    void whereAnEarlierTryCanBeItIsLookedForFirst() {
        world.finish(world.job("a", true));

        assertThat(world.requests()).containsExactly("get messages 200", "post messages 201");
    }

    @Test
    void aSecondTrySeesWhatTheFirstHasMade() {
        DraftResult first = world.finish(world.job("a", false));

        DraftResult second = world.finish(world.job("a", false));

        assertThat(second)
                .isEqualTo(new DraftResult(Outcome.ALREADY_PRESENT, first.messageId(), first.internetMessageId()));
        assertThat(world.requests())
                .containsExactly("post messages 201", "get message 200", "get messages 200", "get folder 200");
    }

    /** Another process, or the same one after its store was lost: the marker is all that there is. */
    @Test
    void aSecondTryWithoutAStoreFindsTheDraftByItsMarker() {
        DraftResult first = world.finish(world.job("a", true));
        world.finish(world.job("b", true));
        world.forgetStore();

        DraftResult second = world.finish(world.job("a", true));

        assertThat(second.outcome()).isEqualTo(Outcome.ALREADY_PRESENT);
        assertThat(second.messageId()).isEqualTo(first.messageId());
        assertThat(world.messages()).isEqualTo(2);
    }

    /**
     * <pre>
     * request  POST /users/{u}/messages
     * server   makes the draft
     * response lost
     * then     the draft is found by its marker
     * </pre>
     */
    @Test
    void aDraftWhoseAnswerWasLostIsFound() {
        world.on(CREATE_ITEM).nth(1).loseReply();

        assertThat(world.finish(world.job("a", false)).outcome()).isEqualTo(Outcome.CREATED);

        assertThat(world.requests("post")).hasSize(1);
        assertThat(world.messages()).isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void aDraftThatWasMadeInSpiteOfAnErrorIsFound(int status) {
        world.on(CREATE_ITEM).nth(1).answer(status).afterCommit();

        assertThat(world.finish(world.job("a", false)).outcome()).isEqualTo(Outcome.CREATED);

        assertThat(world.messages()).isOne();
    }

    /** A draft may appear late, so one that is not there is looked for as long as a request may take. */
    @Test
    void aDraftThatWasNotMadeIsLookedForAndMadeThen() {
        world.on(CREATE_ITEM).nth(1).resetBeforeReading();

        world.finish(world.job("a", false));

        assertThat(world.messages()).isOne();
        assertThat(world.requests("post")).hasSize(2);
        assertThat(world.waited()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(62));
    }

    /** Refused unread: there is nothing to look for. */
    @Test
    void aThrottleIsWaitedOutWithoutALook() {
        world.on(CREATE_ITEM).nth(1).answer(429).retryAfter("120");

        world.finish(world.job("a", false));

        assertThat(world.requests()).containsExactly("post messages 429", "post messages 201");
        assertThat(world.waits()).containsExactly(Duration.ofMinutes(2));
    }

    @Test
    void aServiceThatLosesEveryRequestIsAskedForFiveDraftsAtMost() {
        world.on(CREATE_ITEM).always().resetBeforeReading();

        UploadException failure = world.failureOf(world.job("a", false));

        assertThat(failure.failure()).isEqualTo(UploadFailure.NO_ANSWER);
        assertThat(world.requests("post")).hasSize(5);
    }

    /** The next try knows that nothing was made. */
    @Test
    void whatWasRefusedIsNotLookedFor() {
        world.on(CREATE_ITEM).nth(1).answer(400).error("ErrorInvalidRecipients");
        assertThat(world.failureOf(world.job("a", false)).failure()).isEqualTo(UploadFailure.INVALID_RECIPIENTS);

        world.finish(world.job("a", false));

        assertThat(world.requests()).containsExactly("post messages 400", "post messages 201");
    }

    /** It is said of mailboxes that are there, and nothing was done then. */
    @Test
    void aMailboxThatIsMissedIsAskedAgainWithoutALook() {
        world.on(CREATE_ITEM).nth(1).answer(404).error("ErrorNonExistentMailbox");

        world.finish(world.job("a", false));

        assertThat(world.requests()).containsExactly("post messages 404", "post messages 201");
        assertThat(world.waits()).containsExactly(Duration.ofMillis(500));
    }

    @Test
    void aMailboxThatIsMissedAllTheTimeMayBeThereLater() {
        world.on(CREATE_ITEM).always().answer(404).error("ErrorNonExistentMailbox");

        UploadException failure = world.failureOf(world.job("a", false));

        assertThat(failure.failure()).isEqualTo(UploadFailure.MAILBOX_AWAY);
        assertThat(failure.failure().retryable()).isTrue();
        assertThat(world.requests()).hasSize(5);
    }

    /** What the mailbox that is missed had may still be there, so it is no mail that may have been sent. */
    @Test
    void aDraftInAMailboxThatIsMissedIsNotGone() {
        world.finish(world.job("a", false));
        world.on(OTHER).nth(1).answer(404).error("ErrorNonExistentMailbox");

        assertThat(world.finish(world.job("a", false)).outcome()).isEqualTo(Outcome.ALREADY_PRESENT);

        assertThat(world.requests())
                .containsExactly(
                        "post messages 201",
                        "get message 404",
                        "get message 200",
                        "get messages 200",
                        "get folder 200");
    }

    @ParameterizedTest
    @CsvSource({"400, ''", "403, ''", "403, 7", "429, ''"})
    void aLimitOfADayIsNotWaitedOut(int status, String seconds) {
        Fault fault = world.on(CREATE_ITEM).always().answer(status).error("ErrorExceededMessageLimit");
        if (!seconds.isEmpty()) {
            fault.retryAfter(seconds);
        }

        UploadException failure = world.failureOf(world.job("a", false));

        assertThat(failure.failure()).isEqualTo(UploadFailure.SENDING_LIMIT);
        assertThat(failure.failure().retryable()).isTrue();
        assertThat(failure.retryAfter())
                .contains(seconds.isEmpty() ? Duration.ofHours(1) : Duration.ofSeconds(Long.parseLong(seconds)));
        assertThat(world.requests()).hasSize(1);
    }

    @Test
    void aMailThatIsTooLargeSaysSo() {
        world.on(CREATE_ITEM).always().answer(413);

        assertThat(world.failureOf(world.job("a", false)).failure()).isEqualTo(UploadFailure.MESSAGE_TOO_LARGE);
    }

    /** Nobody has told the service's words apart from the mail's. */
    @ParameterizedTest
    @CsvSource({"reader@contoso.com is no address", "the subject MINUTES is too long"})
    void whatTheServiceRepeatsOfTheMailIsNotRepeatedHere(String said) {
        world.on(CREATE_ITEM).always().answer(400).error("ErrorInvalidRequest", said);

        assertThat(world.failureOf(world.job("a", false)))
                .hasMessageContaining("400 ErrorInvalidRequest")
                .hasMessageNotContainingAny("reader", "MINUTES");
    }

    /** The process is killed when the service has made the draft, and before anybody has heard of it. */
    @Test
    void aTryThatWasKilledBehindTheRequestIsTakenUp() throws Exception {
        DraftJob killed = world.job("a", false);
        world.pass(killed.step());
        world.pass(killed.step());
        assertThat(world.requests()).containsExactly("post messages 201");
        world.pass(Duration.ofMinutes(10));

        DraftResult result = world.finish(world.job("a", false));

        assertThat(result.outcome()).isEqualTo(Outcome.ALREADY_PRESENT);
        assertThat(world.messages()).isOne();
    }

    /** The draft is there, and only writing that down is tried again. */
    @Test
    void aStoreThatFailsBehindTheRequestMakesNoSecondDraft() {
        world.use(MailWorld.failingAtSave(world.shared, 2));

        world.finish(world.job("a", false));

        assertThat(world.requests()).containsExactly("post messages 201");
    }

    @Test
    void withoutAStoreNothingIsAskedFor() {
        world.use(MailWorld.failingAtSave(world.shared, 1, 2, 3, 4, 5, 6));

        assertThat(world.failureOf(world.job("a", false)).failure()).isEqualTo(UploadFailure.STORE_FAILED);

        assertThat(world.requests()).isEmpty();
    }

    @Test
    void twoTriesAtOnceMakeOneDraft() throws Exception {
        DraftJob first = world.job("a", false);
        world.pass(first.step());
        DraftJob second = world.job("a", false);
        world.pass(second.step());
        assertThat(world.waits()).as("the second waits for the first").isNotEmpty();
        world.finish(first);

        assertThat(world.finish(second).outcome()).isEqualTo(Outcome.ALREADY_PRESENT);
        assertThat(world.messages()).isOne();
    }

    @Test
    void whatWasSentSinceIsNoDraftAnyMore() throws Exception {
        DraftResult draft = world.finish(world.job("a", true));
        post(MailWorld.MAILBOX.message(draft.messageId()), "/send", "");
        world.pass(Duration.ofMinutes(1));

        assertThat(world.finish(world.job("a", true)).outcome()).isEqualTo(Outcome.ALREADY_SENT);
        world.forgetStore();
        assertThat(world.finish(world.job("a", true)).outcome()).isEqualTo(Outcome.ALREADY_SENT);
        assertThat(world.messages()).as("the sent copy").isOne();
    }

    /** Who has thrown a draft away does not want it sent; and a second one could be a second mail. */
    @Test
    void aDraftThatIsGoneIsNotMadeAgain() throws Exception {
        DraftResult draft = world.finish(world.job("a", false));
        delete(MailWorld.MAILBOX.message(draft.messageId()));

        UploadException failure = world.failureOf(world.job("a", false));

        assertThat(failure.failure()).isEqualTo(UploadFailure.DRAFT_GONE);
        assertThat(failure.failure().retryable()).isFalse();
        assertThat(world.requests("post")).hasSize(1);
    }

    /** Without a record, a draft that was thrown away is none. */
    @Test
    void aDraftInDeletedItemsIsNotAdopted() throws Exception {
        DraftResult draft = world.finish(world.job("a", true));
        delete(MailWorld.MAILBOX.message(draft.messageId()));
        world.forgetStore();

        assertThat(world.finish(world.job("a", true)).outcome()).isEqualTo(Outcome.CREATED);
    }

    @Test
    void ofSeveralTheOldestIsOurs() throws Exception {
        DraftResult oldest = world.finish(world.job("a", false));
        world.pass(Duration.ofMinutes(1));
        world.forgetStore();
        world.finish(world.job("a", false));
        world.forgetStore();

        assertThat(world.finish(world.job("a", true)).messageId()).isEqualTo(oldest.messageId());
    }

    @Test
    void aTimeThatIsOverIsRefusedBeforeAnyRequestAndNoneThatWasBegunBefore() throws Exception {
        MailDraft late = MailDraft.of(Map.of(
                "to", "a@contoso.com", "sendAt", world.now().minusSeconds(1).toString()));
        DraftJob job = world.job("late", late, false);
        assertThatThrownBy(() -> world.drive(job)).hasMessageContaining("the time in the field sendAt is over");
        assertThat(world.requests()).isEmpty();

        MailDraft soon = MailDraft.of(Map.of(
                "to", "a@contoso.com", "sendAt", world.now().plusSeconds(60).toString()));
        world.finish(world.job("soon", soon, false));
        world.pass(Duration.ofMinutes(2));
        assertThat(world.finish(world.job("soon", soon, false)).outcome()).isEqualTo(Outcome.ALREADY_PRESENT);
    }

    /** Any faults at any requests, tries that are killed anywhere, a store that is lost: in the end there is one draft. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void whateverHappensThereIsOneDraftInTheEnd(long seed) {
        Random random = new Random(seed);
        for (int request = 1; request <= 6; request++) {
            scriptFault(random, request);
        }
        int tries = 1 + random.nextInt(4);
        for (int round = 0; round < tries; round++) {
            DraftJob killed = world.job("a", true);
            int steps = 1 + random.nextInt(4);
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

        world.finish(world.job("a", true));

        assertThat(world.messages()).as("seed %s: %s", seed, world.requests()).isOne();
    }

    private static void scriptFault(Random random, int request) {
        var kind = random.nextBoolean() ? CREATE_ITEM : OTHER;
        switch (random.nextInt(6)) {
            case 0 -> world.on(kind).nth(request).loseReply();
            case 1 -> world.on(kind).nth(request).resetBeforeReading();
            case 2 -> world.on(kind).nth(request).answer(429).retryAfter("30");
            case 3 -> world.on(kind).nth(request).answer(503).afterCommit();
            case 4 -> world.on(kind).nth(request).answer(500);
            default -> {}
        }
    }

    private static void post(OutlookItem message, String action, String body) throws Exception {
        send(HttpRequest.newBuilder(URI.create(world.emulator.graphUrl() + message.path() + action))
                .POST(BodyPublishers.ofString(body)));
    }

    private static void delete(OutlookItem message) throws Exception {
        send(HttpRequest.newBuilder(URI.create(world.emulator.graphUrl() + message.path()))
                .DELETE());
    }

    private static void send(HttpRequest.Builder request) throws Exception {
        int status = HttpClient.newHttpClient()
                .send(request.header("Authorization", "Bearer token").build(), BodyHandlers.discarding())
                .statusCode();
        assertThat(status / 100).isEqualTo(2);
    }
}
