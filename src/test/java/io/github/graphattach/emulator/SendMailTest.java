package io.github.graphattach.emulator;

import static io.github.graphattach.emulator.MailWire.NOW;
import static io.github.graphattach.emulator.MailWire.READER;
import static io.github.graphattach.emulator.MailWire.SENDER;
import static io.github.graphattach.emulator.MailWire.TO_READER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /users/{u}/sendMail}: a message is made and sent in one request. */
class SendMailTest {

    private static final Duration DELAY = Duration.ofSeconds(5);

    @RegisterExtension
    final GraphEmulatorExtension graph = MailWire.atAStandstill();

    private final Wire wire = new Wire(graph);
    private final MailWire mail = new MailWire(wire);

    private HttpResponse<byte[]> sendMail(String message, String more) throws Exception {
        return wire.post(SENDER + "/sendMail", "{\"message\":{\"subject\":\"Minutes\"," + message + "}" + more + "}");
    }

    private static String file(String name, byte[] bytes) {
        return "{\"@odata.type\":\"#microsoft.graph.fileAttachment\",\"name\":\"" + name + "\",\"contentBytes\":\""
                + Base64.getEncoder().encodeToString(bytes) + "\"}";
    }

    /**
     * <pre>
     * request  {"message": {..., "attachments": [...]}} to a mailbox not heard of before
     * response 202, empty: there is no id
     * later    the mail is in Drafts for 5 s, then in Sent Items, and with its file at the recipient
     * </pre>
     */
    @Test
    void aMessageIsMadeAndSent() throws Exception {
        byte[] bytes = Wire.bytes(1000, 7);

        var response = sendMail(TO_READER + ",\"attachments\":[" + file("report.pdf", bytes) + "]", "");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).isEmpty();
        assertThat(mail.onlyOne(SENDER, "drafts").path("isDraft").asBoolean()).isTrue();
        graph.emulator().advanceClock(DELAY);
        assertThat(mail.in(SENDER, "drafts")).isEmpty();
        assertThat(mail.subjectsIn(SENDER, "sentitems")).containsExactly("Minutes");
        JsonNode received = mail.onlyOne(READER, "inbox");
        assertThat(graph.emulator()
                        .find(MailWire.path(READER, received))
                        .orElseThrow()
                        .attachments())
                .extracting(EmulatedAttachment::name, EmulatedAttachment::sha256)
                .containsExactly(tuple("report.pdf", Wire.sha256(bytes)));
    }

    /** A copy is kept unless the caller wants none; the names of the parameters are taken as the model and the pages write them. */
    @ParameterizedTest
    @CsvSource({"saveToSentItems, true, 1", "SaveToSentItems, false, 0", "saveToSentItems, false, 0"})
    void aCopyIsKeptUnlessTheCallerWantsNone(String name, boolean saved, int copies) throws Exception {
        assertThat(sendMail(TO_READER, ",\"" + name + "\":" + saved).statusCode())
                .isEqualTo(202);
        graph.emulator().advanceClock(DELAY);

        assertThat(mail.in(SENDER, "sentitems")).hasSize(copies);
        assertThat(mail.in(SENDER, "drafts")).isEmpty();
        assertThat(mail.in(READER, "inbox")).hasSize(1);
    }

    /** What is refused leaves nothing behind. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"message\":{}",
                "\"message\":{\"toRecipients\":[{\"emailAddress\":{\"address\":\"nobody\"}}]}",
                "\"message\":{\"subject\":1}",
                "\"message\":{\"colour\":\"red\"}",
                "\"message\":1",
                "\"message\":null",
                "\"saveToSentItems\":true",
                "\"message\":{},\"saveToSentItems\":\"yes\""
            })
    void whatIsRefusedLeavesNothing(String body) throws Exception {
        assertThat(wire.post(SENDER + "/sendMail", "{" + body + "}").statusCode())
                .isEqualTo(400);

        graph.emulator().advanceClock(DELAY);
        assertThat(mail.in(SENDER, "drafts")).isEmpty();
        assertThat(mail.in(SENDER, "sentitems")).isEmpty();
    }

    /** The size is looked at as with a draft. */
    @Test
    void theSizeIsLookedAt() throws Exception {
        graph.emulator().mailPolicy(SENDER).sendLimit(100);

        var response = sendMail(TO_READER + ",\"attachments\":[" + file("a", new byte[100]) + "]", "");

        assertThat(Wire.errorCode(response)).isEqualTo("ErrorMessageSizeExceeded");
        assertThat(mail.in(SENDER, "drafts")).isEmpty();
    }

    /**
     * <pre>
     * request  a message with extended properties
     * later    the mail has none of them
     * </pre>
     */
    @Test
    void extendedPropertiesAreIgnored() throws Exception {
        sendMail(TO_READER + ",\"singleValueExtendedProperties\":[{\"id\":\"Integer 0x0036\",\"value\":\"2\"}]", "");
        graph.emulator().advanceClock(DELAY);

        StoredItem sent = (StoredItem) graph.emulator()
                .find(MailWire.path(SENDER, mail.onlyOne(SENDER, "sentitems")))
                .orElseThrow();
        assertThat(sent.properties().has("singleValueExtendedProperties")).isFalse();
    }

    /**
     * <pre>
     * request  a message with PidTagDeferredSendTime in an hour
     * later    it was sent at once, and a copy of it stays in Drafts, as was reported
     * </pre>
     */
    @Test
    void aDeferredMessageGoesAtOnceAndLeavesADraft() throws Exception {
        String later = NOW.plusSeconds(3600).toString();

        sendMail(
                TO_READER + ",\"attachments\":[" + file("a", new byte[] {1})
                        + "],\"singleValueExtendedProperties\":[{\"id\":\"SystemTime 0x3FEF\",\"value\":\"" + later
                        + "\"}]",
                "");

        assertThat(mail.in(READER, "inbox")).hasSize(1);
        assertThat(mail.in(SENDER, "sentitems")).hasSize(1);
        JsonNode left = mail.onlyOne(SENDER, "drafts");
        assertThat(left.path("isDraft").asBoolean()).isTrue();
        assertThat(left.path("hasAttachments").asBoolean()).isTrue();
        graph.emulator().advanceClock(Duration.ofHours(2));
        assertThat(mail.in(SENDER, "drafts")).hasSize(1);
        assertThat(mail.in(READER, "inbox")).hasSize(1);
    }
}
