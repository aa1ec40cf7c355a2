package io.github.graphattach.emulator;

import static io.github.graphattach.emulator.MailWire.READER;
import static io.github.graphattach.emulator.MailWire.SENDER;
import static io.github.graphattach.emulator.MailWire.TO_READER;
import static io.github.graphattach.emulator.MailWire.addresses;
import static io.github.graphattach.emulator.MailWire.path;
import static io.github.graphattach.emulator.MailWire.recipients;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What recipients get who have a mailbox here, and what the sender gets when they cannot have it. */
class DeliveryTest {

    @RegisterExtension
    final GraphEmulatorExtension graph = MailWire.atAStandstill();

    private final Wire wire = new Wire(graph);
    private final MailWire mail = new MailWire(wire);

    @BeforeEach
    void start() {
        graph.emulator().answers().sending().delay(Duration.ZERO);
    }

    private void send(String properties, byte[]... files) throws Exception {
        JsonNode draft = mail.draft(SENDER, "\"subject\":\"Minutes\"," + properties);
        for (byte[] file : files) {
            wire.postFile(path(SENDER, draft), "f" + file.length, file);
        }
        assertThat(mail.send(SENDER, draft).statusCode()).isEqualTo(202);
    }

    /**
     * <pre>
     * server   a mail with two files is sent
     * reader   has it in the Inbox: unread, no draft, with the same Message-ID, and the same bytes under other ids
     * </pre>
     */
    @Test
    void theRecipientGetsTheMailWithItsFiles() throws Exception {
        byte[] small = Wire.bytes(10, 1);
        byte[] large = Wire.bytes(100_000, 2);

        send(TO_READER + ",\"body\":{\"contentType\":\"text\",\"content\":\"See there\"}", small, large);

        JsonNode received = mail.onlyOne(READER, "inbox");
        JsonNode sent = mail.onlyOne(SENDER, "sentitems");
        assertThat(received.path("isRead").asBoolean(true)).isFalse();
        assertThat(received.path("isDraft").asBoolean(true)).isFalse();
        assertThat(received.path("receivedDateTime").asText()).isEqualTo("2026-11-28T12:00:00Z");
        assertThat(received.path("internetMessageId")).isEqualTo(sent.path("internetMessageId"));
        assertThat(received.path("conversationId")).isNotEqualTo(sent.path("conversationId"));
        assertThat(received.path("id")).isNotEqualTo(sent.path("id"));
        assertThat(received.at("/body/content").asText()).isEqualTo("See there");
        assertThat(received.at("/from/emailAddress/address").asText()).isEqualTo("sender@contoso.com");
        assertThat(addresses(received, "toRecipients")).containsExactly("reader@contoso.com");
        List<EmulatedAttachment> files =
                graph.emulator().find(path(READER, received)).orElseThrow().attachments();
        assertThat(files)
                .extracting(EmulatedAttachment::sha256)
                .containsExactly(Wire.sha256(small), Wire.sha256(large));
        assertThat(files)
                .extracting(EmulatedAttachment::id)
                .doesNotContainAnyElementsOf(
                        graph.emulator().find(path(SENDER, sent)).orElseThrow().attachments().stream()
                                .map(EmulatedAttachment::id)
                                .toList());
        wire.delete(path(SENDER, sent));
        assertThat(wire.get(path(READER, received) + "/attachments/"
                                + files.get(1).id() + "/$value")
                        .body())
                .isEqualTo(large);
    }

    /** Each recipient gets it once, however often and in whatever letter case the mail names him. */
    @Test
    void eachRecipientGetsItOnce() throws Exception {
        send("\"toRecipients\":" + recipients("reader@contoso.com", "READER@Contoso.com") + ",\"ccRecipients\":"
                + recipients("Reader@contoso.com") + ",\"bccRecipients\":" + recipients("third@contoso.com"));

        assertThat(mail.in(READER, "inbox")).hasSize(1);
        assertThat(mail.in("/users/third@contoso.com", "inbox")).hasSize(1);
    }

    /** Who got a blind copy is to be seen in Sent Items only, not even by himself. */
    @Test
    void blindCopiesAreNotShown() throws Exception {
        send(TO_READER + ",\"bccRecipients\":" + recipients("third@contoso.com"));

        for (String recipient : List.of(READER, "/users/third@contoso.com")) {
            assertThat(addresses(mail.onlyOne(recipient, "inbox"), "bccRecipients"))
                    .as(recipient)
                    .isEmpty();
        }
        assertThat(addresses(mail.onlyOne(SENDER, "sentitems"), "bccRecipients"))
                .containsExactly("third@contoso.com");
    }

