package io.github.graphattach.mail;

import static io.github.graphattach.emulator.RequestKind.CHANGE_ITEM;
import static io.github.graphattach.emulator.RequestKind.CREATE_ITEM;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.mail.DraftResult.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several drafts of one job, as a lost answer and a list that lags behind leave them. */
class SurplusScenarios {

    private static final Duration LATE = Duration.ofMinutes(3);

    @RegisterExtension
    static final MailWorld world = new MailWorld();

    /**
     * <pre>
     * request  POST /users/{u}/messages
     * server   makes the draft, which no list shows for minutes
     * response lost
     * request  POST /users/{u}/messages, when it was looked for long enough
     * later    the next try sees both
     * </pre>
     */
    @Test
    void aDraftThatAppearsTooLateIsDeletedByTheNextTry() throws Exception {
        DraftResult second = finishWithTheFirstUnseen(world.job("a", false));
        String first = otherThan(second);

        assertThat(world.finish(world.job("a", false)).messageId()).isEqualTo(second.messageId());

        assertThat(isThrownAway(first)).isTrue();
        assertThat(isThrownAway(second.messageId())).isFalse();
    }

    /** The one without a marker, which the service has made and nobody has finished. */
    @Test
    void anAnswerThatAppearsTooLateIsDeletedByTheNextTry() throws Exception {
        DraftResult second = finishWithTheFirstUnseen(answer());
        String first = otherThan(second);

        assertThat(world.finish(answer()).messageId()).isEqualTo(second.messageId());

        assertThat(isThrownAway(first)).isTrue();
    }

    /** Other processes see the same and choose the same. */
    @Test
    void whereNoneWasNamedTheOldestIsKept() throws Exception {
        String oldest = beginOne();
        String other = another();

        assertThat(world.finish(world.job("a", false)).messageId()).isEqualTo(oldest);

        assertThat(isThrownAway(other)).isTrue();
        assertThat(isThrownAway(oldest)).isFalse();
    }

    /** Something is worth keeping there, whoever has put it there. */
    @Test
    void aDraftWithAFileIsLeftAlone() throws Exception {
        beginOne();
        String other = another();
        world.attach(other, "a.txt");

        world.finish(world.job("a", false));

        assertThat(isThrownAway(other)).isFalse();
    }

    @Test
    void aDraftThatSomebodyHasChangedIsLeftAlone() throws Exception {
        beginOne();
        String other = another();
        world.pass(Duration.ofMinutes(1));
        ObjectNode change = JsonNodeFactory.instance.objectNode().put("subject", "By hand");
        assertThat(world.client()
                        .changeMessage(MailWorld.MAILBOX.message(other), change)
                        .isSuccess())
                .isTrue();

        world.finish(world.job("a", false));

        assertThat(isThrownAway(other)).isFalse();
    }

    /** Nothing is waited for. */
    @ParameterizedTest
    @ValueSource(ints = {403, 429, 500, 503})
    void aDeletionThatFailsIsNoFailureAndIsTriedAgainByTheNextTry(int status) throws Exception {
        beginOne();
        String other = another();
        world.on(CHANGE_ITEM).nth(1).answer(status);
        int waits = world.waits().size();
        DraftResult first = world.finish(world.job("a", false));
        assertThat(first.outcome()).isEqualTo(Outcome.ALREADY_PRESENT);
        assertThat(world.waits()).hasSize(waits);
        assertThat(isThrownAway(other)).isFalse();

        assertThat(world.finish(world.job("a", false)).messageId()).isEqualTo(first.messageId());

        assertThat(isThrownAway(other)).isTrue();
    }

    @Test
    void aDeletionWithoutAnAnswerIsNoFailure() throws Exception {
        beginOne();
        another();
        world.on(CHANGE_ITEM).always().resetBeforeReading();

        assertThat(world.finish(world.job("a", false)).outcome()).isEqualTo(Outcome.ALREADY_PRESENT);
    }

    /** Another process may have sent one of them a moment ago: until it has left Drafts it looks like the others. */
    @Test
    void whereNothingIsKnownNothingIsDeleted() throws Exception {
        beginOne();
        String other = another();
        world.forgetStore();

        world.finish(world.job("a", true));
        world.finish(world.job("a", true));

        assertThat(isThrownAway(other)).isFalse();
        assertThat(world.requests("delete")).isEmpty();
    }

    @Test
    void besideWhatWasSentNothingIsDeleted() throws Exception {
        String sent = beginOne();
        String other = another();
        world.send(sent);
        world.pass(Duration.ofMinutes(1));

        assertThat(world.finish(world.job("a", false)).outcome()).isEqualTo(Outcome.ALREADY_SENT);

        assertThat(isThrownAway(other)).isFalse();
    }

    private static DraftJob answer() {
        return world.answer("a", DraftOf.REPLY, MailWorld.mail(), Optional.empty());
    }

    private static DraftResult finishWithTheFirstUnseen(DraftJob job) {
        world.emulator.answers().filtersLate(LATE);
        world.on(CREATE_ITEM).nth(1).loseReply();
        DraftResult second = world.finish(job);
        world.pass(LATE);
        return second;
    }

    /** {@return the id of a draft whose answer the process has not lived to see} */
    private String beginOne() throws Exception {
        DraftJob killed = world.job("a", false);
        while (world.requests("post messages").isEmpty()) {
            world.pass(killed.step());
        }
        world.pass(Duration.ofMinutes(10));
        return world.client()
                .findMessages(MailWorld.MAILBOX, marker().filter())
                .field("value")
                .get(0)
                .path("id")
                .asText();
    }

    /** {@return the id of a further draft of the job, as one that somebody else has asked for} */
    private String another() throws IOException {
        String id = world.client()
                .createMessage(MailWorld.MAILBOX, MailWorld.mail().toJson(marker()))
                .field("id")
                .asText();
        world.pass(Duration.ofMinutes(1));
        return id;
    }

    private static Marker marker() throws IOException {
        return MailWorld.source("a").marker();
    }

    private String otherThan(DraftResult result) throws IOException {
        String original = world.client()
                .getMessage(MailWorld.MAILBOX.message("another"))
                .field("id")
                .asText();
        return world
                .client()
                .findMessages(MailWorld.MAILBOX, "isDraft eq true")
                .field("value")
                .findValuesAsText("id")
                .stream()
                .filter(id -> !id.equals(result.messageId()) && !id.equals(original))
                .findFirst()
                .orElseThrow();
    }

    private boolean isThrownAway(String id) throws IOException {
        String trash = world.client()
                .getFolder(MailWorld.MAILBOX, "deleteditems")
                .field("id")
                .asText();
        return world.client()
                .getMessage(MailWorld.MAILBOX.message(id))
                .field("parentFolderId")
                .asText()
                .equals(trash);
    }
}
