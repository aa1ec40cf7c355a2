package io.github.graphattach.mail;

import static io.github.graphattach.emulator.RequestKind.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.graphattach.emulator.MailPolicy;
import io.github.graphattach.emulator.RecordedExchange;
import io.github.graphattach.upload.UploadException;
import io.github.graphattach.upload.UploadFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who cannot get a mail is known before it is made; who may be able to, gets it. */
class RecipientCheckScenarios {

    @RegisterExtension
    static final MailWorld world = new MailWorld();

    private static MailPolicy policy(String user) {
        return world.emulator.mailPolicy("/users/" + user + "@contoso.com");
    }

    private static MailDraft mail(Map<String, ?> fields) {
        return MailDraft.of(fields);
    }

    private static RecipientCheck check(MailDraft draft, Long... fileBytes) {
        return new RecipientCheck(world.client(), MailWorld.MAILBOX, draft, List.of(fileBytes), world.context());
    }

    private static void pass(RecipientCheck check) throws UploadException {
        while (!check.isDone()) {
            world.pass(check.step());
        }
    }

    private static InvalidRecipientsException refusal(RecipientCheck check) {
        return catchThrowableOfType(InvalidRecipientsException.class, () -> pass(check));
    }

    private static List<Integer> statuses() {
        return world.emulator.exchanges().stream()
                .filter(request -> request.path().equals("/v1.0/users/cfo@contoso.com/getMailTips")
                        || request.path().equals("/v1.0/users/cfo%40contoso.com/getMailTips"))
                .map(RecordedExchange::status)
                .toList();
    }

    @Test
    void whoTakesTheMailIsAskedForOnce() throws UploadException {
        pass(check(MailWorld.mail(), 1_000_000L));

        assertThat(statuses()).containsExactly(200);
        assertThat(world.waits()).isEmpty();
    }

    /** 570 bytes of text and 5,700 of a file are 8,580 as they travel. */
    @ParameterizedTest
    @CsvSource({"8580, allowed", "8579, refused"})
    void aMailThatIsTooLargeForOneIsRefused(long limit, String outcome) throws UploadException {
        policy("small").receiveLimit(limit);
        RecipientCheck check =
                check(mail(Map.of("to", "big@contoso.com, small@contoso.com", "text", "x".repeat(570))), 5_700L);

        if (outcome.equals("allowed")) {
            pass(check);
        } else {
            InvalidRecipientsException refusal = refusal(check);
            assertThat(refusal)
                    .hasMessage(
                            "to[2] cannot get this mail, which has 8580 bytes as it travels (the smallest limit is 8579);"
                                    + " leave them out, send fewer files or a sharing link instead, or set mailTips=false");
            assertThat(refusal.recipients()).containsExactly("small@contoso.com");
        }
    }

    @Test
    void allWhoCannotGetItAreNamedByPlace() {
        policy("full").full(true);
        policy("closed").restricted(true);
        policy("small").receiveLimit(1);

        InvalidRecipientsException refusal = refusal(check(mail(Map.of(
                "to", "fine@contoso.com, FULL@contoso.com",
                "cc", "small@contoso.com",
                "bcc", "Somebody <closed@contoso.com>, full@contoso.com",
                "text", "x"))));

        assertThat(refusal)
                .hasMessageStartingWith(
                        "cc[1] cannot get this mail, which has 2 bytes as it travels (the smallest limit is 1),"
                                + " to[2] cannot get mail because the mailbox is full, bcc[1] cannot get mail from this sender;")
                .hasMessageNotContaining("contoso");
        assertThat(refusal.recipients()).containsExactly("small@contoso.com", "FULL@contoso.com", "closed@contoso.com");
    }

    /** A question has 100 addresses at most; one with more is refused. */
    @Test
    void manyRecipientsTakeSeveralQuestions() {
        policy("r249").full(true);
        policy("r3").full(true);
        List<String> all =
                IntStream.range(0, 250).mapToObj(i -> "r" + i + "@contoso.com").toList();

        assertThat(refusal(check(mail(Map.of("to", all)))))
                .hasMessageStartingWith("to[4], to[250] cannot get mail because the mailbox is full;");
        assertThat(statuses()).containsExactly(200, 200, 200);
    }

