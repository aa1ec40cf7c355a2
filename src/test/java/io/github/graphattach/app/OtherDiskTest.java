package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.graphattach.app.InboxBench.Step;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The finished jobs lie on another disk than the inbox, so that a move is a copy. */
@EnabledOnOs(OS.LINUX)
class OtherDiskTest {

    private static final Path MEMORY = Path.of("/dev/shm");

    private Path root;
    private Path elsewhere;
    private List<Path> made = List.of();

    @BeforeEach
    void makeFoldersOnTwoDisks(@TempDir Path temporary) throws IOException {
        assumeTrue(Files.isWritable(MEMORY) && !Files.getFileStore(MEMORY).equals(Files.getFileStore(temporary)));
        root = temporary;
        elsewhere = Files.createTempDirectory(MEMORY, "graph-attach-test");
        made = List.of(elsewhere);
        Files.createSymbolicLink(root.resolve("done"), elsewhere);
    }

    @AfterEach
    void delete() throws IOException {
        for (var folder : made) {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void aJobIsMovedWithItsFile() throws IOException {
        var bench = dropAJob(step -> {});

        work(bench);

        assertThat(lastNames(elsewhere)).containsExactly("a.txt", "board.json", "board.receipt.json");
        assertThat(root.resolve("inbox")).isEmptyDirectory();
    }

    @Test
    void whatIsWrittenWhileItIsCopiedIsNotDeleted() throws IOException {
        var inbox = Files.createDirectory(root.resolve("inbox"));
        var file = Files.writeString(inbox.resolve("a.txt"), "first");
        var from = new FolderHandle.Named(inbox);
        var to = beforeEachCall(
                new FolderHandle.Named(elsewhere),
                () -> Files.writeString(file, " and more", StandardOpenOption.APPEND));

        assertThatThrownBy(() -> HeldFolder.copy(from, Path.of("a.txt"), to, Path.of("a.txt")))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("it changed while it was copied");

        assertThat(file).content().startsWith("first and more");
        assertThat(elsewhere).isEmptyDirectory();
    }

    private interface Deed {

        void act() throws IOException;
    }

    private static FolderHandle beforeEachCall(FolderHandle handle, Deed deed) {
        return (FolderHandle) Proxy.newProxyInstance(
                FolderHandle.class.getClassLoader(),
                new Class<?>[] {FolderHandle.class},
                (proxy, method, arguments) -> {
                    deed.act();
                    return method.invoke(handle, arguments);
                });
    }

    private InboxBench dropAJob(Consumer<Step> before) throws IOException {
        var bench = new InboxBench(root, 1, false, before);
        Files.writeString(root.resolve("inbox/a.txt"), "first");
        Files.writeString(
                root.resolve("inbox/board.json"),
                "{ \"target\": %s, \"files\": [ { \"path\": \"a.txt\" } ] }".formatted(InboxBench.TARGET));
        return bench;
    }

    private static void work(InboxBench bench) {
        bench.workAll();
        bench.pass(InboxBench.FILE_QUIET);
        bench.workAll();
    }

    private static List<String> lastNames(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }
}
