package io.github.graphattach.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.refusal.RefusedException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a mail may say, and what is refused of it in one sentence before any request. */
class MailDraftTest {

    private static final Marker MARKER = Marker.of("user cfo@contoso.com", "report-7");

    @Test
    void everyFieldIsWhereGraphWantsIt() {
        ObjectNode message = MailDraft.of(Map.of(
                        "from", "CFO <cfo@contoso.com>",
                        "to", List.of("a@contoso.com", "\"Doe, Jane\" <jane@contoso.com>"),
                        "cc", "c@contoso.com, d@contoso.com",
                        "bcc", "e@contoso.com",
                        "replyTo", "desk@contoso.com",
                        "subject", "Report",
                        "html", "<p>Hello</p>",
                        "importance", "High",
                        "headers", Map.of("X-Job", "7"),
                        "sendAt", "2026-11-28T09:30:00+01:00"))
                .toJson(MARKER);

        assertThat(message.at("/from/emailAddress").toString())
                .isEqualTo("{\"address\":\"cfo@contoso.com\",\"name\":\"CFO\"}");
        assertThat(message.path("toRecipients").findValuesAsText("address"))
                .containsExactly("a@contoso.com", "jane@contoso.com");
        assertThat(message.path("toRecipients").findValuesAsText("name")).containsExactly("Doe, Jane");
        assertThat(message.path("ccRecipients").findValuesAsText("address"))
                .containsExactly("c@contoso.com", "d@contoso.com");
        assertThat(message.path("bccRecipients").findValuesAsText("address")).containsExactly("e@contoso.com");
        assertThat(message.path("replyTo").findValuesAsText("address")).containsExactly("desk@contoso.com");
        assertThat(message.path("subject").asText()).isEqualTo("Report");
        assertThat(message.path("body").toString())
                .isEqualTo("{\"contentType\":\"html\",\"content\":\"<p>Hello</p>\"}");
        assertThat(message.path("importance").asText()).isEqualTo("high");
        assertThat(message.path("internetMessageHeaders").toString())
                .isEqualTo("[{\"name\":\"X-Job\",\"value\":\"7\"}]");
        assertThat(message.path("singleValueExtendedProperties").findValuesAsText("id"))
                .containsExactly(Marker.PROPERTY, "SystemTime 0x3FEF", "SystemTime 0x000F");
        assertThat(message.path("singleValueExtendedProperties").findValuesAsText("value"))
                .containsExactly(MARKER.value(), "2026-11-28T08:30:00Z", "2026-11-28T08:30:00Z");
    }

    /** An empty array of headers is refused by Graph like one of six. */
    @Test
    void whatIsNotSaidIsNotSent() {
        ObjectNode message = MailDraft.of(Map.of()).toJson(MARKER);

        assertThat(message.has("internetMessageHeaders")).isFalse();
        assertThat(message.has("from")).isFalse();
        assertThat(message.has("body")).isFalse();
        assertThat(message.path("importance").asText()).isEqualTo("normal");
    }

