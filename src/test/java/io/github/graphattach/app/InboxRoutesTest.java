package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.emulator.EmulatedAttachment;
import io.github.graphattach.emulator.RecordedExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of jobs and files in the inbox, through the shipped routes. */
@CamelMainTest(
        properties = {
            "graphattach.quiet=20",
            "graphattach.file-quiet=20",
            "graphattach.patience=100",
            "graphattach.poll=50",
            "graphattach.target=" + InboxWorld.TARGET,
            "camel.component.graph-attach.retry-delay=1"
        })
class InboxRoutesTest {

    private final InboxWorld world = new InboxWorld();

    @Configure
    void configure(MainConfigurationProperties configuration) {
        world.configure(configuration);
    }

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    @Test
    void theFilesOfAJobAreAttachedInItsOrder() throws IOException {
        world.drop("scans/agenda.txt", "agenda");
        world.drop("minutes.txt", "minutes");
        world.drop("logo.png", "logo");
        world.drop(
                "board.json",
                job(
                        "{\"path\": \"scans/agenda.txt\", \"name\": \"Agenda.txt\"}",
                        "{\"path\": \"minutes.txt\"}",
                        "{\"path\": \"logo.png\", \"inline\": true, \"contentId\": \"logo\"}"));

        var folder = world.done("board.json");

        assertThat(world.event.attachments())
                .extracting(EmulatedAttachment::name)
                .containsExactly("Agenda.txt", "minutes.txt", "logo.png");
        assertThat(world.event.attachments().get(2).contentId()).contains("logo");
        assertThat(InboxWorld.names(folder))
                .containsExactly("board.json", "board.receipt.json", "logo.png", "minutes.txt", "scans/agenda.txt");
        assertThat(world.inbox("board.receipt.json")).doesNotExist();
    }

    @Test
    void aReceiptSaysWhatIsKnownOfTheAttachment() throws IOException {
        world.drop("minutes.txt", "minutes");
        world.drop("board.json", job("{\"path\": \"minutes.txt\"}"));

        var receipt = world.json(world.done("board.json").resolve("board.receipt.json"));

        assertThat(receipt.path("graphHost").asText())
                .isEqualTo(world.emulator.graphUrl().getAuthority());
        assertThat(receipt.path("target").path("eventId").asText()).isEqualTo("E");
        assertThat(receipt.path("finished").asText()).isNotEmpty();
        var file = receipt.path("files").path(0);
        var stored = world.event.attachments().get(0);
        assertThat(file.path("attachmentId").asText()).isEqualTo(stored.id());
        assertThat(file.path("sha256").asText()).isEqualTo(stored.sha256());
        assertThat(file.path("outcome").asText()).isEqualTo("attached");
        assertThat(file.path("verified").asText()).isEqualTo("size");
        assertThat(file.path("requestId").asText())
                .isIn(world.emulator.exchanges().stream()
                        .map(RecordedExchange::requestId)
                        .toList());
    }

    @Test
    void aMessageIsATargetToo() throws IOException {
        var draft = world.emulator.create("/users/cfo@contoso.com/messages/M_-%3D");
        world.drop("minutes.txt", "minutes");
        world.drop(
                "mail.json",
                """
                { "target": { "item": "message", "userId": "cfo@contoso.com", "messageId": "M+/=" },
                  "files": [ { "path": "minutes.txt" } ] }
                """);

        world.done("mail.json");

        assertThat(draft.attachments()).hasSize(1);
    }

    @Test
    void aFileWithoutAJobGoesToTheDefaultTarget() throws IOException {
        world.drop("minutes.txt", "minutes");

        var folder = world.done("minutes.txt");

        assertThat(world.event.attachments())
                .extracting(EmulatedAttachment::name)
                .containsExactly("minutes.txt");
        assertThat(InboxWorld.names(folder)).containsExactly("minutes.txt", "minutes.txt.receipt.json");
    }

