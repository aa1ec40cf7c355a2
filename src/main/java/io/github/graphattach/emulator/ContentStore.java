package io.github.graphattach.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The folder that holds the bytes of attachments and of sessions in progress, under names of its own choice. */
final class ContentStore implements AutoCloseable {

    private final Path folder;
    private final boolean temporary;
    private final ExecutorService digester = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            ContentStore::daemon,
            new ThreadPoolExecutor.DiscardPolicy());

    private ContentStore(Path folder, boolean temporary) {
        this.folder = folder;
        this.temporary = temporary;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "graph-emulator-digest");
        thread.setDaemon(true);
        return thread;
    }

    static ContentStore temporary() throws IOException {
        return new ContentStore(Files.createTempDirectory("graph-emulator-"), true);
    }

    static ContentStore in(Path folder) throws IOException {
        return new ContentStore(Files.createDirectories(folder), false);
    }

    /** {@return an empty file of a name that no client can influence} */
    PartialContent begin() throws IOException {
        return PartialContent.create(folder.resolve(UUID.randomUUID() + ".bin"), digester);
    }

    /** {@return another file with the same bytes in the same store} What is complete is never written to, so that a second name will do. */
    static Path beside(Path content) {
        Path copy = content.resolveSibling(UUID.randomUUID() + ".bin");
        try {
            return link(copy, content);
        } catch (IOException e) {
            throw new UncheckedIOException("Tried to copy " + content + " but failed", e);
        }
    }

    private static Path link(Path copy, Path content) throws IOException {
        try {
            return Files.createLink(copy, content);
        } catch (UnsupportedOperationException | FileSystemException e) {
            return Files.copy(content, copy);
        }
    }

    /** Deletes items that are in no mailbox any more, with what is attached to them. */
    void delete(List<? extends StoredItem> gone) {
        gone.stream()
                .flatMap(item -> item.delete().stream())
                .forEach(attachment -> delete(attachment.attachment().content()));
    }

    void delete(Path content) {
        try {
            Files.deleteIfExists(content);
        } catch (IOException e) {
            throw new UncheckedIOException("Tried to delete " + content + " but failed", e);
        }
    }

    @Override
    public void close() {
        digester.shutdown();
        if (!temporary || !Files.exists(folder)) {
            return;
        }
        try (Stream<Path> left = Files.list(folder)) {
            left.forEach(this::delete);
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Tried to delete " + folder + " but failed", e);
        }
    }
}
