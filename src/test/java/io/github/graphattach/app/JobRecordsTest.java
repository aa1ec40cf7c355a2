package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The record beside a job, while the job's files are attached one by one. */
class JobRecordsTest {

    private static final String JOB = "board.json";

    private final ObjectMapper json = JobReader.strictMapper();
    private final List<FileReceipt> attached = new ArrayList<>();
    private Path folder;
    private UnluckyFolder inbox;
    private JobRecords records;

    @BeforeEach
    void open(@TempDir Path temporary) throws IOException {
        folder = temporary;
        inbox = new UnluckyFolder(HeldFolder.at(folder), new UnluckyFolder.Neighbour() {
            @Override
            public void beforeOpen() {}

            @Override
            public void beforeMove() {}

            @Override
            public void refused() {}
        });
        records = new JobRecords(inbox, json);
    }

    @AfterEach
    void release() {
        records.release(JOB);
    }

    private void attach(String path) throws IOException {
        var file = new FileReceipt(path, path, "attached", 7, "ab", "size", "id of " + path, "r", "t", "t");
        attached.add(file);
        records.add(JOB, file, this::whole);
    }

    private Receipt whole() {
        return new Receipt(
                JOB, "cd", "", "graph", "here", Map.of(), "now", "", List.copyOf(attached), MailReceipt.NONE, "");
    }

    private Path record() {
        return folder.resolve("board.receipt.json");
    }

    private List<String> recorded() throws IOException {
        var record = new JobRecords(HeldFolder.at(folder), json).read(JOB).orElseThrow();
        assertThat(record).usingRecursiveComparison().ignoringFields("files").isEqualTo(whole());
        return record.files().stream().map(FileReceipt::path).toList();
    }

    @Test
    void aJobOfManyFilesWritesEachOnce() throws IOException {
        attach("first");
        var size = Files.size(record());
        var key = Files.readAttributes(record(), BasicFileAttributes.class).fileKey();
        for (var file : List.of("second", "third", "fourth")) {
            attach(file);
            var grown = Files.size(record());
            assertThat(grown - size).as("bytes for one file more").isBetween(100L, 250L);
            size = grown;
        }

        assertThat(Files.readAttributes(record(), BasicFileAttributes.class).fileKey())
                .as("the same file")
                .isEqualTo(key);
        assertThat(recorded()).containsExactly("first", "second", "third", "fourth");
    }

    @Test
    void aLineThatAKillCutOffIsLeftOut() throws IOException {
        attach("first");
        attach("second");
        attach("third");
        try (var channel = Files.newByteChannel(record(), StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 9);
        }

        assertThat(recorded()).containsExactly("first", "second");
    }

    @Test
    void whereAnotherFileHasTheNameNothingIsWrittenIntoIt() throws IOException {
        attach("first");
        var others = Files.writeString(folder.resolve("another.txt"), "somebody else's");
        Files.delete(record());
        Files.createLink(record(), others);

        attach("second");

        assertThat(others).hasContent("somebody else's");
        assertThat(recorded()).containsExactly("first", "second");
    }

    @Test
    void whereTheRecordWasRemovedItIsWrittenAnew() throws IOException {
        attach("first");
        Files.delete(record());

        attach("second");

        assertThat(recorded()).containsExactly("first", "second");
    }

    @Test
    void afterALineThatCouldNotBeWrittenTheRecordIsWrittenAnew() throws IOException {
        attach("first");
        inbox.refuse(1);
        assertThatExceptionOfType(FolderException.class).isThrownBy(() -> attach("second"));
        Files.writeString(record(), "\n{\"path\": \"sec", StandardOpenOption.APPEND);

        attach("third");

        assertThat(recorded()).containsExactly("first", "second", "third");
    }

    @Test
    void aRecordOfAnotherProcessIsNotAddedTo() throws IOException {
        attach("first");
        records.release(JOB);
        var left = Files.readString(record());

        attach("second");

        assertThat(Files.readString(record())).doesNotStartWith(left);
        assertThat(recorded()).containsExactly("first", "second");
    }

    @Test
    void whatIsNoRecordIsIgnored() throws IOException {
        Files.writeString(record(), "{\"path\": ");

        assertThat(records.read(JOB)).isEmpty();
    }

    @Test
    void whereThereIsNoRecordThereIsNone() throws IOException {
        assertThat(records.read(JOB)).isEmpty();
    }
}
