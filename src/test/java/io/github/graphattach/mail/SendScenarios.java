package io.github.graphattach.mail;

import static io.github.graphattach.emulator.RequestKind.OTHER;
import static io.github.graphattach.emulator.RequestKind.SEND;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.Sending.Again;
import io.github.graphattach.emulator.Sending.SentIds;
import io.github.graphattach.mail.SendResult.Outcome;
import io.github.graphattach.session.UploadSessionStore;
import io.github.graphattach.upload.UploadException;
import io.github.graphattach.upload.UploadFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One mail, sent once and with all its files, whatever happens between here and the service. */
class SendScenarios {

    private static final String READER = "reader@contoso.com";

    @RegisterExtension
    static final MailWorld world = new MailWorld();

    private String draft = "";
    private String file = "";

    @BeforeEach
    void makeADraftWithOneFile() {
        // A second send that reaches the service is seen as a second mail.
        world.emulator.answers().sending().again(Again.DELIVERED_AGAIN);
        draft = world.finish(world.job("a", false)).messageId();
        file = world.attach(draft, "minutes.txt");
    }

    private SendJob sending() {
        return world.sending("a", MailWorld.task("a", draft, file));
    }

    private SendJob confirmed() {
        return world.sending("a", MailWorld.task("a", draft, file), true);
    }

    /** What the job has asked, behind the draft and its file. */
    private static List<String> requests() {
        return world.requests().stream().skip(2).toList();
    }

    private static int sent() {
        world.pass(Duration.ofMinutes(1));
        return world.received(READER);
    }

