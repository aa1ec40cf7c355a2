package io.github.graphattach.emulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Content that is still arriving. What is committed is never touched again; a {@link Writer} puts bytes behind it, which count
 * only once they are committed in turn. A newer writer takes over from an older one that has not committed.
 */
final class PartialContent implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private final FileDigest digest;
    private final Executor digester;
    private long length;
    private long writers;

    private PartialContent(Path file, FileChannel channel, Executor digester) {
        this.file = file;
        this.channel = channel;
        this.digest = new FileDigest(channel);
        this.digester = digester;
    }

    /**
     * Creates the file.
     *
     * @param digester runs the digesting of what is committed while more arrives
     */
    static PartialContent create(Path file, Executor digester) throws IOException {
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ);
        return new PartialContent(file, channel, digester);
    }

    Path file() {
        return file;
    }

    /** {@return how many bytes are committed} */
    synchronized long length() {
        return length;
    }

    /** {@return the SHA-256 of the committed bytes, lower-case hex; to be asked for before this is closed} */
    String sha256() throws IOException {
        return digest.hexOf(length());
    }

    /** {@return a writer that begins behind the committed bytes; it puts any earlier writer out of action} */
    synchronized Writer writer() {
        writers++;
        return new Writer(writers, length);
    }

    /** {@return such a writer, if the committed bytes end at that offset} */
    synchronized Optional<Writer> writer(long offset) {
        return offset == length && channel.isOpen() ? Optional.of(writer()) : Optional.empty();
    }

    /** Falls back to fewer committed bytes; does nothing when there are no more than that. */
    synchronized void rewindTo(long offset) {
        if (offset < length) {
            writers++;
            length = offset;
            digest.restart();
        }
    }

    /** Ends the writing: what is not committed is cut off, and any writer is put out of action. */
    @Override
    public synchronized void close() throws IOException {
        writers++;
        if (channel.isOpen()) {
            channel.truncate(length);
            channel.close();
        }
    }

    private void digest(int run, long offset) {
        try {
            digest.advance(run, offset);
        } catch (ClosedChannelException e) {
            // The content was discarded in the meantime: nobody will ask for its digest.
        } catch (IOException e) {
            // Whoever asks for the digest reads the file again, and meets the error.
        }
    }

    /** Writes on from the committed end. */
    final class Writer {

        private final long number;
        private long position;

        private Writer(long number, long position) {
            this.number = number;
            this.position = position;
        }

        /** {@return whether the bytes were taken; false once another writer has taken over} */
        boolean write(ByteBuffer bytes) throws IOException {
            synchronized (PartialContent.this) {
                if (isSuperseded()) {
                    return false;
                }
                while (bytes.hasRemaining()) {
                    position += channel.write(bytes, position);
                }
                return true;
            }
        }

        /** {@return whether what was written now counts; false once another writer has taken over} */
        boolean commit() {
            synchronized (PartialContent.this) {
                if (isSuperseded()) {
                    return false;
                }
                writers++;
                length = position;
                int run = digest.run();
                long committed = length;
                digester.execute(() -> digest(run, committed));
                return true;
            }
        }

        private boolean isSuperseded() {
            return number != writers;
        }
    }
}