    @Test
    void aFileThatTheServiceRefusesIsExplained() throws IOException {
        world.drop("minutes.txt", "minutes");
        world.drop(
                "board.json",
                "{ \"target\": { \"item\": \"event\", \"eventId\": \"gone\" }, \"files\": [ { \"path\": \"minutes.txt\" } ] }");

        var folder = world.failed("board.json");

        assertThat(InboxWorld.names(folder)).containsExactly("board.error.json", "board.json", "minutes.txt");
        var error = world.json(folder.resolve("board.error.json"));
        assertThat(error.path("code").asText()).isEqualTo("ErrorItemNotFound");
        assertThat(error.path("statusCode").asInt()).isEqualTo(404);
        assertThat(error.path("file").asText()).isEqualTo("minutes.txt");
        assertThat(error.path("message").asText())
                .startsWith("Tried to attach 'minutes.txt'")
                .contains("; check the ids and the mailbox")
                .doesNotContain("\n");
        assertThat(error.path("whatToDo").asText())
                .as("the same remedy, and the way back")
                .startsWith("check the ids and the mailbox")
                .endsWith("; to try again, move the content of this folder back into the inbox");
        assertThat(error.path("requestId").asText()).isNotEmpty();
    }

    @Test
    void aJobThatIsDroppedAgainAfterAFailureDoesNotAttachItsFirstFileAgain() throws IOException {
        world.drop("first.txt", "first");
        world.drop("second.txt", "second");
        world.drop("board.json", job("{\"path\": \"first.txt\"}", "{\"path\": \"second.txt\", \"name\": \"\\u0007\"}"));
        var folder = world.failed("board.json");
        assertThat(world.json(folder.resolve("board.error.json")).path("attached"))
                .extracting(JsonNode::asText)
                .containsExactly("first.txt");

        // As its error says: the content of the folder goes back, the job last.
        Files.delete(folder.resolve("board.error.json"));
        for (var name : new String[] {"board.receipt.json", "first.txt", "second.txt", "board.json"}) {
            Files.move(folder.resolve(name), world.inbox(name));
        }
        Files.delete(folder);
        world.failed("board.json");

        assertThat(world.event.attachments())
                .extracting(EmulatedAttachment::name)
                .containsExactly("first.txt");
    }

    @Test
    void aJobThatIsSentTwiceAttachesOnce() throws IOException {
        drop("a.json", "minutes");
        world.done("a.json");
        drop("b.json", "minutes");
        var folder = world.done("b.json");

        assertThat(world.event.attachments()).hasSize(1);
        assertThat(outcome(folder.resolve("b.receipt.json"))).isEqualTo("already-present");
    }

    @Test
    void anIdThatIsUsedForOtherContentIsRefused() throws IOException {
        drop("a.json", "minutes");
        world.done("a.json");
        drop("b.json", "other minutes");
        var folder = world.failed("b.json");

        assertThat(world.event.attachments()).hasSize(1);
        assertThat(world.json(folder.resolve("b.error.json")).path("message").asText())
                .contains("the job id 'board-2026-11' stands for the finished job 'a.json'");
    }

    @Test
    void nothingIsOverwrittenWhenAJobOfTheSameNameComesAgain() throws IOException {
        for (var content : new String[] {"one", "two", "three"}) {
            world.drop("minutes.txt", content);
            world.drop("board.json", job("{\"path\": \"minutes.txt\"}"));
            await().atMost(Duration.ofMinutes(1)).until(() -> !Files.exists(world.inbox("board.json")));
        }

        assertThat(InboxWorld.names(world.folder.resolve("done")))
                .filteredOn(name -> name.endsWith("minutes.txt"))
                .hasSize(3);
        assertThat(world.event.attachments()).hasSize(3);
    }

    private void drop(String job, String content) throws IOException {
        world.drop("minutes.txt", content);
        world.drop(
                job,
                """
                { "id": "board-2026-11", "target": %s, "files": [ { "path": "minutes.txt" } ] }
                """
                        .formatted(InboxWorld.TARGET));
    }

    private String outcome(Path receipt) throws IOException {
        return world.json(receipt).path("files").path(0).path("outcome").asText();
    }

    private static String job(String... files) {
        return "{ \"target\": %s, \"files\": [ %s ] }".formatted(InboxWorld.TARGET, String.join(", ", files));
    }
}