    /**
     * <pre>
     * request  GET message, folder, attachments: it is ours, not thrown away, and has its file
     * request  POST send
     * response 202
     * </pre>
     */
    @Test
    void aDraftIsLookedAtAndSent() {
        SendResult result = world.finish(sending());

        assertThat(requests())
                .containsExactly("get message 200", "get folder 200", "get attachments 200", "post send 202");
        assertThat(result.outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(result.messageId()).isEqualTo(draft);
        assertThat(result.internetMessageId()).startsWith("<").endsWith(">");
        assertThat(sent()).isOne();
    }

    /** Made and filled a moment ago, by the same try: there is nothing to look at. */
    @Test
    void aDraftThatNobodyElseHasTouchedTakesOneRequest() {
        world.finish(world.sending(
                "a",
                new SendTask(
                        MailWorld.MAILBOX, draft, MailWorld.source("a"), Optional.of(List.of(file)), false, true)));

        assertThat(requests()).containsExactly("post send 202");
    }

    @Test
    void whoWantsToKnowWaitsForTheCopy() {
        SendResult result = world.finish(confirmed());

        assertThat(result.outcome()).isEqualTo(Outcome.SENT);
        assertThat(world.waited()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(12));
    }

    @Test
    void aCopyThatNeverAppearsIsNoFailure() {
        world.emulator.answers().sending().delay(Duration.ofHours(1));

        SendResult result = world.finish(confirmed());

        assertThat(result.outcome()).isEqualTo(Outcome.UNCONFIRMED);
        assertThat(world.waited()).isEqualTo(Duration.ofSeconds(60));
        assertThat(world.requests("post send")).hasSize(1);
    }

    /** Ids may change when the mail moves to Sent Items; the marker stays. */
    @ParameterizedTest
    @EnumSource(SentIds.class)
    void theCopyIsFoundWhateverItsId(SentIds ids) {
        world.emulator.answers().sending().ids(ids);

        SendResult result = world.finish(confirmed());

        assertThat(result.outcome()).isEqualTo(Outcome.SENT);
        assertThat(world.requests()).last().isEqualTo("get messages 200");
        assertThat(result.messageId().equals(draft)).isEqualTo(ids != SentIds.BOTH_CHANGED);
    }

    /**
     * <pre>
     * request  POST send
     * server   takes the mail over
     * response lost
     * then     the copy is found among what was sent
     * </pre>
     */
    @Test
    void aMailWhoseAnswerWasLostIsFoundAmongWhatWasSent() {
        world.on(SEND).nth(1).loseReply();

        assertThat(world.finish(sending()).outcome()).isEqualTo(Outcome.SENT);

        assertThat(world.requests("post send")).hasSize(1);
        assertThat(sent()).isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void aMailThatWasSentInSpiteOfAnErrorIsFound(int status) {
        world.on(SEND).nth(1).answer(status).afterCommit();

        assertThat(world.finish(sending()).outcome()).isEqualTo(Outcome.SENT);

        assertThat(world.requests("post send")).hasSize(1);
        assertThat(sent()).isOne();
    }

    /** The mail looks unsent until the service has taken it out of Drafts, which may take minutes. */
    @Test
    void aMailThatIsSlowToLeaveIsNotSentAgain() {
        world.on(SEND).nth(1).loseReply();
        world.emulator.answers().sending().delay(Duration.ofMinutes(4));

        assertThat(world.finish(sending()).outcome()).isEqualTo(Outcome.SENT);

        assertThat(world.requests("post send")).hasSize(1);
        assertThat(sent()).isOne();
    }

    /** Still there after the grace: the same draft again, and never another one. */
    @ParameterizedTest
    @ValueSource(ints = {500, 504})
    void aMailThatWasNotTakenOverIsSentAgainAfterTheGrace(int status) {
        world.on(SEND).nth(1).answer(status);

        assertThat(world.finish(sending()).outcome()).isEqualTo(Outcome.ACCEPTED);

        assertThat(world.waited()).isEqualTo(MailWorld.GRACE);
        assertThat(world.requests("post send")).hasSize(2);
        assertThat(world.messages()).isOne();
        assertThat(sent()).isOne();
    }

    @Test
    void aMailThatIsNeverTakenOverIsSentTwiceAtMost() {
        world.on(SEND).always().resetBeforeReading();

        assertThat(world.finish(sending()).outcome()).isEqualTo(Outcome.UNCONFIRMED);

        assertThat(world.requests("post send")).hasSize(2);
        assertThat(sent()).isZero();
    }

    /** An administrator's rule keeps no copy: neither is there, so it was sent as far as can be told. */
    @Test
    void aMailThatLeavesNoCopyIsUnconfirmed() {
        world.emulator.answers().sending().outcome(io.github.graphattach.emulator.Sending.Outcome.NO_COPY);
        world.on(SEND).nth(1).loseReply();

        SendResult result = world.finish(sending());

        assertThat(result.outcome()).isEqualTo(Outcome.UNCONFIRMED);
        assertThat(world.waited()).isEqualTo(Duration.ofSeconds(60));
        assertThat(sent()).isOne();
        assertThat(world.finish(sending()).outcome()).isEqualTo(Outcome.UNCONFIRMED);
        assertThat(world.requests("post send")).hasSize(1);
    }

    /** Refused unread: it is not sent, and nothing has to be looked for. */
    @Test
    void aThrottleIsWaitedOutWithoutALook() {
        world.on(SEND).nth(1).answer(429).retryAfter("120");

        assertThat(world.finish(sending()).outcome()).isEqualTo(Outcome.ACCEPTED);

        assertThat(requests())
                .containsExactly(
                        "get message 200", "get folder 200", "get attachments 200", "post send 429", "post send 202");
        assertThat(world.waits()).containsExactly(Duration.ofMinutes(2));
        assertThat(sent()).isOne();
    }

    /** A 202 is final, whatever it says beside. */
    @Test
    void anAcceptedMailIsNotSentAgainBecauseOfARetryAfter() {
        world.on(SEND).nth(1).answer(202).afterCommit().retryAfter("30");

        assertThat(world.finish(sending()).outcome()).isEqualTo(Outcome.ACCEPTED);

        assertThat(world.requests("post send")).hasSize(1);
        assertThat(sent()).isOne();
    }

    @Test
    void aRefusalIsFinalAndTheDraftStays() {
        world.on(SEND).nth(1).answer(400).error("ErrorInvalidRequest");

        assertThat(world.failureOf(sending()).failure().retryable()).isFalse();
        assertThat(world.messages()).isOne();

        assertThat(world.finish(sending()).outcome()).as("when it was mended").isEqualTo(Outcome.ACCEPTED);
        assertThat(sent()).isOne();
    }

    @Test
    void aWaitThatIsTooLongFailsAndTheNextTrySends() {
        world.on(SEND).nth(1).answer(429).retryAfter("3600");

        UploadException failure = world.failureOf(sending());

        assertThat(failure.failure()).isEqualTo(UploadFailure.THROTTLED);
        assertThat(failure.retryAfter()).contains(Duration.ofHours(1));
        assertThat(world.finish(sending()).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(sent()).isOne();
    }

    // Repeated jobs

    @Test
    void aRepeatedJobSendsNothing() {
        world.finish(sending());
        world.pass(Duration.ofMinutes(1));

        SendResult second = world.finish(sending());

        assertThat(second.outcome()).isEqualTo(Outcome.ALREADY_SENT);
        assertThat(world.requests("post send")).hasSize(1);
        assertThat(world.finish(sending()).outcome()).isEqualTo(Outcome.ALREADY_SENT);
        assertThat(sent()).isOne();
    }

    /** Accepted, and still in Drafts after the wait: nothing is known, and nothing is sent again. */
    @Test
    void aRepeatedJobOfAMailThatHasNotLeftYetIsUnconfirmed() {
        world.emulator.answers().sending().delay(Duration.ofHours(1));
        world.finish(sending());

        assertThat(world.finish(sending()).outcome()).isEqualTo(Outcome.UNCONFIRMED);

        assertThat(world.requests("post send")).hasSize(1);
    }

    /** The process is killed when the service has the mail, and before anybody has heard of it. */
    @Test
    void aTryThatWasKilledBehindTheRequestIsTakenUp() throws Exception {
        killBehindTheRequest();

        SendResult result = world.finish(sending());

        assertThat(result.outcome()).isEqualTo(Outcome.ALREADY_SENT);
        assertThat(world.requests("post send")).hasSize(1);
        assertThat(sent()).isOne();
    }

    private void killBehindTheRequest() throws UploadException {
        SendJob killed = sending();
        while (world.requests("post send").isEmpty()) {
            world.pass(killed.step());
        }
        world.pass(Duration.ofMinutes(2));
    }

    /** Nothing is known here of an earlier try: the draft may be on its way, so that it is waited for. */
    @Test
    void withoutAStoreADraftOfAnEarlierTryIsSentAfterTheGraceOnly() {
        world.forgetStore();

        assertThat(world.finish(sending()).outcome()).isEqualTo(Outcome.ACCEPTED);

        assertThat(world.waited()).isEqualTo(MailWorld.GRACE);
        assertThat(sent()).isOne();
    }

    @Test
    void withoutAStoreAMailThatIsOnItsWayIsNotSentAgain() {
        world.finish(sending());
        world.forgetStore();

        assertThat(world.finish(sending()).outcome()).isEqualTo(Outcome.ALREADY_SENT);

        assertThat(world.requests("post send")).hasSize(1);
        assertThat(sent()).isOne();
    }

    @Test
    void twoTriesAtOnceSendOneMail() throws Exception {
        SendJob first = sending();
        world.pass(first.step());
        SendJob second = sending();
        world.pass(second.step());
        assertThat(world.waits()).as("the second waits for the first").isNotEmpty();
        world.finish(first);

        assertThat(world.finish(second).outcome()).isEqualTo(Outcome.ALREADY_SENT);
        assertThat(sent()).isOne();
    }

    /** A store that fails behind the request is written to again, and the request is not made again. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aStoreThatFailsOnceMakesNoSecondMail(int save) {
        world.use(MailWorld.failingAtSave(world.shared, save));

        assertThat(world.finish(sending()).outcome()).isEqualTo(Outcome.ACCEPTED);

        assertThat(world.requests("post send")).hasSize(1);
        assertThat(sent()).isOne();
    }

    /** Accepted, and nobody could write it down: the next try finds the copy. */
    @Test
    void aStoreThatIsGoneBehindTheRequestMakesNoSecondMail() {
        UploadSessionStore whole = world.shared;
        world.use(MailWorld.failingAtSave(whole, 2, 3, 4, 5, 6, 7));
        assertThat(world.failureOf(sending()).failure()).isEqualTo(UploadFailure.STORE_FAILED);
        world.use(whole);
        world.pass(Duration.ofMinutes(10));

        assertThat(world.finish(sending()).outcome()).isEqualTo(Outcome.ALREADY_SENT);

        assertThat(world.requests("post send")).hasSize(1);
        assertThat(sent()).isOne();
    }

    @Test
    void withoutAStoreNothingIsSent() {
        world.use(MailWorld.failingAtSave(world.shared, 1, 2, 3, 4, 5, 6));

        assertThat(world.failureOf(sending()).failure()).isEqualTo(UploadFailure.STORE_FAILED);

        assertThat(world.requests("post send")).isEmpty();
    }

    // What is on the draft

    @Test
    void aMailWithoutOneOfItsFilesIsNotSent() {
        UploadException failure = world.failureOf(world.sending("a", MailWorld.task("a", draft, file, "AAMkOther=")));

        assertThat(failure.failure()).isEqualTo(UploadFailure.FILES_MISSING);
        assertThat(world.requests("post send")).isEmpty();
    }

    @Test
    void aMailWithAFileTooManyIsNotSent() {
        world.attach(draft, "another.txt");

        assertThat(world.failureOf(sending()).failure()).isEqualTo(UploadFailure.FILES_TOO_MANY);

        assertThat(world.requests("post send")).isEmpty();
    }

    @Test
    void aDraftOfAnotherJobIsNotSent() {
        SendJob other = world.sending("b", MailWorld.task("b", draft, file));

        assertThat(world.failureOf(other).failure()).isEqualTo(UploadFailure.NOT_OUR_DRAFT);

        assertThat(world.requests("post send")).isEmpty();
    }

    @Test
    void whoDoesNotNameTheJobSendsTheDraftOfAny() {
        SendTask unnamed = new SendTask(
                MailWorld.MAILBOX,
                draft,
                new MarkerOfDraft(MailWorld.source("other")),
                Optional.of(List.of(file)),
                false,
                false);

        assertThat(world.finish(world.sending("a", unnamed)).outcome()).isEqualTo(Outcome.ACCEPTED);

        assertThat(requests())
                .containsExactly(
                        "get message 200", "get message 200", "get folder 200", "get attachments 200", "post send 202");
    }

    /** A draft that a person has made is sent on request, and has the marker then: a repeated job finds it. */
    @Test
    void aDraftOfSomebodyElseIsSentOnRequestOnly() {
        String foreign = world.foreignDraft(READER);

        assertThat(world.failureOf(world.sending("f", MailWorld.task("f", foreign)))
                        .failure())
                .isEqualTo(UploadFailure.NOT_OUR_DRAFT);
        assertThat(world.requests("post send")).isEmpty();

        SendTask any = new SendTask(
                MailWorld.MAILBOX, foreign, new MarkerOfDraft(MailWorld.source("f")), Optional.empty(), true, false);
        assertThat(world.finish(world.sending("f", any)).outcome()).isEqualTo(Outcome.ACCEPTED);
        world.pass(Duration.ofMinutes(1));
        assertThat(world.finish(world.sending("f", any)).outcome()).isEqualTo(Outcome.ALREADY_SENT);
        assertThat(sent()).isOne();
    }

    @Test
    void aMailThatSomebodyHasSentByHandIsSentAlready() {
        world.send(draft);
        world.pass(Duration.ofMinutes(1));

        assertThat(world.finish(sending()).outcome()).isEqualTo(Outcome.ALREADY_SENT);

        assertThat(sent()).isOne();
    }

    @Test
    void aDraftThatWasThrownAwayIsNotSent() {
        world.delete(draft);

        assertThat(world.failureOf(sending()).failure()).isEqualTo(UploadFailure.DRAFT_GONE);

        assertThat(sent()).isZero();
    }

    // Later

    @Test
    void aMailForLaterIsAcceptedAndNotWaitedFor() {
        String later = later("l", Duration.ofHours(2));

        assertThat(world.finish(world.sending("l", MailWorld.task("l", later), true))
                        .outcome())
                .isEqualTo(Outcome.ACCEPTED);

        assertThat(world.waited()).isZero();
        assertThat(sent()).isZero();
        world.pass(Duration.ofHours(2));
        assertThat(sent()).isOne();
    }

    /** It lies in Drafts as if it had not been sent. */
    @Test
    void aMailForLaterWhoseAnswerWasLostIsNotSentAgainBeforeItsTime() {
        String later = later("l", Duration.ofHours(2));
        world.on(SEND).nth(1).loseReply();

        assertThat(world.finish(world.sending("l", MailWorld.task("l", later))).outcome())
                .isEqualTo(Outcome.UNCONFIRMED);
        assertThat(world.requests("post send")).hasSize(1);

        world.pass(Duration.ofHours(3));
        assertThat(world.finish(world.sending("l", MailWorld.task("l", later))).outcome())
                .isEqualTo(Outcome.ALREADY_SENT);
        assertThat(sent()).isOne();
    }

    @Test
    void withoutAStoreAMailForLaterIsNotSentBeforeItsTime() {
        String later = later("l", Duration.ofHours(2));
        world.finish(world.sending("l", MailWorld.task("l", later)));
        world.forgetStore();

        assertThat(world.finish(world.sending("l", MailWorld.task("l", later))).outcome())
                .isEqualTo(Outcome.UNCONFIRMED);

        assertThat(world.requests("post send")).hasSize(1);
        world.pass(Duration.ofHours(3));
        assertThat(sent()).isOne();
    }

    /** A young draft may appear late: one that is not there yet was not sent. */
    @Test
    void aMailForLaterThatDoesNotShowYetIsTakenBack() {
        String later = later("l", Duration.ofHours(2));
        world.finish(world.sending("l", MailWorld.task("l", later)));
        world.on(OTHER).nth(1).answer(404).error("ErrorItemNotFound");

        assertThat(world.finish(world.cancelling("l"))).isEqualTo(CancelJob.Outcome.CANCELLED);

        world.pass(Duration.ofHours(3));
        assertThat(sent()).isZero();
    }

    private static String later(String jobKey, Duration delay) {
        MailDraft mail = MailDraft.of(
                Map.of("to", READER, "sendAt", world.now().plus(delay).toString()));
        return world.finish(world.job(jobKey, mail, false)).messageId();
    }

    // Drafts whose files have to be known

    /** As for a whole job that begins anew: nobody knows what is on the draft of a try that nothing is known of. */
    @Test
    void aDraftOfAForgottenTryIsMadeAnewAfterTheGrace() {
        world.forgetStore();

        DraftResult anew = world.finish(world.job("a", MailWorld.mail(), true, Optional.of(MailWorld.GRACE)));

        assertThat(anew.outcome()).isEqualTo(DraftResult.Outcome.CREATED);
        assertThat(anew.messageId()).isNotEqualTo(draft);
        assertThat(world.waited()).isEqualTo(MailWorld.GRACE);
    }

    @Test
    void aDraftOfAForgottenTryThatIsOnItsWayIsNotMadeAnew() {
        world.finish(sending());
        world.forgetStore();

        DraftResult result = world.finish(world.job("a", MailWorld.mail(), true, Optional.of(MailWorld.GRACE)));

        assertThat(result.outcome()).isEqualTo(DraftResult.Outcome.ALREADY_SENT);
        assertThat(sent()).isOne();
    }

    /** What was sent, or may have been, gets no second draft, even where no copy is left. */
    @Test
    void ofAMailThatLeftNoCopyNoDraftIsMade() {
        world.emulator.answers().sending().outcome(io.github.graphattach.emulator.Sending.Outcome.NO_COPY);
        world.finish(sending());
        world.pass(Duration.ofMinutes(1));

        DraftResult second = world.finish(world.job("a", false));

        assertThat(second.outcome()).isEqualTo(DraftResult.Outcome.ALREADY_SENT);
        assertThat(world.messages()).isZero();
    }

    // Drafts of mails that came to nothing

    @Test
    void theDraftOfAMailThatCameToNothingIsDeleted() {
        assertThat(world.finish(world.discarding("a"))).isTrue();

        assertThat(world.requests()).endsWith("get message 200", "delete message 204");
        assertThat(world.finish(world.job("a", true)).outcome()).isEqualTo(DraftResult.Outcome.CREATED);
    }

    /** A young draft may appear late: one that is not there yet is not gone. */
    @Test
    void aDraftThatDoesNotShowYetIsDeletedWhenItDoes() {
        world.emulator.answers().draftsLate(Duration.ofSeconds(20));
        world.finish(world.job("late", false));

        assertThat(world.finish(world.discarding("late"))).isTrue();

        assertThat(world.requests("delete")).last().isEqualTo("delete message 204");
        assertThat(world.draftsOf("late")).isZero();
    }

    /** Killed behind the deletion: the draft is taken for none that somebody has sent. */
    @Test
    void aDraftWhoseDeletionWasLostIsDeletedAgain() throws Exception {
        DiscardJob killed = world.discarding("a");
        while (world.requests("delete").isEmpty()) {
            world.pass(killed.step());
        }
        world.pass(Duration.ofMinutes(10));

        assertThat(world.finish(world.job("a", false)).outcome()).isEqualTo(DraftResult.Outcome.CREATED);
    }

    @Test
    void aMailThatSomebodyHasSentByHandIsNotDeleted() {
        world.send(draft);
        world.pass(Duration.ofMinutes(1));

        assertThat(world.finish(world.discarding("a"))).isFalse();

        assertThat(world.requests("delete")).isEmpty();
    }

    /** Whatever became of it: deleting it could delete a mail on its way. */
    @Test
    void aDraftWhoseSendingWasBegunIsNotDeleted() {
        world.on(SEND).nth(1).answer(400).error("ErrorInvalidRequest");
        world.failureOf(sending());

        assertThat(world.finish(world.discarding("a"))).isFalse();

        assertThat(world.requests("delete")).isEmpty();
    }
}
