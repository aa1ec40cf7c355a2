package io.github.graphattach.emulator;

import static io.github.graphattach.emulator.MailWire.NOW;
import static io.github.graphattach.emulator.MailWire.READER;
import static io.github.graphattach.emulator.MailWire.SENDER;
import static io.github.graphattach.emulator.MailWire.TO_READER;
import static io.github.graphattach.emulator.MailWire.path;
import static io.github.graphattach.emulator.MailWire.recipients;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.emulator.Sending.Again;
import io.github.graphattach.emulator.Sending.Outcome;
import io.github.graphattach.emulator.Sending.SentIds;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /messages/{id}/send}: what 202 means, and what it does not. The clock stands still unless a test moves it. */
class SendTest {

    private static final Duration DELAY = Duration.ofSeconds(5);

    @RegisterExtension
    final GraphEmulatorExtension graph = MailWire.atAStandstill();

    private final Wire wire = new Wire(graph);
    private final MailWire mail = new MailWire(wire);

    private JsonNode draft(String more) throws Exception {
        return mail.draft(SENDER, "\"subject\":\"Minutes\"," + TO_READER + more);
    }

    private int status(String path) throws Exception {
        return wire.get(path).statusCode();
    }

    /**
     * <pre>
     * request  POST /messages/{id}/send, with no body
     * response 202 at once, empty. The message is still in Drafts with isDraft=true, and nobody has it
     * later    after 5 s of the emulator's clock it is in Sent Items with isDraft=false and its sentDateTime
     * </pre>
     */
    @Test
    void anAcceptedMailLooksUnsentForAWhile() throws Exception {
        JsonNode draft = draft("");

        var response = mail.send(SENDER, draft);

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).isEmpty();
        graph.emulator().advanceClock(DELAY.minusMillis(1));
        JsonNode waiting = mail.onlyOne(SENDER, "drafts");
        assertThat(waiting.path("id")).isEqualTo(draft.path("id"));
        assertThat(waiting.path("isDraft").asBoolean()).isTrue();
        assertThat(mail.in(SENDER, "sentitems")).isEmpty();
        assertThat(mail.in(READER, "inbox")).isEmpty();

        graph.emulator().advanceClock(Duration.ofMillis(1));

