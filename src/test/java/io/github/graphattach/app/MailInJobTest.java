package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.list;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.graphattach.mail.InvalidRecipientsException;
import io.github.graphattach.mail.MailDraft;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a job may say of a mail, and what a person reads who wrote another. */
class MailInJobTest {

    private static final String ALL =
            """
            { "schema": 1, "id": "offer-7",
              "mail": { "userId": "sales@contoso.com", "from": "Sales <sales@contoso.com>",
                        "to": ["a@example.com", "B <b@example.com>"], "cc": "c@example.com, d@example.com",
                        "bcc": [], "replyTo": null, "subject": "The offer", "html": "<p>See <img src='cid:logo'></p>",
                        "importance": "high", "headers": {"x-case": "7"}, "sendAt": "2030-01-01T08:00:00+01:00",
                        "onFailure": "delete", "confirm": "none" },
              "files": [ { "path": "logo.png", "inline": true, "contentId": "logo" } ] }
            """;

    @Test
    void aMailIsReadWithAllItsFields() throws JsonProcessingException {
        var job = job(ALL);

        var mail = job.mail().orElseThrow();
        assertThat(job.destination()).isSameAs(mail);
        assertThat(mail.userId()).contains("sales@contoso.com");
        assertThat(mail.deletesDraft()).isTrue();
        assertThat(mail.confirm()).isEqualTo("none");
        assertThat(mail.draft().fields())
                .isEqualTo(MailDraft.of(Map.of(
                                "from", "Sales <sales@contoso.com>",
                                "to", "a@example.com, B <b@example.com>",
                                "cc", List.of("c@example.com", "d@example.com"),
                                "subject", "The offer",
                                "html", "<p>See <img src='cid:logo'></p>",
                                "importance", "high",
                                "headers", Map.of("x-case", "7"),
                                "sendAt", "2030-01-01T07:00:00Z"))
                        .fields());
        assertThat(job.files().get(0).headers())
                .isEqualTo(Map.of("CamelGraphAttachInline", true, "CamelGraphAttachContentId", "logo"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"mail": {"to": "a@example.com"}}
                    {"mail": {"to": "a@example.com"}, "files": []}
                    {"mail": {"bcc": ["a@example.com"]}, "files": null, "target": null}
                    """)
    void aMailGoesWithoutFilesToo(String json) throws JsonProcessingException {
        var job = job(json);

        assertThat(job.files()).isEmpty();
        assertThat(job.mail().orElseThrow().userId()).isEmpty();
        assertThat(job.mail().orElseThrow().deletesDraft()).isFalse();
        assertThat(job.mail().orElseThrow().confirm()).isEqualTo("none");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {}                                                    | invalidMail  | the mail has no recipient; name one in the field mail.to, cc or bcc
                    {"to": ["a@example.com", "b at example.com"]}         | invalidMail  | mail.to[2] is no e-mail address; write each as
                    {"to": "a@example.com", "replyTo": "x, b@c.de, y"}    | invalidMail  | mail.replyTo[1], mail.replyTo[3] are no e-mail addresses
                    {"to": [1]}                                           | invalidMail  | the field mail.to of the mail is not a text or a list of texts
                    {"to": "a@example.com", "from": "a@b.de, c@d.de"}     | invalidMail  | the field mail.from has 2 senders; name one
                    {"to": "a@example.com", "text": "a", "html": "b"}     | invalidMail  | the mail has the fields mail.text and mail.html; set one of them
                    {"to": "a@example.com", "subject": 7}                 | invalidMail  | the field mail.subject of the mail is not a text; make it one
                    {"to": "a@example.com", "subject": "a\\nb"}           | invalidMail  | the field mail.subject has control characters; write it in one line
                    {"to": "a@example.com", "importance": "urgent"}       | invalidMail  | the field mail.importance is 'urgent'; set it to low, normal or high
                    {"to": "a@example.com", "headers": {"case": "7"}}     | invalidMail  | a name in the field mail.headers is not one of an own header; let it begin with x-
                    {"to": "a@example.com", "headers": ["x-case"]}        | invalidMail  | the field mail.headers of the mail is not an object of names and texts
                    {"to": "a@example.com", "sendAt": "tomorrow"}         | invalidMail  | the field mail.sendAt is no time; write it as
                    {"to": "a@example.com", "sendAt": "2030-01-01T08:00"} | invalidMail  | the time in the field mail.sendAt has no offset
                    {"to": "a@example.com", "sendAt": "2030-01-01T08:00Z", "confirm": "sent"} | invalidMail | the field mail.sendAt and "sent" in mail.confirm exclude each other: nobody waits that long; leave one of them out
                    {"to": "a@example.com", "headers": {"x-a": "b\\nc"}}   | invalidMail  | a value in the field mail.headers has control characters
                    {"to": "a@example.com", "headers": {"x-a": "", "x-b": "", "x-c": "", "x-d": "", "x-e": "", "x-f": ""}} | invalidMail | the field mail.headers has 6 headers; set 5 at most
                    {"to": "a@example.com", "userId": " "}                | invalidMail  | the field mail.userId is blank or no text; correct it or leave it out
                    {"to": "a@example.com", "userId": 7}                  | invalidMail  | the field mail.userId is blank or no text
                    {"to": "a@example.com", "onFailure": "remove"}        | invalidMail  | the field mail.onFailure is neither "keep" nor "delete"; write one of them
                    {"to": "a@example.com", "confirm": true}              | invalidMail  | the field mail.confirm is neither "none" nor "sent"; write one of them
                    {"to": "a@example.com", "confrm": "sent"}             | unknownField | mail.confrm is an unknown field; correct it or leave it out; the nearest is confirm
                    {"to": "a@example.com", "user": "x"}                  | unknownField | mail.user is an unknown field; correct it or leave it out; the nearest is userId
                    {"to": "a@example.com", "toRecipients": "x"}          | unknownField | mail.toRecipients is an unknown field; correct it or leave it out; the nearest is to
                    """)
    void aMailThatIsWrongIsRefusedInOneLineThatNamesTheField(String mail, String code, String message) {
        var refused = refused(mail);

        assertThat(refused.code()).as("code for %s", refused.getMessage()).isEqualTo(code);
        assertThat(refused).hasMessageStartingWith(message).hasMessageNotContaining("\n");
    }

    /** Who they are is for the account of the failed job, not for a message that may be logged. */
    @Test
    void recipientsThatAreNoAddressesAreNamedByTheirPlacesOnly() {
        var refused = refused("{\"to\": [\"a@example.com\", \"secret at example.com\"]}");

        assertThat(refused).hasMessageNotContaining("secret");
        assertThat(refused.getCause())
                .asInstanceOf(type(InvalidRecipientsException.class))
                .extracting(InvalidRecipientsException::recipients, list(String.class))
                .containsExactly("secret at example.com");
    }

    /** By that a job that is sent again is known as the same, and nothing of what the mail says is in it. */
    @Test
    void whatReceiptsKeepOfAMailIsAnotherForAnotherMail() throws JsonProcessingException {
        var fields = job(ALL).destination().fields();

        assertThat(job(ALL).destination().fields()).isEqualTo(fields);
        assertThat(job(ALL.replace("The offer", "Another")).destination().fields())
                .isNotEqualTo(fields);
        assertThat(job(ALL.replace("sales@contoso.com\",", "cfo@contoso.com\","))
                        .destination()
                        .fields())
                .isNotEqualTo(fields);
        assertThat(fields.toString()).doesNotContain("offer", "example.com");
    }

    private static Job job(String json) throws JsonProcessingException {
        return JobReader.strictMapper().readValue(json, Job.class);
    }

    private static JobException refused(String mail) {
        var thrown = catchThrowableOfType(JsonProcessingException.class, () -> job("{\"mail\": " + mail + "}"));
        assertThat(thrown).as("what was thrown for %s", mail).isNotNull();
        return JobReader.refused(thrown);
    }
}
