package io.github.graphattach.emulator;

import java.io.IOException;
import java.nio.ByteBuffer;
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
    private final Executor digester;
    private long length;
    private long writers;
    private boolean sealed;

    private PartialContent(Path file, FileChannel channel, Executor digester) {
        this.file = file;
        this.channel = channel;
        this.digester = digester;
    }

    /**
     * Creates the file.
     *
     * @param digester works out the SHA-256 of what is complete
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

    /** {@return a writer that begins behind the committed bytes; it puts any earlier writer out of action} */
    synchronized Writer writer() {
        writers++;
        return new Writer(writers, length);
    }

    /** {@return such a writer, if the committed bytes end at that offset} */
    synchronized Optional<Writer> writer(long offset) {
        return offset == length && !sealed && channel.isOpen() ? Optional.of(writer()) : Optional.empty();
    }

    /** Falls back to fewer committed bytes; does nothing when there are no more than that. */
    synchronized void rewindTo(long offset) {
        if (offset < length) {
            writers++;
            length = offset;
        }
    }

    /** Ends the writing, with what is committed as the whole; {@return the digest of that} */
    synchronized ContentDigest seal() throws IOException {
        endWriting();
        sealed = true;
        ContentDigest digest = new ContentDigest(channel);
        digester.execute(digest);
        return digest;
    }

    /** Ends the writing: what is not committed is cut off, and any writer is put out of action. */
    @Override
    public synchronized void close() throws IOException {
        if (!sealed && channel.isOpen()) {
            endWriting();
            channel.close();
        }
    }

    private void endWriting() throws IOException {
        writers++;
        channel.truncate(length);
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
                return true;
            }
        }

        private boolean isSuperseded() {
            return number != writers;
        }
    }
}
