package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.graphattach.LoggedLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that nobody would write by hand: each ends with one short sentence, in the log and beside it. */
class UnusualJobTest {

    private static final int SHORT = 1000;

    private final LoggedLines log = new LoggedLines(UnusualJobTest.class.getPackageName());
    private InboxBench bench;

    @BeforeEach
    void anEmptyInbox(@TempDir Path root) throws IOException {
        bench = new InboxBench(root, 4, false, step -> {});
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void aJobThatIsNullIsRefusedInOneSentence() throws IOException {
        drop("board.json", "null");

        assertFailsWith("notJson", "the job is null; write it as the README shows");
    }

    @Test
    void aPathOfFourHundredThousandCharactersIsRefusedInOneShortSentence() throws IOException {
        drop("board.json", job("a/".repeat(200_000)));

        assertFailsWith("invalidPath", "a file's \"path\" has more than 4,096 characters");
    }

    /** The system refuses even to look for it, in other words than those for a file that is not there. */
    @Test
    void aFileWithANameThatNoFolderTakesIsMissing() throws IOException {
        drop("board.json", job("%s\", \"name\": \"minutes.txt".formatted("a".repeat(256))));

        assertFailsWith("fileMissing", "is not in the inbox");
    }

    @Test
    void aJobWithANameOf240BytesIsDone() throws IOException {
        var name = "\u00fc".repeat(117) + "x.json";
        drop("minutes.txt", "minutes");
        drop(name, job("minutes.txt"));

        work();

        assertThat(bench.service().attachments()).hasSize(1);
        assertThat(ended("done")).hasSize(3).contains(name, "minutes.txt").anySatisfy(receipt -> assertThat(receipt)
                .endsWith(".receipt.json"));
    }

    @Test
    void aJobWithANameOf240BytesThatFailsIsExplained() throws IOException {
        var name = "\u00fc".repeat(117) + "x.json";
        drop(name, job("absent.txt"));

        work();

        assertThat(ended("failed")).hasSize(2).contains(name).anySatisfy(error -> assertThat(error)
                .endsWith(".error.json"));
    }

    private void assertFailsWith(String code, String message) throws IOException {
        work();

        var names = ended("failed");
        assertThat(names).containsExactlyInAnyOrder("board.json", "board.error.json");
        Path account;
        try (var files = Files.walk(bench.root.resolve("failed"))) {
            account = files.filter(file -> file.endsWith("board.error.json"))
                    .findFirst()
                    .orElseThrow();
        }
        var error = new ObjectMapper().readTree(account.toFile());
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("message").asText()).contains(message).doesNotContain("\n", "Exception");
        assertThat(Files.size(account)).as("bytes of the account").isLessThan(SHORT);
        assertThat(log.lines())
                .filteredOn(line -> line.startsWith("ERROR"))
                .singleElement()
                .asString()
                .contains("Job 'board.json' failed", message)
                .hasSizeLessThan(SHORT);
        assertThat(log.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(SHORT));
        assertThat(bench.service().requests()).isZero();
    }

    private void work() {
        bench.workAll();
        bench.pass(InboxBench.FILE_QUIET);
        bench.workAll();
    }

    private void drop(String name, String content) throws IOException {
        Files.writeString(bench.root.resolve("inbox").resolve(name), content);
    }

    private static String job(String path) {
        return "{ \"target\": %s, \"files\": [ { \"path\": \"%s\" } ] }".formatted(InboxBench.TARGET, path);
    }

    /** {@return the names of what ended so} */
    private List<String> ended(String outcome) throws IOException {
        try (var files = Files.walk(bench.root.resolve(outcome))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }
}
