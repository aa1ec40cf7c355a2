package io.github.graphattach.emulator;

import static io.github.graphattach.emulator.MailWire.READER;
import static io.github.graphattach.emulator.MailWire.SENDER;
import static io.github.graphattach.emulator.MailWire.addresses;
import static io.github.graphattach.emulator.MailWire.path;
import static io.github.graphattach.emulator.MailWire.recipients;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code createReply}, {@code createReplyAll}, {@code createForward}, and the actions that send such an answer at once. The
 * reader has got a mail of the sender, with a file, a copy for a third and for himself.
 */
class ReplyAndForwardTest {

    @RegisterExtension
    final GraphEmulatorExtension graph = MailWire.atAStandstill();

    private final Wire wire = new Wire(graph);
    private final MailWire mail = new MailWire(wire);
    private JsonNode received;
    private byte[] file;

    @BeforeEach
    void receive() throws Exception {
        graph.emulator().answers().sending().delay(Duration.ZERO);
        JsonNode draft = mail.draft(
                SENDER,
                "\"subject\":\"Minutes\",\"body\":{\"contentType\":\"html\",\"content\":\"<p>See there</p>\"},"
                        + "\"toRecipients\":" + recipients("Reader@contoso.com", "other@fabrikam.com")
                        + ",\"ccRecipients\":" + recipients("third@fabrikam.com", "sender@contoso.com"));
        file = Wire.bytes(2000, 1);
        wire.postFile(path(SENDER, draft), "minutes.pdf", file);
        mail.send(SENDER, draft);
        received = mail.onlyOne(READER, "inbox");
    }

    private JsonNode create(String action, String body) throws Exception {
        var response = wire.post(path(READER, received) + "/" + action, body);
        assertThat(response.statusCode()).as(Wire.json(response).toString()).isEqualTo(201);
        return Wire.json(response);
    }

    /**
     * <pre>
     * request  POST createReply, with no body
     * response 201 + a draft in Drafts: to who sent it, RE:, in the same conversation, without the file
     * </pre>
     */
    @Test
    void aReplyGoesToTheSender() throws Exception {
        JsonNode reply = create("createReply", "");

        assertThat(reply.path("isDraft").asBoolean()).isTrue();
        assertThat(mail.onlyOne(READER, "drafts").path("id")).isEqualTo(reply.path("id"));
        assertThat(reply.path("subject").asText()).isEqualTo("RE: Minutes");
        assertThat(reply.path("conversationId")).isEqualTo(received.path("conversationId"));
        assertThat(reply.path("conversationIndex").asText())
                .hasSizeGreaterThan(received.path("conversationIndex").asText().length())
                .startsWith(received.path("conversationIndex").asText().substring(0, 29));
        assertThat(reply.path("internetMessageId")).isNotEqualTo(received.path("internetMessageId"));
        assertThat(addresses(reply, "toRecipients")).containsExactly("sender@contoso.com");
        assertThat(addresses(reply, "ccRecipients")).isEmpty();
        assertThat(reply.at("/from/emailAddress/address").asText()).isEqualTo("reader@contoso.com");
        assertThat(reply.at("/body/content").asText()).contains("<p>See there</p>");
        assertThat(reply.path("hasAttachments").asBoolean(true)).isFalse();
    }

    /** Where the sender has said whom to reply to, the reply goes there. */
    @Test
    void aReplyGoesWhereItIsAskedFor() throws Exception {
        JsonNode draft = mail.draft(
                SENDER, MailWire.TO_READER + ",\"subject\":\"Where\",\"replyTo\":" + recipients("desk@fabrikam.com"));
        mail.send(SENDER, draft);
        received = mail.in(READER, "inbox").stream()
                .filter(message -> message.path("subject").asText().equals("Where"))
                .findFirst()
                .orElseThrow();

        assertThat(addresses(create("createReply", "{}"), "toRecipients")).containsExactly("desk@fabrikam.com");
    }