        assertThat(mail.in(SENDER, "drafts")).isEmpty();
        JsonNode sent = mail.onlyOne(SENDER, "sentitems");
        assertThat(sent.path("isDraft").asBoolean(true)).isFalse();
        assertThat(sent.path("sentDateTime").asText()).isEqualTo("2026-11-28T12:00:05Z");
        assertThat(sent.at("/from/emailAddress/address").asText()).isEqualTo("sender@contoso.com");
        assertThat(mail.subjectsIn(READER, "inbox")).containsExactly("Minutes");
    }

    /** What finds the mail again: Message-ID, conversation and an own extended property are the same before and after. */
    @Test
    void whatMarksAMailSurvivesTheSend() throws Exception {
        String marker = "String {66f5a359-4659-4830-9070-00047ec6ac6e} Name job";
        JsonNode draft =
                draft(",\"internetMessageId\":\"<job-7@example.com>\",\"singleValueExtendedProperties\":[{\"id\":\""
                        + marker + "\",\"value\":\"7\"}]");
        wire.postFile(path(SENDER, draft), "report.pdf", new byte[] {1, 2, 3});
        String immutable = mail.immutableId(path(SENDER, draft));

        mail.send(SENDER, draft);
        graph.emulator().advanceClock(DELAY);

        JsonNode sent = mail.onlyOne(SENDER, "sentitems");
        assertThat(sent.path("internetMessageId").asText()).isEqualTo("<job-7@example.com>");
        assertThat(sent.path("conversationId")).isEqualTo(draft.path("conversationId"));
        StoredItem stored = (StoredItem)
                graph.emulator().find(SENDER + "/messages/" + immutable).orElseThrow();
        assertThat(stored.properties()
                        .at("/singleValueExtendedProperties/0/value")
                        .asText())
                .isEqualTo("7");
        assertThat(stored.attachments()).extracting(EmulatedAttachment::name).containsExactly("report.pdf");
    }

    /** The delay is a setting: of any length, or none. */
    @ParameterizedTest
    @CsvSource({"PT0S, 0", "PT1M, 60"})
    void theDelayCanBeSet(Duration delay, int seconds) throws Exception {
        graph.emulator().answers().sending().delay(delay);

        mail.send(SENDER, draft(""));

        assertThat(mail.in(SENDER, "sentitems").isEmpty()).as("not yet sent").isEqualTo(seconds > 0);
        graph.emulator().advanceClock(Duration.ofSeconds(seconds));
        assertThat(mail.in(SENDER, "sentitems")).hasSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> graph.emulator().answers().sending().delay(Duration.ofSeconds(-1)));
    }

    /**
     * <pre>
     * server   keeps no copy of what is sent, as an administrator or the message itself may say
     * later    the draft is gone by both ids, Sent Items is empty, and yet the mail was delivered
     * </pre>
     */
    @Test
    void theresNoCopyWhereNoneIsKept() throws Exception {
        graph.emulator().answers().sending().outcome(Outcome.NO_COPY);
        JsonNode draft = draft("");
        wire.postFile(path(SENDER, draft), "report.pdf", new byte[] {1, 2, 3});
        String immutable = mail.immutableId(path(SENDER, draft));

        mail.send(SENDER, draft);
        assertThat(status(path(SENDER, draft))).isEqualTo(200);
        graph.emulator().advanceClock(DELAY);

        assertThat(status(path(SENDER, draft))).isEqualTo(404);
        assertThat(status(SENDER + "/messages/" + immutable)).isEqualTo(404);
        assertThat(mail.in(SENDER, "sentitems")).isEmpty();
        JsonNode received = mail.onlyOne(READER, "inbox");
        assertThat(received.path("hasAttachments").asBoolean()).isTrue();
    }

    /**
     * <pre>
     * server   refuses the mail after it was accepted
     * later    it is in Sent Items all the same; a report is in the sender's Inbox, and nobody else has anything
     * </pre>
     */
    @Test
    void aRefusalAfterAcceptanceIsAReportInTheInbox() throws Exception {
        graph.emulator().answers().sending().outcome(Outcome.RETURNED);

        assertThat(mail.send(SENDER, draft("")).statusCode()).isEqualTo(202);
        graph.emulator().advanceClock(DELAY);

        assertThat(mail.subjectsIn(SENDER, "sentitems")).containsExactly("Minutes");
        JsonNode report = mail.onlyOne(SENDER, "inbox");
        assertThat(report.path("subject").asText()).isEqualTo("Undeliverable: Minutes");
        assertThat(report.path("isDraft").asBoolean(true)).isFalse();
        assertThat(report.path("isRead").asBoolean(true)).isFalse();
        assertThat(report.at("/body/content").asText()).contains("reader@contoso.com: 550 5.7.1");
        assertThat(mail.in(READER, "inbox")).isEmpty();
    }

    /**
     * <pre>
     * setting          ordinary id   immutable id
     * IMMUTABLE_KEPT   404           200            documented
     * BOTH_CHANGED     404           404            seen in 2019
     * BOTH_KEPT        200           200            seen for a while
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({"IMMUTABLE_KEPT, 404, 200", "BOTH_CHANGED, 404, 404", "BOTH_KEPT, 200, 200"})
    void idsAreKeptOrChanged(SentIds ids, int ordinaryAfter, int immutableAfter) throws Exception {
        graph.emulator().answers().sending().ids(ids);
        JsonNode draft = draft("");
        String immutable = mail.immutableId(path(SENDER, draft));

        mail.send(SENDER, draft);
        graph.emulator().advanceClock(DELAY);

        assertThat(status(path(SENDER, draft))).as("by the ordinary id").isEqualTo(ordinaryAfter);
        assertThat(status(SENDER + "/messages/" + immutable))
                .as("by the immutable id")
                .isEqualTo(immutableAfter);
        JsonNode sent = mail.onlyOne(SENDER, "sentitems");
        assertThat(sent.path("id").equals(draft.path("id"))).isEqualTo(ordinaryAfter == 200);
        assertThat(mail.immutableId(path(SENDER, sent)).equals(immutable)).isEqualTo(immutableAfter == 200);
    }

    /**
     * <pre>
     * request  a second send while the draft is still in Drafts
     * response 202 both times; it is without effect, or the recipients have the mail twice. One copy is in Sent Items
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({"IGNORED, 1", "DELIVERED_AGAIN, 2"})
    void aSecondSendIsAcceptedToo(Again again, int received) throws Exception {
        graph.emulator().answers().sending().again(again);
        JsonNode draft = draft("");

        mail.send(SENDER, draft);
        graph.emulator().advanceClock(DELAY.minusSeconds(1));
        assertThat(mail.send(SENDER, draft).statusCode()).isEqualTo(202);
        graph.emulator().advanceClock(DELAY);

        assertThat(mail.in(READER, "inbox")).hasSize(received);
        assertThat(mail.in(SENDER, "sentitems")).hasSize(1);
        assertThat(mail.in(SENDER, "drafts")).isEmpty();
    }

    /** After the move there is no draft to be found any more, whichever id is used and whatever has become of it. */
    @ParameterizedTest
    @ValueSource(strings = {"IMMUTABLE_KEPT", "BOTH_CHANGED", "BOTH_KEPT"})
    void aSentMailIsNotSentAgain(SentIds ids) throws Exception {
        graph.emulator().answers().sending().ids(ids).again(Again.DELIVERED_AGAIN);
        JsonNode draft = draft("");
        String immutable = mail.immutableId(path(SENDER, draft));
        mail.send(SENDER, draft);
        graph.emulator().advanceClock(DELAY);

        for (String id : new String[] {MailWire.id(draft), immutable, MailWire.id(mail.onlyOne(SENDER, "sentitems"))}) {
            var second = wire.post(SENDER + "/messages/" + id + "/send", "");

            assertThat(second.statusCode()).isEqualTo(404);
            assertThat(Wire.errorCode(second)).isEqualTo("ErrorItemNotFound");
        }
        graph.emulator().advanceClock(DELAY);
        assertThat(mail.in(READER, "inbox")).hasSize(1);
    }

    /**
     * <pre>
     * server   a draft has no recipient, or one whose address is none; nobody has minded so far
     * request  POST send
     * response 400 ErrorInvalidRecipients; the draft stays, and can be mended and sent
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"subject\":\"x\"",
                "\"toRecipients\":[{\"emailAddress\":{\"name\":\"Nobody\"}}]",
                "\"toRecipients\":[{\"emailAddress\":{\"address\":\"user@x.nl),\"}}]",
                "\"ccRecipients\":[{\"emailAddress\":{\"address\":\"user\"}}]",
                "\"bccRecipients\":[{\"emailAddress\":{\"address\":\"a@b@example.com\"}}]",
                "\"toRecipients\":[{\"emailAddress\":{\"address\":\"a@example.com\"}},{\"emailAddress\":{\"address\":\"\"}}]"
            })
    void recipientsAreLookedAtWhenItIsSent(String properties) throws Exception {
        JsonNode draft = mail.draft(SENDER, properties);

        var response = mail.send(SENDER, draft);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Wire.errorCode(response)).isEqualTo("ErrorInvalidRecipients");
        graph.emulator().advanceClock(DELAY);
        assertThat(mail.onlyOne(SENDER, "drafts").path("id")).isEqualTo(draft.path("id"));
        mail.patch(path(SENDER, draft), TO_READER + ",\"ccRecipients\":[],\"bccRecipients\":[]");
        assertThat(mail.send(SENDER, draft).statusCode()).isEqualTo(202);
    }

    /** Base64 and its line ends make a mail 1.3685 times as large: 1000 bytes of files travel as 1369. */
    @ParameterizedTest
    @CsvSource({"1369, 202", "1368, 413"})
    void theSizeIsThatOfTheMailThatTravels(int limit, int status) throws Exception {
        JsonNode draft = draft("");
        wire.postFile(path(SENDER, draft), "a", new byte[1000]);
        graph.emulator().mailPolicy(SENDER).sendLimit(limit);

        var response = mail.send(SENDER, draft);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(Wire.errorCode(response)).isEqualTo(status == 202 ? "" : "ErrorMessageSizeExceeded");
        graph.emulator().advanceClock(DELAY);
        assertThat(mail.in(SENDER, "drafts").isEmpty()).isEqualTo(status == 202);
    }

    /** Unless set otherwise the limit is 35 MB, so that 26 MB of files can be attached and not be sent. */
    @Test
    void whatCouldBeAttachedMayBeTooLargeToBeSent() throws Exception {
        try (GraphEmulator small =
                GraphEmulator.builder().messageSizeLimit(1000).start()) {
            MailWire other = new MailWire(new Wire(small));
            JsonNode draft = other.draft(SENDER, TO_READER);
            var attached = new Wire(small).postFile(path(SENDER, draft), "a", new byte[1000]);

            assertThat(attached.statusCode()).isEqualTo(201);
            assertThat(Wire.errorCode(other.send(SENDER, draft))).isEqualTo("ErrorMessageSizeExceeded");
        }
    }

    /** A full mailbox sends nothing. */
    @Test
    void aFullMailboxSendsNothing() throws Exception {
        graph.emulator().mailPolicy(SENDER).full(true);

        var response = mail.send(SENDER, draft(""));

        assertThat(response.statusCode()).isEqualTo(507);
        assertThat(Wire.errorCode(response)).isEqualTo("ErrorQuotaExceeded");
    }

    /** Too many recipients are noticed after the 202: nobody gets the mail, and the sender a report. */
    @ParameterizedTest
    @CsvSource({"2, 1", "1, 0"})
    void tooManyRecipientsAreReported(int limit, int received) throws Exception {
        graph.emulator().mailPolicy(SENDER).recipientLimit(limit);
        JsonNode draft = mail.draft(SENDER, TO_READER + ",\"bccRecipients\":" + recipients("x@fabrikam.com"));

        assertThat(mail.send(SENDER, draft).statusCode()).isEqualTo(202);
        graph.emulator().advanceClock(DELAY);

        assertThat(mail.in(READER, "inbox")).hasSize(received);
        assertThat(mail.in(SENDER, "inbox")).hasSize(1 - received);
    }

    private static String sendAt(Instant time) {
        return ",\"singleValueExtendedProperties\":[{\"id\":\"SystemTime 0x3FEF\",\"value\":\"" + time + "\"}]";
    }

    /**
     * <pre>
     * server   a draft has PidTagDeferredSendTime in an hour
     * request  POST send
     * response 202; it waits in Drafts for an hour, where it is listed, and is then sent once
     * </pre>
     */
    @Test
    void aDeferredMailWaitsInDrafts() throws Exception {
        mail.send(SENDER, draft(sendAt(NOW.plusSeconds(3600))));

        graph.emulator().advanceClock(Duration.ofSeconds(3599));
        assertThat(mail.onlyOne(SENDER, "drafts").path("isDraft").asBoolean()).isTrue();
        assertThat(mail.in(READER, "inbox")).isEmpty();
        graph.emulator().advanceClock(Duration.ofSeconds(1));

        assertThat(mail.onlyOne(SENDER, "sentitems").path("sentDateTime").asText())
                .isEqualTo("2026-11-28T13:00:00Z");
        assertThat(mail.in(READER, "inbox")).hasSize(1);
    }

    /** DELETE cancels a mail that waits, be it deferred or just in flight: whoever deletes an accepted draft loses a mail. */
    @ParameterizedTest
    @ValueSource(ints = {0, 3600})
    void aDeletedMailIsNotSent(int seconds) throws Exception {
        JsonNode draft = draft(sendAt(NOW.plusSeconds(seconds)));
        mail.send(SENDER, draft);

        assertThat(wire.delete(path(SENDER, draft)).statusCode()).isEqualTo(204);
        graph.emulator().advanceClock(DELAY.plusSeconds(seconds));

        assertThat(mail.in(SENDER, "sentitems")).isEmpty();
        assertThat(mail.in(READER, "inbox")).isEmpty();
    }

    /** A draft that is moved before its time has come is taken back too, even if it comes to lie in Drafts again. */
    @ParameterizedTest
    @ValueSource(strings = {"archive", "drafts"})
    void aMovedMailIsNotSent(String folder) throws Exception {
        JsonNode draft = draft("");
        mail.send(SENDER, draft);

        var moved = wire.post(path(SENDER, draft) + "/move", "{\"destinationId\":\"" + folder + "\"}");
        graph.emulator().advanceClock(DELAY);

        assertThat(moved.statusCode()).isEqualTo(201);
        assertThat(mail.onlyOne(SENDER, folder).path("isDraft").asBoolean()).isTrue();
        assertThat(mail.in(SENDER, "sentitems")).isEmpty();
        assertThat(mail.in(READER, "inbox")).isEmpty();
    }

    /** A time that has passed defers nothing. */
    @Test
    void aTimeInThePastDefersNothing() throws Exception {
        mail.send(SENDER, draft(sendAt(NOW.minusSeconds(3600))));

        graph.emulator().advanceClock(DELAY);

        assertThat(mail.in(SENDER, "sentitems")).hasSize(1);
    }

    /**
     * <pre>
     * fault    504, or a reset, before acceptance: the draft is still there and was not sent
     *          504, or a lost answer, after it: the mail goes out all the same
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void anOddAnswerSaysNothing(boolean accepted, boolean answered) throws Exception {
        JsonNode draft = draft("");
        Fault fault = graph.emulator().faults().on(RequestKind.SEND);
        if (answered) {
            fault.answer(504);
        }
        if (answered && accepted) {
            fault.afterCommit();
        } else if (accepted) {
            fault.loseReply();
        } else if (!answered) {
            fault.resetAfterReading();
        }

        if (answered) {
            assertThat(mail.send(SENDER, draft).statusCode()).isEqualTo(504);
        } else {
            assertThatIOException().isThrownBy(() -> mail.send(SENDER, draft));
        }
        graph.emulator().advanceClock(DELAY);

        assertThat(mail.in(SENDER, "drafts").isEmpty()).isEqualTo(accepted);
        assertThat(mail.in(READER, "inbox")).hasSize(accepted ? 1 : 0);
    }

    /** A 202 may carry Retry-After, which is no reason to send again. */
    @Test
    void anAcceptanceMayCarryRetryAfter() throws Exception {
        graph.emulator().faults().on(RequestKind.SEND).retryAfter(Duration.ofSeconds(7));

        var response = mail.send(SENDER, draft(""));

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.headers().firstValue("Retry-After")).hasValue("7");
        graph.emulator().advanceClock(DELAY);
        assertThat(mail.in(READER, "inbox")).hasSize(1);
    }

    /** At random a good draft is refused with a code that tells of its mailbox; the same draft goes later. */
    @Test
    void aMailboxMaySeemNotToExist() throws Exception {
        graph.emulator().faults().on(RequestKind.SEND).answer(404).error("ErrorNonExistentMailbox");
        JsonNode draft = draft("");

        assertThat(Wire.errorCode(mail.send(SENDER, draft))).isEqualTo("ErrorNonExistentMailbox");
        assertThat(mail.send(SENDER, draft).statusCode()).isEqualTo(202);
        graph.emulator().advanceClock(DELAY);

        assertThat(mail.in(READER, "inbox")).hasSize(1);
    }

    /** All of it can be set by the control requests, and is forgotten with everything else. */
    @Test
    void scriptsCanSetItToo() throws Exception {
        String everythingElse =
                "{\"sending\":{\"delay\":\"PT30S\",\"outcome\":\"NO_COPY\",\"ids\":\"BOTH_KEPT\",\"again\":\"DELIVERED_AGAIN\"}}";
        String usual = Wire.json(control("answers", "{}")).path("sending").toString();

        String set =
                Wire.json(control("answers", everythingElse)).path("sending").toString();
        var unknown = control("answers", "{\"sending\":{\"volume\":1}}");
        var noDuration = control("answers", "{\"sending\":{\"delay\":\"soon\"}}");
        var noObject = control("answers", "{\"sending\":1}");
        graph.emulator().reset();

        assertThat("{\"sending\":" + set + "}").isEqualTo(everythingElse);
        assertThat(List.of(unknown.statusCode(), noDuration.statusCode(), noObject.statusCode()))
                .containsOnly(400);
        assertThat(usual)
                .isEqualTo(
                        "{\"delay\":\"PT5S\",\"outcome\":\"SENT_ITEMS\",\"ids\":\"IMMUTABLE_KEPT\",\"again\":\"IGNORED\"}");
        assertThat(Wire.json(control("answers", "{}")).path("sending").toString())
                .isEqualTo(usual);
    }

    private HttpResponse<byte[]> control(String resource, String body) throws Exception {
        return Wire.send(HttpRequest.newBuilder(graph.emulator().pageUrl().resolve("_emulator/" + resource))
                .POST(BodyPublishers.ofString(body)));
    }

    /**
     * <pre>
     * server   a mail was accepted, and its time comes while nobody asks for anything
     * later    whoever looks sees that it is sent: a request, the page, a test that holds a path
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(strings = {"request", "page", "test"})
    void whoeverLooksSeesWhatTheClockMakesTrue(String who) throws Exception {
        MovedClock clock = new MovedClock();
        try (GraphEmulator other = GraphEmulator.builder().clock(clock).start()) {
            Wire otherWire = new Wire(other);
            MailWire otherMail = new MailWire(otherWire);
            JsonNode draft = otherMail.draft(SENDER, "\"subject\":\"Minutes\"," + TO_READER);
            otherMail.send(SENDER, draft);
            clock.time = NOW.plus(DELAY);

            assertThat(isGone(other, otherWire, draft, who)).isTrue();
        }
    }

    private static boolean isGone(GraphEmulator other, Wire otherWire, JsonNode draft, String who) throws Exception {
        String path = path(SENDER, draft);
        return switch (who) {
            case "request" -> otherWire.get(path).statusCode() == 404;
            case "page" -> {
                var tree = Wire.send(HttpRequest.newBuilder(other.pageUrl().resolve("_emulator/mailboxes")));
                yield !Wire.json(tree).findValuesAsText("id").contains(MailWire.id(draft));
            }
            default -> other.find(path).isEmpty();
        };
    }

    /** A clock that stands where the test has set it. */
    private static final class MovedClock extends Clock {

        private volatile Instant time = NOW;

        @Override
        public Instant instant() {
            return time;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** A time that is none is refused when it matters. */
    @Test
    void aTimeThatIsNoneIsRefused() throws Exception {
        JsonNode draft =
                draft(",\"singleValueExtendedProperties\":[{\"id\":\"SystemTime 0x3FEF\",\"value\":\"soon\"}]");

        var response = mail.send(SENDER, draft);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Wire.errorCode(response)).isEqualTo("ErrorInvalidExtendedPropertyValue");
    }

    /** What is accepted is forgotten with everything else. */
    @Test
    void aResetForgetsWhatWasAccepted() throws Exception {
        mail.send(SENDER, draft(""));

        graph.emulator().reset();
        graph.emulator().advanceClock(DELAY);

        assertThat(mail.in(READER, "inbox")).isEmpty();
    }

    /**
     * <pre>
     * request  send, of a draft that is from somebody else
     * response 403 ErrorSendAsDenied, and the draft stays; 202 when the mailbox has the right, and the mail is from them
     * </pre>
     */
    @Test
    void sendingAsSomebodyElseNeedsTheRight() throws Exception {
        JsonNode draft =
                mail.draft(SENDER, TO_READER + ",\"from\":{\"emailAddress\":{\"address\":\"boss@contoso.com\"}}");

        var refused = mail.send(SENDER, draft);
        graph.emulator().mailPolicy(SENDER).sendAs("Boss@contoso.com");
        var taken = mail.send(SENDER, draft);
        graph.emulator().advanceClock(Duration.ofMinutes(1));

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(Wire.errorCode(refused)).isEqualTo("ErrorSendAsDenied");
        assertThat(taken.statusCode()).isEqualTo(202);
        JsonNode received = mail.onlyOne(READER, "inbox");
        assertThat(received.at("/from/emailAddress/address").asText()).isEqualTo("boss@contoso.com");
        assertThat(received.at("/sender/emailAddress/address").asText()).isEqualTo("sender@contoso.com");
    }

    /** One's own address may be named, in any letter case; the right can also be given by a control request. */
    @Test
    void sendingAsOneselfNeedsNoRight() throws Exception {
        JsonNode own =
                mail.draft(SENDER, TO_READER + ",\"from\":{\"emailAddress\":{\"address\":\"Sender@contoso.com\"}}");
        var given = control("policies", "{\"mailbox\":\"" + SENDER + "\",\"sendAs\":[\"a@contoso.com\"]}");
        var malformed = control("policies", "{\"mailbox\":\"" + SENDER + "\",\"sendAs\":\"a@contoso.com\"}");

        assertThat(mail.send(SENDER, own).statusCode()).isEqualTo(202);
        assertThat(Wire.json(given).toString()).contains("\"sendAs\":[\"a@contoso.com\"]");
        assertThat(malformed.statusCode()).isEqualTo(400);
    }
}
