package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be read through the inbox, and that it stays the file that was opened. */
class InboxFolderTest {

    private Path temporary;
    private Path root;
    private Path secret;
    private InboxFolder inbox;

    @BeforeEach
    void openTheInbox(@TempDir Path temporary) throws IOException {
        this.temporary = temporary;
        inbox = InboxFolder.at(Files.createDirectory(temporary.resolve("inbox")));
        root = inbox.root();
        secret = Files.writeString(temporary.resolve("secret.txt"), "secret");
    }

    @Test
    void aFileInAFolderOfTheInboxIsRead() throws IOException {
        Files.createDirectories(root.resolve("a/b"));
        Files.writeString(root.resolve("a/b/c.txt"), "content");

        try (var file = inbox.open("a/./b/../b/c.txt")) {
            assertThat(file.stream()).hasContent("content");
            assertThat(file.length()).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret.txt", "/etc/hostname", "a/../../secret.txt", ".", "a/..", ".."})
    void aPathThatLeadsOutOfTheInboxIsRefused(String path) {
        assertThatThrownBy(() -> inbox.relative(path))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("leads out of the inbox")
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\nb"})
    void aPathWithControlCharactersIsRefused(String path) {
        assertThatThrownBy(() -> inbox.relative(path))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("control characters")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aLinkToAFileOutsideIsRefused() throws IOException {
        Files.createSymbolicLink(root.resolve("minutes.pdf"), secret);

        assertThatThrownBy(() -> inbox.open("minutes.pdf"))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("'minutes.pdf' is reached through a symbolic link");
    }

    @Test
    void aLinkedFolderOnTheWayIsRefused() throws IOException {
        Files.createSymbolicLink(root.resolve("scans"), temporary);

        assertThatThrownBy(() -> inbox.open("scans/secret.txt"))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("symbolic link");
    }

    /** The state that is noted would be that of the one, and the bytes those of the other. */
    @Test
    void aFileThatComesBetweenTheLookAndTheOpeningIsNotTakenForTheOneThatWasThere() throws IOException {
        Files.writeString(root.resolve("a.txt"), "first");
        var other = Files.writeString(temporary.resolve("other"), "other");
        var swapped = new InboxFolder(new UnluckyFolder(inbox.folder(), new UnluckyFolder.Neighbour() {
            @Override
            public void beforeOpen() {
                try {
                    Files.move(other, root.resolve("a.txt"), StandardCopyOption.REPLACE_EXISTING);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void beforeMove() {}

            @Override
            public void refused() {}
        }));

        assertThatThrownBy(() -> swapped.open("a.txt")).isInstanceOf(UnsettledException.class);
    }

    @Test
    void nothingIsMovedOutOfALinkedFolder() throws IOException {
        Files.createSymbolicLink(root.resolve("scans"), temporary);
        var done = HeldFolder.at(Files.createDirectory(temporary.resolve("done")));

        assertThatThrownBy(() -> inbox.folder().move(Path.of("scans/secret.txt"), done, Path.of("secret.txt")))
                .isInstanceOf(IOException.class);

        assertThat(secret).hasContent("secret");
    }

    /** A look before each move would not do: the swap comes between the two, the more so the longer the path is. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void nothingIsMovedOutOfAFolderThatIsSwappedForALinkAgainAndAgain() throws Exception {
        var scans = root.resolve("scans");
        var deep = "deep/".repeat(50);
        var folder = Files.createDirectory(temporary.resolve("folder"));
        Files.createDirectories(folder.resolve(deep));
        var outside = Files.createDirectories(temporary.resolve("outside").resolve(deep));
        Files.writeString(outside.resolve("x.txt"), "outside");
        var link = Files.createSymbolicLink(temporary.resolve("link"), temporary.resolve("outside"));
        var done = HeldFolder.at(Files.createDirectory(temporary.resolve("done")));
        var isOver = new AtomicBoolean();
        var neighbour = CompletableFuture.runAsync(() -> {
            while (!isOver.get()) {
                swap(folder, scans);
                swap(link, scans);
            }
        });
        var file = Path.of("scans", deep, "x.txt");
        for (var count = 0; count < 5000 && Files.exists(outside.resolve("x.txt")); count++) {
            try {
                inbox.folder().move(file, done, Path.of("x.txt"));
            } catch (IOException e) {
                // There is no such file in the inbox.
            }
        }
        isOver.set(true);
        neighbour.join();

        assertThat(outside.resolve("x.txt")).hasContent("outside");
    }

    private static void swap(Path file, Path place) {
        try {
            Files.move(file, place);
            Files.move(place, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aFolderIsRefused() throws IOException {
        Files.createDirectory(root.resolve("scans"));

        assertThatThrownBy(() -> inbox.open("scans"))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("'scans' is a folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"minutes.pdf", "scans/minutes.pdf", "file.txt/minutes.pdf"})
    void aMissingFileIsNamed(String path) throws IOException {
        Files.writeString(root.resolve("file.txt"), "content");

        assertThatThrownBy(() -> inbox.open(path))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("'" + path + "' is not in the inbox");
    }

    /** Root reads everything, so the refusal of the system is handed in. */
    @Test
    void anUnreadableFileIsNamedWithTheRemedy() throws IOException {
        assertThat(InboxFolder.notOpened("minutes.pdf", new AccessDeniedException("minutes.pdf")))
                .hasMessageContaining("'minutes.pdf' cannot be read")
                .hasMessageContaining("leave to read it");
    }

    @Test
    void anOpenFileStaysTheSameWhenAnotherTakesItsPlace() throws IOException {
        var path = Files.writeString(root.resolve("minutes.pdf"), "content");
        try (var file = inbox.open("minutes.pdf")) {
            Files.delete(path);
            Files.createSymbolicLink(path, secret);

            assertThat(file.stream()).hasContent("content");
            assertThat(file.isInPlace()).isFalse();
        }
    }

    @Test
    void aFileThatGrowsWhileItIsReadIsNotReadToItsEnd() throws IOException {
        var path = Files.writeString(root.resolve("minutes.pdf"), "content");
        try (var file = inbox.open("minutes.pdf")) {
            Files.writeString(path, "content and more");

            assertThatThrownBy(() -> file.stream().readAllBytes())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("changed while it was read");
        }
    }

    @Test
    void aFileThatIsWrittenWhileItIsReadIsNotReadToItsEnd() throws IOException {
        var path = Files.writeString(root.resolve("minutes.pdf"), "content");
        try (var file = inbox.open("minutes.pdf")) {
            Files.writeString(path, "CONTENT");
            Files.setLastModifiedTime(path, FileTime.fromMillis(1));

            assertThatThrownBy(() -> file.stream().readAllBytes()).hasMessageContaining("changed while it was read");
        }
    }

    @Test
    void theTagIsAnotherOneWhenTheFileWasWrittenToOnly() throws IOException {
        var path = Files.writeString(root.resolve("minutes.pdf"), "content");
        try (var file = inbox.open("minutes.pdf")) {
            var tag = file.tag();

            Files.move(path, root.resolve("elsewhere.pdf"));
            assertThat(file.tag()).as("after a move").isEqualTo(tag);
            Files.writeString(path, "another file");
            assertThat(file.tag()).as("with another file in its place").isEqualTo(tag);
            Files.move(root.resolve("elsewhere.pdf"), path, StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(path, "CONTENT");
            Files.setLastModifiedTime(path, FileTime.fromMillis(1));
            assertThat(file.tag()).as("after other bytes of the same length").isNotEqualTo(tag);
        }
    }

    /** A volume that is mounted anew is another device with the same files. */
    @Test
    void theTagHasNoDevice() throws IOException {
        Files.writeString(root.resolve("minutes.pdf"), "content");
        try (var file = inbox.open("minutes.pdf")) {
            assertThat(file.tag()).matches("7:[0-9TZ:.-]+:ino=[0-9]+");
        }
    }

    @Test
    void theSha256IsThatOfAllBytes() throws IOException {
        Files.writeString(root.resolve("minutes.pdf"), "content");
        try (var file = inbox.open("minutes.pdf")) {
            assertThat(file.sha256()).isEqualTo("ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73");
        }
    }
}