    /** A reply to all goes to all but who replies, each of them once. */
    @Test
    void aReplyToAllGoesToAllOthers() throws Exception {
        JsonNode reply = create("createReplyAll", "");

        assertThat(addresses(reply, "toRecipients")).containsExactly("sender@contoso.com", "other@fabrikam.com");
        assertThat(addresses(reply, "ccRecipients")).containsExactly("third@fabrikam.com", "sender@contoso.com");
        assertThat(reply.path("subject").asText()).isEqualTo("RE: Minutes");
    }

    /**
     * <pre>
     * request  POST createForward
     * response 201 + a draft: FW:, to nobody yet, with the original's file under another id
     * </pre>
     */
    @Test
    void aForwardBringsTheFiles() throws Exception {
        JsonNode forward = create("microsoft.graph.createForward", "");

        assertThat(forward.path("subject").asText()).isEqualTo("FW: Minutes");
        assertThat(addresses(forward, "toRecipients")).isEmpty();
        assertThat(forward.path("hasAttachments").asBoolean()).isTrue();
        EmulatedAttachment original = graph.emulator()
                .find(path(READER, received))
                .orElseThrow()
                .attachments()
                .get(0);
        EmulatedAttachment copy = graph.emulator()
                .find(path(READER, forward))
                .orElseThrow()
                .attachments()
                .get(0);
        assertThat(copy.name()).isEqualTo("minutes.pdf");
        assertThat(copy.id()).isNotEqualTo(original.id());
        assertThat(copy.sha256()).isEqualTo(Wire.sha256(file));
        wire.delete(path(READER, received) + "/attachments/" + original.id());
        assertThat(wire.get(path(READER, forward) + "/attachments/" + copy.id() + "/$value")
                        .body())
                .isEqualTo(file);
    }

    /** A subject that has its prefix gets no second one, whatever its letter case; the other kind's is put in front. */
    @ParameterizedTest
    @CsvSource({
        "createReply, re: Minutes, re: Minutes",
        "createReplyAll, RE: Minutes, RE: Minutes",
        "createForward, RE: Minutes, FW: RE: Minutes",
        "createForward, FW: Minutes, FW: Minutes",
        "createReply, '', RE:"
    })
    void aPrefixIsNotRepeated(String action, String subject, String expected) throws Exception {
        mail.patch(path(READER, received), "\"subject\":\"" + subject + "\"");

        assertThat(create(action, "").path("subject").asText()).isEqualTo(expected);
    }

    /** The comment comes above what is quoted, in text as in HTML. */
    @ParameterizedTest
    @CsvSource({"html, <p>See there</p>", "text, See there"})
    void theCommentComesAboveTheQuotation(String type, String content) throws Exception {
        mail.patch(
                path(READER, received), "\"body\":{\"contentType\":\"" + type + "\",\"content\":\"" + content + "\"}");

        JsonNode body = create("createReply", "{\"comment\":\"I agree.\"}").path("body");

        assertThat(body.path("contentType").asText()).isEqualTo(type);
        assertThat(body.path("content").asText()).containsSubsequence("I agree.", "sender@contoso.com", content);
    }

    /** Properties of the answer can be given with the request; a body takes the place of the quotation. */
    @Test
    void propertiesCanBeGiven() throws Exception {
        JsonNode reply = create(
                "createReply",
                "{\"message\":{\"importance\":\"high\",\"body\":{\"contentType\":\"text\",\"content\":\"Mine\"},"
                        + "\"toRecipients\":" + recipients("a@fabrikam.com", "b@fabrikam.com") + "}}");

        assertThat(reply.path("importance").asText()).isEqualTo("high");
        assertThat(reply.at("/body/content").asText()).isEqualTo("Mine");
        assertThat(addresses(reply, "toRecipients")).containsExactly("a@fabrikam.com", "b@fabrikam.com");
        assertThat(reply.path("subject").asText()).isEqualTo("RE: Minutes");
        JsonNode forward = create(
                "createForward", "{\"Comment\":\"For you\",\"ToRecipients\":" + recipients("a@fabrikam.com") + "}");
        assertThat(addresses(forward, "toRecipients")).containsExactly("a@fabrikam.com");
    }

