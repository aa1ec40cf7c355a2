package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.EmulatedAttachment;
import io.github.graphattach.emulator.EmulatedItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Applications that die between the receipt of a finished job and the end of its move, and are started again. */
class InterruptedMoveTest {

    private static final String ID = "\"id\": \"board-2026-11\",";

    private final InboxWorld world = new InboxWorld();
    private final EmulatedItem event = world.emulator.create("/me/events/E");
    private final Path folder = world.folder;

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    @ParameterizedTest
    @CsvSource({
        "with an id, agenda.txt minutes.txt board.json",
        "with an id, minutes.txt board.json",
        "with an id, board.json",
        "without an id, agenda.txt minutes.txt board.json",
        "without an id, minutes.txt board.json",
        "without an id, board.json"
    })
    void theNextStartEndsTheMove(String job, String notMoved) throws IOException {
        drop(job.equals("with an id") ? ID : "");
        assertThat(world.runOnce(world.emulator)).isZero();
        var done = world.theOnlyFolderIn("done");
        interruptTheMove(done, notMoved.split(" "));

        assertThat(world.runOnce(world.emulator)).isZero();

        assertThat(event.attachments())
                .extracting(EmulatedAttachment::name)
                .containsExactly("agenda.txt", "minutes.txt");
        assertThat(world.theOnlyFolderIn("done")).isEqualTo(done);
        assertThat(InboxWorld.names(done))
                .containsExactly("agenda.txt", "board.json", "board.receipt.json", "minutes.txt");
        assertThat(folder.resolve("inbox")).isEmptyDirectory();
        assertThat(folder.resolve("failed")).isEmptyDirectory();
    }

    @Test
    void aRecordThatAMoveLeftBehindSaysNothingOfTheNextJobOfTheSameWords() throws IOException {
        drop("");
        assertThat(world.runOnce(world.emulator)).isZero();
        interruptTheMove(world.theOnlyFolderIn("done"));

        drop("");
        assertThat(world.runOnce(world.emulator)).isZero();

        assertThat(event.attachments())
                .extracting(EmulatedAttachment::name)
                .containsExactly("agenda.txt", "minutes.txt", "agenda.txt", "minutes.txt");
        assertThat(folder.resolve("inbox")).isEmptyDirectory();
    }

    @Test
    void theSameWordsWithOtherFilesAreNoInterruptedMove() throws IOException {
        drop(ID);
        assertThat(world.runOnce(world.emulator)).isZero();

        drop(ID);
        Files.writeString(folder.resolve("inbox/minutes.txt"), "other minutes");
        assertThat(world.runOnce(world.emulator)).isEqualTo(1);

        assertThat(event.attachments()).hasSize(2);
        assertThat(InboxWorld.names(world.theOnlyFolderIn("failed"))).contains("board.error.json", "minutes.txt");
    }

    @ParameterizedTest
    @CsvSource({"agenda.txt minutes.txt board.json", "minutes.txt board.json"})
    void aFileThatTookThePlaceOfAnAttachedOneIsNotTakenForIt(String notMoved) throws IOException {
        drop(ID);
        assertThat(world.runOnce(world.emulator)).isZero();
        interruptTheMove(world.theOnlyFolderIn("done"), notMoved.split(" "));
        Files.writeString(folder.resolve("inbox/agenda.txt"), "another agenda");

        assertThat(world.runOnce(world.emulator)).isEqualTo(1);

        assertThat(event.attachments()).hasSize(2);
        var failed = world.theOnlyFolderIn("failed");
        assertThat(failed.resolve("agenda.txt")).hasContent("another agenda");
        assertThat(failed.resolve("board.error.json"))
                .content()
                .contains("fileReplaced", "'agenda.txt' was attached before", "give the new file a job of its own");
    }

    private void drop(String id) throws IOException {
        Files.writeString(folder.resolve("inbox/agenda.txt"), "agenda");
        Files.writeString(folder.resolve("inbox/minutes.txt"), "minutes");
        Files.writeString(
                folder.resolve("inbox/board.json"),
                """
                { %s "target": { "item": "event", "eventId": "E" },
                  "files": [ { "path": "agenda.txt" }, { "path": "minutes.txt" } ] }
                """
                        .formatted(id));
    }

    /** Makes the inbox what it was before these were moved: the record is there until all are. */
    private void interruptTheMove(Path done, String... notMoved) throws IOException {
        var json = new ObjectMapper();
        var record =
                (ObjectNode) json.readTree(done.resolve("board.receipt.json").toFile());
        record.put("finished", "");
        record.put("movingTo", "done/" + done.getFileName());
        json.writeValue(folder.resolve("inbox/board.receipt.json").toFile(), record);
        for (var name : notMoved) {
            Files.move(done.resolve(name), folder.resolve("inbox").resolve(name));
        }
    }
}
