package io.github.graphattach.mail;

import static io.github.graphattach.emulator.RequestKind.SEND;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.mail.SendResult.Outcome;
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
import org.junit.jupiter.params.provider.CsvSource;

/** What the service refuses to send, and what it says so with. The draft stays. */
class SendRefusalScenarios {

    @RegisterExtension
    static final MailWorld world = new MailWorld();

    private String draft = "";

    @BeforeEach
    void makeADraft() {
        draft = world.finish(world.job("a", false)).messageId();
    }

    private SendJob sending() {
        return world.sending(
                "a",
                new SendTask(MailWorld.MAILBOX, draft, MailWorld.source("a"), Optional.of(List.of()), false, true));
    }

    private static int sent() {
        world.pass(Duration.ofMinutes(1));
        return world.received("reader@contoso.com");
    }

    @ParameterizedTest
    @CsvSource({
        "403, ErrorSendAsDenied, SEND_AS_DENIED",
        "400, ErrorInvalidRecipients, INVALID_RECIPIENTS",
        "400, ErrorExceededMaxRecipientLimit, TOO_MANY_RECIPIENTS",
        "400, ErrorRecipientLimitExceeded, TOO_MANY_RECIPIENTS",
        "413, ErrorMessageSizeExceeded, MESSAGE_TOO_LARGE",
        "500, ErrorMessageSizeExceeded, MESSAGE_TOO_LARGE",
        "507, ErrorQuotaExceeded, MAILBOX_FULL",
        "404, ErrorInvalidUser, NO_SUCH_USER",
        "404, MailboxNotEnabledForRESTAPI, NO_MAILBOX",
        "400, ErrorExceededMessageLimit, SENDING_LIMIT",
        "403, ErrorExceededMessageLimit, SENDING_LIMIT"
    })
    void aRefusalIsToldByItsCodeAndIsNoReasonToLookForACopy(int status, String code, UploadFailure expected) {
        world.on(SEND).nth(1).answer(status).error(code);

        assertThat(world.failureOf(sending()).failure()).isEqualTo(expected);

        assertThat(world.requests()).containsExactly("post messages 201", "post send " + status);
        assertThat(world.waits()).isEmpty();
        assertThat(world.finish(sending()).outcome()).as("when it was mended").isEqualTo(Outcome.ACCEPTED);
        assertThat(sent()).isOne();
    }

    /** Who sends a draft does not know what it says. */
    @Test
    void theServicesOwnWordsAreNotRepeated() {
        world.on(SEND).nth(1).answer(400).error("ErrorInvalidRecipients", "Jane Doe does not take 'Minutes'");

        assertThat(world.failureOf(sending()))
                .hasMessageContaining("(the answer was 400 ErrorInvalidRecipients)")
                .hasMessageNotContainingAny("Jane", "Minutes");
    }

    /** The right is Exchange's to give, and the emulator's as well. */
    @Test
    void whoMayNotSendAsSomebodyIsTold() {
        MailDraft other =
                MailDraft.of(Map.of("from", "ceo@contoso.com", "to", "reader@contoso.com", "subject", "Minutes"));
        draft = world.finish(world.job("b", other, false)).messageId();
        SendTask task =
                new SendTask(MailWorld.MAILBOX, draft, MailWorld.source("b"), Optional.of(List.of()), false, true);

        UploadException failure = world.failureOf(world.sending("b", task));

        assertThat(failure.failure()).isEqualTo(UploadFailure.SEND_AS_DENIED);
        assertThat(failure.failure().remedy()).contains("Send As", "Send on Behalf", "leave from out", "two hours");

        world.emulator.mailPolicy("/users/cfo@contoso.com").sendAs("ceo@contoso.com");
        assertThat(world.finish(world.sending("b", task)).outcome()).isEqualTo(Outcome.ACCEPTED);
    }

    /** Said now and then of a mailbox that is there; nothing was sent then, so nothing is looked for. */
    @Test
    void aMailboxThatIsMissedIsAskedAgainAtOnce() {
        world.on(SEND).times(2).answer(404).error("ErrorNonExistentMailbox");

        assertThat(world.finish(sending()).outcome()).isEqualTo(Outcome.ACCEPTED);

        assertThat(world.requests())
                .containsExactly("post messages 201", "post send 404", "post send 404", "post send 202");
        assertThat(world.waits()).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(sent()).isOne();
    }

    /** Not found at the second time may mean that the first has sent it; a mailbox that is missed means nothing. */
    @Test
    void aMailboxThatIsMissedWhenItIsSentAgainIsNoEvidence() {
        world.on(SEND).nth(1).answer(504);
        world.on(SEND).nth(2).answer(404).error("ErrorNonExistentMailbox");

        assertThat(world.finish(sending()).outcome()).isEqualTo(Outcome.ACCEPTED);

        assertThat(world.requests("post send")).containsExactly("post send 504", "post send 404", "post send 202");
        assertThat(sent()).isOne();
    }

    @Test
    void theLimitOfADaySaysWhenToComeBack() {
        world.on(SEND).nth(1).answer(403).error("ErrorExceededMessageLimit");

        UploadException failure = world.failureOf(sending());

        assertThat(failure.failure().retryable()).isTrue();
        assertThat(failure.retryAfter()).contains(Duration.ofHours(1));
        assertThat(world.messages()).as("the draft").isOne();
    }
}