    /** The sender's own marks are not sent along: categories, flag, extended properties. */
    @Test
    void marksOfTheSenderStayWithHim() throws Exception {
        send(TO_READER
                + ",\"categories\":[\"Red\"],\"flag\":{\"flagStatus\":\"flagged\"},\"singleValueExtendedProperties\":"
                + "[{\"id\":\"Integer 0x0036\",\"value\":\"2\"}]");

        JsonNode received = mail.onlyOne(READER, "inbox");
        StoredItem stored =
                (StoredItem) graph.emulator().find(path(READER, received)).orElseThrow();
        assertThat(received.path("categories")).isEmpty();
        assertThat(received.at("/flag/flagStatus").asText()).isEqualTo("notFlagged");
        assertThat(stored.properties().has("singleValueExtendedProperties")).isFalse();
        assertThat(mail.onlyOne(SENDER, "sentitems").at("/categories/0").asText())
                .isEqualTo("Red");
    }

    /** A mail to oneself is in one's Inbox and in Sent Items, in one conversation. */
    @Test
    void aMailToOneselfIsThereTwice() throws Exception {
        send("\"toRecipients\":" + recipients("sender@contoso.com"));

        assertThat(mail.onlyOne(SENDER, "inbox").path("conversationId"))
                .isEqualTo(mail.onlyOne(SENDER, "sentitems").path("conversationId"));
    }

    /**
     * Everybody of the tenant's own domain has a mailbox, which begins with the first mail, as it would with the first draft.
     * Elsewhere mail is delivered where there is a mailbox here, and else leaves the emulator.
     */
    @Test
    void whoHasAMailbox() throws Exception {
        graph.emulator().create("/users/partner@fabrikam.com/events/E");

        send("\"toRecipients\":" + recipients("new@contoso.com", "partner@fabrikam.com", "stranger@fabrikam.com"));

        assertThat(mail.in("/users/new@contoso.com", "inbox")).hasSize(1);
        assertThat(mail.in("/users/partner@fabrikam.com", "inbox")).hasSize(1);
        assertThat(wire.get("/users/stranger@fabrikam.com/messages").statusCode())
                .isEqualTo(404);
        assertThat(mail.in(SENDER, "inbox")).isEmpty();
    }

    /** The signed-in user is reached by the principal name. */
    @Test
    void theSignedInUserIsReached() throws Exception {
        send("\"toRecipients\":" + recipients(Mailboxes.DEMO_USER));

        assertThat(mail.in("/me", "inbox")).hasSize(1);
    }

    /**
     * <pre>
     * server   one of two recipients takes no mail of that size, or is full, or takes none from others
     * sender   has a report in the Inbox that names him and the reason; the other recipient has the mail
     * </pre>
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"receiveLimit\":1368} | 550 5.2.3",
                "{\"full\":true} | 554 5.2.2",
                "{\"restricted\":true} | 550 5.7.1"
            })
    void aMailThatIsNotTakenIsReported(String policy, String reason) throws Exception {
        graph.emulator().mailPolicy(READER).apply((ObjectNode) Json.MAPPER.readTree(policy));

        send("\"toRecipients\":" + recipients("reader@contoso.com", "third@contoso.com"), new byte[1000]);

        assertThat(mail.in(READER, "inbox")).isEmpty();
        assertThat(mail.in("/users/third@contoso.com", "inbox")).hasSize(1);
        assertThat(mail.in(SENDER, "sentitems")).hasSize(1);
        JsonNode report = mail.onlyOne(SENDER, "inbox");
        assertThat(report.path("subject").asText()).isEqualTo("Undeliverable: Minutes");
        assertThat(report.at("/body/content").asText())
                .contains("reader@contoso.com: " + reason)
                .doesNotContain("third");
    }

    /** A mail that is just small enough is taken. */
    @Test
    void aMailThatFitsIsTaken() throws Exception {
        graph.emulator().mailPolicy(READER).receiveLimit(1369);

        send(TO_READER, new byte[1000]);

        assertThat(mail.in(READER, "inbox")).hasSize(1);
        assertThat(mail.in(SENDER, "inbox")).isEmpty();
    }

    /** Whoever must approve of a mail does so at once. */
    @Test
    void moderatedMailIsDelivered() throws Exception {
        graph.emulator().mailPolicy(READER).moderated(true);

        send(TO_READER);

        assertThat(mail.in(READER, "inbox")).hasSize(1);
    }
}
