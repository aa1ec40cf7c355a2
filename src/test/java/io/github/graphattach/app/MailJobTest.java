package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.emulator.RequestKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of jobs that are a mail, through the shipped routes. */
@CamelMainTest(
        properties = {
            "graphattach.quiet=20",
            "graphattach.file-quiet=20",
            "graphattach.patience=100",
            "graphattach.poll=50",
            "camel.component.graph-attach.retry-delay=1",
            "camel.component.graph-attach.max-attempts=2",
            "camel.component.graph-attach.confirm-timeout=100"
        })
class MailJobTest {

    private static final int LARGE = 4_000_000;

    private final InboxWorld world = new InboxWorld();
    private final SentMails mails = new SentMails(world.emulator);

    @Configure
    void configure(MainConfigurationProperties configuration) {
        world.configure(configuration);
    }

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    @Test
    void aMailGoesOutOnceWithAllItsFiles() throws IOException {
        world.drop("offer.bin", new byte[LARGE]);
        world.drop("logo.png", "logo");
        drop(
                "\"subject\": \"The offer\", \"html\": \"<img src='cid:logo'>\", \"bcc\": [\"c@example.com\"]",
                "{\"path\": \"offer.bin\", \"name\": \"Offer.bin\"}",
                "{\"path\": \"logo.png\", \"inline\": true, \"contentId\": \"logo\"}");

        var receipt = receipt();

        assertThat(mails.sent()).hasSize(1);
        var sent = mails.sent().get(0);
        assertThat(sent.path("subject").asText()).isEqualTo("The offer");
        assertThat(sent.findValuesAsText("address")).contains("a@example.com", "c@example.com");
        assertThat(sent.path("attachments").findValuesAsText("name")).containsExactly("Offer.bin", "logo.png");
        assertThat(receipt.path("outcome").asText()).isEqualTo("accepted");
        assertThat(receipt.path("messageId").asText()).isEqualTo(sent.path("id").asText());
        assertThat(receipt.path("internetMessageId").asText())
                .isEqualTo(sent.path("internetMessageId").asText());
        assertThat(receipt.path("target").path("userId").asText()).isEqualTo(SentMails.MAILBOX);
        assertThat(receipt.path("files").findValuesAsText("outcome")).containsExactly("attached", "attached");
        assertThat(receipt.path("files").findValuesAsText("bytes")).containsExactly(String.valueOf(LARGE), "4");
        assertThat(receipt.toString()).doesNotContain("example.com", "The offer");
        assertThat(mails.drafts()).isEmpty();
    }

    @Test
    void aMailGoesOutWithoutFilesToo() throws IOException {
        drop("\"text\": \"hello\"");

        world.done("offer.json");

        assertThat(mails.sent()).hasSize(1);
    }

    @Test
    void aMailWhoseCopyWasSeenIsSent() throws IOException {
        world.emulator.answers().sending().delay(Duration.ZERO);
        drop("\"confirm\": \"sent\"");

        assertThat(receipt().path("outcome").asText()).isEqualTo("sent");
    }

    @Test
    void anUnconfirmedMailIsASuccessWhoseReceiptSaysSo() throws IOException {
        world.emulator.answers().sending().delay(Duration.ofHours(1));
        drop("\"confirm\": \"sent\"");

        assertThat(receipt().path("outcome").asText()).isEqualTo("unconfirmed");
    }

    @Test
    void aMailWhoseAcceptanceWasLostIsSentOnce() throws IOException {
        world.emulator.answers().sending().delay(Duration.ZERO);
        world.emulator.faults().on(RequestKind.SEND).nth(1).loseReply();
        drop("\"text\": \"hello\"");

        assertThat(receipt().path("outcome").asText()).isEqualTo("sent");
        assertThat(mails.sent()).hasSize(1);
    }

    @Test
    void recipientsThatAreNoAddressesAreInTheAccountAndNotInItsMessage() throws IOException {
        world.drop("offer.bin", "offer");
        world.drop(
                "offer.json",
                "{\"mail\": {\"to\": [\"a@example.com\", \"b at example.com\"]}, \"files\": [{\"path\": \"offer.bin\"}]}");

        var error = error();

        assertThat(error.path("message").asText()).startsWith("mail.to[2] is no e-mail address;");
        assertThat(error.path("recipients")).hasSize(1);
        assertThat(error.path("recipients").get(0).asText()).isEqualTo("b at example.com");
        world.assertNothingWasSent();
    }

    @ParameterizedTest
    @CsvSource({"keep, kept, 1", "delete, deleted, 0"})
    void aMailOneOfWhoseFilesIsRefusedIsNotSent(String onFailure, String fate, int drafts) throws IOException {
        world.drop("offer.bin", "offer");
        world.emulator
                .faults()
                .on(RequestKind.POST_ATTACHMENT)
                .always()
                .answer(400)
                .error("ErrorAttachmentNotAllowed");
        drop("\"onFailure\": \"%s\"".formatted(onFailure), "{\"path\": \"offer.bin\"}");

        var error = error();

        assertThat(error.path("draft").asText()).isEqualTo(fate);
        assertThat(error.path("messageId").asText()).isNotEmpty();
        assertThat(mails.drafts()).hasSize(drafts);
        assertThat(mails.sent()).isEmpty();
    }

    @Test
    void aDraftThatTheServiceDoesNotSendIsKept() throws IOException {
        world.emulator.faults().on(RequestKind.SEND).always().answer(400).error("ErrorInvalidRecipients");
        drop("\"onFailure\": \"delete\"");

        var error = error();

        assertThat(error.path("code").asText()).isEqualTo("ErrorInvalidRecipients");
        assertThat(error.path("draft").asText()).isEqualTo("kept");
        assertThat(error.path("whatToDo").asText()).contains("delete the draft before you change the job");
        assertThat(mails.drafts()).hasSize(1);
    }

    @Test
    void aRepeatedJobAsksNothing() throws IOException {
        drop("\"text\": \"hello\"");
        world.done("offer.json");
        var requests = world.emulator.exchanges().size();

        drop("\"text\": \"hello\"");
        world.awaitEmptyInbox();

        assertThat(world.emulator.exchanges()).hasSize(requests);
        assertThat(mails.sent()).hasSize(1);
    }

    private void drop(String mail, String... files) throws IOException {
        world.drop(
                "offer.json",
                "{ \"id\": \"offer-7\", \"mail\": { \"userId\": \"%s\", \"to\": \"a@example.com\", %s }, \"files\": [ %s ] }"
                        .formatted(SentMails.MAILBOX, mail, String.join(", ", List.of(files))));
    }

    private JsonNode receipt() throws IOException {
        return world.json(world.done("offer.json").resolve("offer.receipt.json"));
    }

    private JsonNode error() throws IOException {
        Path folder = world.failed("offer.json");
        return world.json(folder.resolve("offer.error.json"));
    }
}
