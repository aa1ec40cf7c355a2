package io.github.graphattach.app;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes this application the one owner of an inbox, until it is closed or the process ends in whatever way. */
final class InboxLock implements AutoCloseable {

    static final String NAME = HeldFolder.UNFINISHED + "owner";

    private static final Logger LOG = LoggerFactory.getLogger(InboxLock.class);

    private final Path file;
    private final FileChannel channel;

    private InboxLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the inbox.
     *
     * @throws StartRefusedException when another application has it
     */
    static InboxLock of(Path inbox) {
        var file = inbox.resolve(NAME);
        try {
            while (true) {
                refuseAllButFiles(file);
                var channel = FileChannel.open(file, CREATE, WRITE, NOFOLLOW_LINKS);
                if (isLocked(inbox, file, channel)) {
                    return new InboxLock(file, channel);
                }
            }
        } catch (IOException e) {
            throw new StartRefusedException(
                    "'%s' cannot be written to (%s)"
                            .formatted(inbox, e.getClass().getSimpleName()),
                    "give the user that runs the application leave to write there, or free space on its disk",
                    e);
        }
    }

    private static boolean isLocked(Path inbox, Path file, FileChannel channel) throws IOException {
        try {
            // The last byte that there can be: what is written stays readable where locks forbid to read.
            if (channel.tryLock(Long.MAX_VALUE - 1, 1, false) == null) {
                throw owned(inbox);
            }
            if (isStillThere(file, channel)) {
                return true;
            }
            channel.close();
            return false;
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw owned(inbox);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void refuseAllButFiles(Path file) {
        if (Files.exists(file, NOFOLLOW_LINKS) && !Files.isRegularFile(file, NOFOLLOW_LINKS)) {
            throw new StartRefusedException("'%s' is no regular file".formatted(file), "remove it");
        }
    }

    /**
     * The last owner may have deleted the file in this very moment; then it is nothing that others would find. A channel
     * does not tell which file it is of, but what is written to it does.
     */
    private static boolean isStillThere(Path file, FileChannel channel) throws IOException {
        var mark = UUID.randomUUID().toString();
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(mark.getBytes(StandardCharsets.US_ASCII)));
        try {
            return Files.readString(file, StandardCharsets.US_ASCII).equals(mark);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static StartRefusedException owned(Path inbox) {
        return new StartRefusedException(
                "another application works the inbox '%s'".formatted(inbox),
                "end it, or set graphattach.inbox to another folder");
    }

    @Override
    public void close() {
        try (channel) {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("'{}' could not be removed", file, e);
        }
    }
}