    /** The actions are not among what is documented to take extended properties. */
    @Test
    void anExtendedPropertyIsNotTaken() throws Exception {
        String id = "String {00020329-0000-0000-c000-000000000046} Name Job";

        JsonNode reply = create(
                "createReply",
                "{\"message\":{\"singleValueExtendedProperties\":[{\"id\":\"" + id + "\",\"value\":\"1\"}]}}");

        String filter = "?$expand=singleValueExtendedProperties($filter=id%20eq%20'"
                + id.replace(" ", "%20").replace("{", "%7B").replace("}", "%7D") + "')";
        assertThat(Wire.json(wire.get(path(READER, reply) + filter)).path("singleValueExtendedProperties"))
                .isEmpty();
    }

    /**
     * <pre>
     * request  comment and message.body; toRecipients and message.toRecipients; no object; a property that there is not
     * response 400, and no draft
     * </pre>
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "createReply | {\"comment\":\"c\",\"message\":{\"body\":{\"content\":\"b\"}}}",
                "createReplyAll | {\"comment\":\"\",\"message\":{\"body\":{\"content\":\"b\"}}}",
                "createForward | {\"toRecipients\":[],\"message\":{\"toRecipients\":[]}}",
                "reply | {\"comment\":\"c\",\"message\":{\"body\":{\"content\":\"b\"}}}",
                "createReply | []",
                "createReply | {\"comment\":1}",
                "createReply | {\"message\":\"m\"}",
                "createReply | {\"message\":{\"colour\":\"red\"}}",
                "createForward | {\"toRecipients\":\"a@fabrikam.com\"}"
            })
    void contradictionsAreRefused(String action, String body) throws Exception {
        assertThat(wire.post(path(READER, received) + "/" + action, body).statusCode())
                .isEqualTo(400);

        assertThat(mail.in(READER, "drafts")).isEmpty();
    }

    /** The draft is one like any other: it takes a file and recipients, and is sent. */
    @Test
    void theDraftIsCompletedAndSent() throws Exception {
        JsonNode reply = create("createReply", "");
        wire.postFile(path(READER, reply), "answer.pdf", new byte[] {1});

        assertThat(mail.send(READER, reply).statusCode()).isEqualTo(202);

        JsonNode back = mail.in(SENDER, "inbox").stream()
                .filter(message -> message.path("subject").asText().equals("RE: Minutes"))
                .findFirst()
                .orElseThrow();
        assertThat(back.path("hasAttachments").asBoolean()).isTrue();
        assertThat(back.path("conversationId"))
                .as("the sender's own conversation goes on")
                .isEqualTo(mail.onlyOne(SENDER, "sentitems").path("conversationId"));
    }

    /**
     * <pre>
     * request  POST reply, replyAll, forward
     * response 202, empty; the answer is sent, and in Sent Items
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({"reply, RE: Minutes, false", "replyAll, RE: Minutes, false", "forward, FW: Minutes, true"})
    void anAnswerIsSentAtOnce(String action, String subject, boolean withFile) throws Exception {
        String to = action.equals("forward") ? ",\"toRecipients\":" + recipients("sender@contoso.com") : "";

        var response = wire.post(path(READER, received) + "/" + action, "{\"comment\":\"Thanks\"" + to + "}");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).isEmpty();
        JsonNode sent = mail.onlyOne(READER, "sentitems");
        assertThat(sent.path("subject").asText()).isEqualTo(subject);
        assertThat(sent.path("hasAttachments").asBoolean()).isEqualTo(withFile);
        assertThat(mail.in(READER, "drafts")).isEmpty();
        assertThat(mail.subjectsIn(SENDER, "inbox")).contains(subject);
    }

    /** A forward to nobody is refused, and leaves no draft. */
    @Test
    void aForwardToNobodyIsRefused() throws Exception {
        var response = wire.post(path(READER, received) + "/forward", "{\"comment\":\"Thanks\"}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Wire.errorCode(response)).isEqualTo("ErrorInvalidRecipients");
        assertThat(mail.in(READER, "drafts")).isEmpty();
    }

    /** What is not there cannot be answered. */
    @Test
    void whatIsNotThereIsNotAnswered() throws Exception {
        assertThat(Wire.errorCode(wire.post(READER + "/messages/unknown/createReply", "")))
                .isEqualTo("ErrorItemNotFound");
    }
}