    @Test
    void withoutRecipientsNothingIsAsked() throws UploadException {
        RecipientCheck check = check(mail(Map.of("subject", "x")));

        pass(check);

        assertThat(check.step()).isZero();
        assertThat(statuses()).isEmpty();
    }

    @Test
    void ofSomebodyExternalNothingIsKnown() {
        assertThatCode(() -> pass(check(mail(Map.of("to", "x@fabrikam.com")), 1_000_000_000L)))
                .doesNotThrowAnyException();
    }

    /** What is absent, 0, or of the wrong type is not known; what came with an error is not either. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'value':{}}",
                "{'value':[]}",
                "{'value':[null,7]}",
                "{'value':[{'maxMessageSize':1,'mailboxFull':true}]}",
                "{'value':[{'emailAddress':{'address':'other@contoso.com'},'mailboxFull':true}]}",
                "{'value':[{'emailAddress':{'address':'reader@contoso.com'},'maxMessageSize':0}]}",
                "{'value':[{'emailAddress':{'address':'reader@contoso.com'},'maxMessageSize':-1}]}",
                "{'value':[{'emailAddress':{'address':'reader@contoso.com'},'maxMessageSize':null,'mailboxFull':null}]}",
                "{'value':[{'emailAddress':{'address':'reader@contoso.com'},'maxMessageSize':'many'}]}",
                "{'value':[{'emailAddress':{'address':'reader@contoso.com'},'mailboxFull':true,'error':{'code':'X'}}]}"
            })
    void whatIsNotKnownSpeaksAgainstNobody(String answer) {
        world.on(OTHER).always().answer(200).body("application/json", answer.replace('\'', '"'));

        assertThatCode(() -> pass(check(MailWorld.mail(), 1_000_000L))).doesNotThrowAnyException();
    }

    /** The case of an address may differ from ours. */
    @Test
    void anAnswerIsOursInAnyLetterCase() {
        world.on(OTHER)
                .answer(200)
                .body(
                        "application/json",
                        "{\"value\":[{\"emailAddress\":{\"address\":\"Reader@Contoso.COM\"},\"mailboxFull\":true}]}");

        assertThat(refusal(check(MailWorld.mail()))).hasMessageStartingWith("to[1] ");
    }

    @ParameterizedTest
    @CsvSource({"400, 1", "403, 1", "404, 5", "500, 5", "503, 5"})
    void whoDoesNotAnswerRefusesNothing(int status, int tries) throws UploadException {
        world.on(OTHER).always().answer(status);

        pass(check(MailWorld.mail()));

        assertThat(statuses()).hasSize(tries);
    }

    @Test
    void aLostAnswerIsAskedForAgain() {
        policy("reader").full(true);
        world.on(OTHER).nth(1).resetBeforeReading();

        assertThat(refusal(check(MailWorld.mail()))).hasMessageStartingWith("to[1] ");
    }

    @Test
    void aThrottleIsWaitedOut() throws UploadException {
        world.on(OTHER).nth(1).answer(429).retryAfter("7");

        pass(check(MailWorld.mail()));

        assertThat(world.waits()).containsExactly(Duration.ofSeconds(7));
    }

    /** What is known of the first hundred counts, though nothing is known of the others. */
    @Test
    void whatIsKnownCountsThoughNotAllIs() {
        policy("r3").full(true);
        world.on(OTHER).nth(2).answer(403);
        List<String> all =
                IntStream.range(0, 150).mapToObj(i -> "r" + i + "@contoso.com").toList();

        assertThat(refusal(check(mail(Map.of("to", all))))).hasMessageStartingWith("to[4] cannot get mail");
    }

    /** That is not the service's word: nobody goes on. */
    @Test
    void aStopIsNoAnswer() {
        world.on(OTHER).always().answer(500);
        RecipientCheck check = check(MailWorld.mail());
        Thread.currentThread().interrupt();
        UploadException stopped;
        try {
            stopped = catchThrowableOfType(UploadException.class, () -> pass(check));
        } finally {
            Thread.interrupted();
        }

        assertThat(stopped.failure()).isEqualTo(UploadFailure.INTERRUPTED);
    }
}
