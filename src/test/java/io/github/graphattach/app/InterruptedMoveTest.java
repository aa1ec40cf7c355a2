package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.EmulatedAttachment;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.GraphEmulator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Applications that die between the receipt of a finished job and the end of its move, and are started again. */
class InterruptedMoveTest {

    private static final String ID = "\"id\": \"board-2026-11\",";

    private final GraphEmulator emulator = GraphEmulator.start();
    private final EmulatedItem event = emulator.create("/me/events/E");
    private Path folder;

    @BeforeEach
    void inAnEmptyFolder(@TempDir Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectory(folder.resolve("inbox"));
    }

    @AfterEach
    void close() {
        emulator.close();
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
        assertThat(runOnce()).isZero();
        var done = theOnlyFolderIn("done");
        interruptTheMove(done, notMoved.split(" "));

        assertThat(runOnce()).isZero();

        assertThat(event.attachments())
                .extracting(EmulatedAttachment::name)
                .containsExactly("agenda.txt", "minutes.txt");
        assertThat(theOnlyFolderIn("done")).isEqualTo(done);
        assertThat(InboxWorld.names(done))
                .containsExactly("agenda.txt", "board.json", "board.receipt.json", "minutes.txt");
        assertThat(folder.resolve("inbox")).isEmptyDirectory();
        assertThat(folder.resolve("failed")).isEmptyDirectory();
    }

    @Test
    void aRecordThatAMoveLeftBehindSaysNothingOfTheNextJobOfTheSameWords() throws IOException {
        drop("");
        assertThat(runOnce()).isZero();
        interruptTheMove(theOnlyFolderIn("done"));

        drop("");
        assertThat(runOnce()).isZero();

        assertThat(event.attachments())
                .extracting(EmulatedAttachment::name)
                .containsExactly("agenda.txt", "minutes.txt", "agenda.txt", "minutes.txt");
        assertThat(folder.resolve("inbox")).isEmptyDirectory();
    }

    @Test
    void theSameWordsWithOtherFilesAreNoInterruptedMove() throws IOException {
        drop(ID);
        assertThat(runOnce()).isZero();

        drop(ID);
        Files.writeString(folder.resolve("inbox/minutes.txt"), "other minutes");
        assertThat(runOnce()).isEqualTo(1);

        assertThat(event.attachments()).hasSize(2);
        assertThat(InboxWorld.names(theOnlyFolderIn("failed"))).contains("board.error.json", "minutes.txt");
    }

    @ParameterizedTest
    @CsvSource({"agenda.txt minutes.txt board.json", "minutes.txt board.json"})
    void aFileThatTookThePlaceOfAnAttachedOneIsNotTakenForIt(String notMoved) throws IOException {
        drop(ID);
        assertThat(runOnce()).isZero();
        interruptTheMove(theOnlyFolderIn("done"), notMoved.split(" "));
        Files.writeString(folder.resolve("inbox/agenda.txt"), "another agenda");

        assertThat(runOnce()).isEqualTo(1);

        assertThat(event.attachments()).hasSize(2);
        var failed = theOnlyFolderIn("failed");
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

    private Path theOnlyFolderIn(String outcome) throws IOException {
        try (var folders = Files.list(folder.resolve(outcome))) {
            var all = folders.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    private int runOnce() {
        var nobody = new PrintStream(OutputStream.nullOutputStream());
        var settings = Map.of(
                "graphattach.folder", folder.toString(),
                "graphattach.quiet", "20",
                "graphattach.file-quiet", "20",
                "graphattach.patience", "100",
                "graphattach.poll", "50",
                "camel.component.graph-attach.graph-url", emulator.graphUrl().toString(),
                "camel.component.graph-attach.access-token", "token");
        return new Application(nobody, nobody, Map.of(), settings).run("--once");
    }
}
