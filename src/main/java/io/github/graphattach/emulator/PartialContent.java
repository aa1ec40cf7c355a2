package io.github.graphattach.emulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Content that is still arriving. What is committed is never touched again; a {@link Writer} puts bytes behind it, which count
 * only once they are committed in turn. A newer writer takes over from an older one that has not committed.
 */
final class PartialContent implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private MessageDigest digest = sha256();
    private long length;
    private long writers;

    private PartialContent(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static PartialContent create(Path file) throws IOException {
        return new PartialContent(
                file,
                FileChannel.open(
                        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ));
    }

    Path file() {
        return file;
    }

    /** {@return how many bytes are committed} */
    synchronized long length() {
        return length;
    }

    /** {@return the SHA-256 of the committed bytes, lower-case hex} */
    synchronized String sha256Hex() {
        return HexFormat.of().formatHex(copyOf(digest).digest());
    }

    /** {@return a writer that begins behind the committed bytes; it puts any earlier writer out of action} */
    synchronized Writer writer() {
        writers++;
        return new Writer(writers, length, copyOf(digest));
    }

    /** {@return such a writer, if the committed bytes end at that offset} */
    synchronized Optional<Writer> writer(long offset) {
        return offset == length && channel.isOpen() ? Optional.of(writer()) : Optional.empty();
    }

    /** Falls back to fewer committed bytes; does nothing when there are no more than that. */
    synchronized void rewindTo(long offset) throws IOException {
        if (offset >= length) {
            return;
        }
        writers++;
        digest = sha256();
        length = 0;
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        while (length < offset) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), offset - length));
            length += channel.read(buffer, length);
            digest.update(buffer.flip());
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

    /** Writes on from the committed end. */
    final class Writer {

        private final long number;
        private final MessageDigest written;
        private long position;

        private Writer(long number, long position, MessageDigest written) {
            this.number = number;
            this.position = position;
            this.written = written;
        }

        /** {@return whether the bytes were taken; false once another writer has taken over} */
        boolean write(byte[] bytes, int offset, int count) throws IOException {
            synchronized (PartialContent.this) {
                if (isSuperseded()) {
                    return false;
                }
                ByteBuffer source = ByteBuffer.wrap(bytes, offset, count);
                while (source.hasRemaining()) {
                    position += channel.write(source, position);
                }
            }
            written.update(bytes, offset, count);
            return true;
        }

        /** {@return whether what was written now counts; false once another writer has taken over} */
        boolean commit() {
            synchronized (PartialContent.this) {
                if (isSuperseded()) {
                    return false;
                }
                writers++;
                length = position;
                digest = written;
                return true;
            }
        }

        private boolean isSuperseded() {
            return number != writers;
        }
    }

    private static MessageDigest copyOf(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("the platform's SHA-256 can be copied", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