    @Test
    void aFieldThatIsNullIsNotSet() {
        Map<String, Object> fields = new HashMap<>();
        fields.put("subject", null);
        fields.put("to", null);

        assertThat(MailDraft.of(fields).subject()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a@contoso.com | 1",
                "a@contoso.com;b@contoso.com; | 2",
                "a@contoso.com,b@contoso.com | 2",
                "a@contoso.com, , b@contoso.com, | 2",
                "\"Doe, Jane\" <jane@contoso.com>, b@contoso.com | 2",
                "\"a \\\"b\\\", c\" <jane@contoso.com> | 1",
                "Jürgen Müller <jürgen@müller.example> | 1",
                "<a@contoso.com> | 1",
                "o'hara+tag_x/y=z@mail-1.contoso.com | 1"
            })
    void recipientsAreReadAsMailWritesThem(String text, int count) {
        assertThat(MailDraft.of(Map.of("to", text)).to()).hasSize(count);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user@x.nl),",
                "user",
                "user@",
                "@contoso.com",
                "a b@contoso.com",
                "a@b@contoso.com",
                "a@contoso..com",
                "a@contoso.com.",
                "a@-contoso.com",
                ".a@contoso.com",
                "Team: a@contoso.com, b@contoso.com;",
                "undisclosed-recipients:;",
                "a@contoso.com <b@contoso.com>",
                "One <a@contoso.com> Two <b@contoso.com>",
                "a@contoso.com\nBcc: b@contoso.com",
                "\"open <a@contoso.com>",
                "undisclosed: a@contoso.com",
                "a@contoso.com\u0000"
            })
    void whatIsNoAddressIsNamedByItsPlaceOnly(String text) {
        InvalidRecipientsException refused = catchThrowableOfType(
                InvalidRecipientsException.class,
                () -> MailDraft.of(Map.of("to", List.of("first@contoso.com", text, "third@contoso.com"))));

        assertThat(refused).as(text).hasMessageStartingWith("to[2] is no e-mail address; ");
        assertThat(refused.getMessage()).doesNotContain("contoso", "x.nl").hasLineCount(1);
        assertThat(refused.recipients())
                .singleElement()
                .asString()
                .startsWith(text.strip().substring(0, 3));
    }

    @Test
    void allWrongRecipientsOfAFieldAreNamedAtOnce() {
        InvalidRecipientsException refused = catchThrowableOfType(
                InvalidRecipientsException.class, () -> MailDraft.of(Map.of("cc", "x, a@contoso.com, y")));

        assertThat(refused).hasMessageStartingWith("cc[1], cc[3] are no e-mail addresses; ");
        assertThat(refused.recipients()).containsExactly("x", "y");
    }

    @Test
    void whatCannotBeInAMailIsRefusedInOneSentence() {
        assertRefused(Map.of("text", "a", "html", "b"), "the mail has the fields text and html");
        assertRefused(Map.of("to", Collections.nCopies(501, "a@contoso.com")), "the mail has 501 recipients");
        assertRefused(Map.of("from", "a@contoso.com, b@contoso.com"), "the field from has 2 senders");
        assertRefused(Map.of("subject", "a\r\nBcc: x"), "the field subject has control characters");
        assertRefused(Map.of("subject", 7), "the field subject of the mail is not a text");
        assertRefused(Map.of("to", List.of(7)), "the field to of the mail is not a text or a list of texts");
        assertRefused(
                Map.of("importance", "urgent"), "the field importance is 'urgent'; set it to low, normal or high");
        assertRefused(Map.of("headers", Map.of("Bcc", "x")), "a name in the field headers is not one of an own header");
        assertRefused(Map.of("headers", Map.of("x-a: b", "x")), "a name in the field headers is not one of an own");
        assertRefused(Map.of("headers", Map.of("x-a", "b\nBcc: c")), "a value in the field headers has control");
        assertRefused(Map.of("headers", Map.of("x-a", "b", "X-A", "c")), "the field headers has the same name in two");
        assertRefused(
                Map.of("headers", Map.of("x-1", "", "x-2", "", "x-3", "", "x-4", "", "x-5", "", "x-6", "")),
                "the field headers has 6 headers; set 5 at most");
        assertRefused(Map.of("headers", "x-a: b"), "the field headers of the mail is not an object");
        assertRefused(Map.of("sendAt", "2026-11-28T09:30:00"), "the time in the field sendAt has no offset");
        assertRefused(Map.of("sendAt", "tomorrow"), "the field sendAt is no time");
    }

    @ParameterizedTest
    @CsvSource({"subjcet, subject", "toRecipients, to", "ccRecipients, cc", "Html, html", "sendat, sendAt"})
    void anUnknownFieldIsRefusedWithTheNearestOne(String unknown, String nearest) {
        assertRefused(Map.of(unknown, "x"), "a mail has no field '" + unknown + "'; the nearest is " + nearest + ";");
    }

    @Test
    void aMailForNobodyAndATimeThatIsOverAreRefusedWhereItIsSent() {
        Instant now = Instant.parse("2026-11-28T09:30:00Z");
        MailDraft draft = MailDraft.of(Map.of("sendAt", "2026-11-28T09:30:00Z"));

        assertThatThrownBy(draft::requireRecipients).hasMessageStartingWith("the mail has no recipient; ");
        assertThatThrownBy(() -> draft.requireTimeToCome(now))
                .hasMessageStartingWith("the time in the field sendAt is over; ");
        draft.requireTimeToCome(now.minusSeconds(1));
        MailDraft.of(Map.of("bcc", "a@contoso.com")).requireRecipients();
    }

    /** Whatever prints objects, such as a log at DEBUG or Camel's message history, prints none of it. */
    @Test
    void itsTextShowsNothingOfIt() {
        MailDraft draft = MailDraft.of(Map.of("to", "Jane <a@contoso.com>", "subject", "Secret", "text", "Words"));

        assertThat(draft.toString() + draft.to() + draft.body()).doesNotContain("Jane", "contoso", "Secret", "Words");
    }

    private static void assertRefused(Map<String, ?> fields, String beginning) {
        assertThatThrownBy(() -> MailDraft.of(fields))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith(beginning);
    }

    @ParameterizedTest
    @CsvSource({
        "for A@contoso.com no, true",
        "what 'minutes' are, true",
        "for Jane Doe no, true",
        "the text 'the figures of the ...' is odd, true",
        "the request is malformed, false"
    })
    void aTextThatRepeatsSomethingOfItIsKnown(String said, boolean repeats) {
        MailDraft draft = MailDraft.of(Map.of(
                "to", "Jane Doe <a@contoso.com>",
                "subject", "Minutes",
                "text", "Dear all, the figures of the quarter are in."));

        assertThat(draft.isRepeatedBy(said)).isEqualTo(repeats);
    }
}
