package io.github.graphattach.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;

/**
 * A file of the inbox, held by its open handle: what is read is what was checked, even when another file or a link takes
 * its place in the folder meanwhile.
 */
final class HeldFile implements AutoCloseable {

    private final Path path;
    private final FileChannel channel;
    private final BasicFileAttributes opened;
    private final long length;

    /**
     * @param path where the file was when it was opened
     * @param channel the open file, closed with this
     * @param opened what the folder said of the file then
     */
    HeldFile(Path path, FileChannel channel, BasicFileAttributes opened) throws IOException {
        this.path = path;
        this.channel = channel;
        this.opened = opened;
        this.length = channel.size();
    }

    Path path() {
        return path;
    }

    /** {@return the bytes in the file when it was opened} */
    long length() {
        return length;
    }

    FileTime lastModified() {
        return opened.lastModifiedTime();
    }

    /** {@return whether the two are one file, under whatever names} */
    boolean isSameAs(HeldFile other) {
        return path.equals(other.path)
                || (opened.fileKey() != null && Objects.equals(opened.fileKey(), other.opened.fileKey()));
    }

    /** {@return whether this very file still lies where it was opened} */
    boolean isInPlace() throws IOException {
        try {
            var now = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return now.isRegularFile() && Objects.equals(now.fileKey(), opened.fileKey());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** {@return a stream of the file from its first byte, which can be read again from there and does not close the file} */
    InputStream stream() {
        return new View();
    }

    /** {@return the SHA-256 of the file, in lower-case hexadecimal} */
    String sha256() throws IOException {
        return sha256(stream());
    }

    /** {@return the SHA-256 of the rest of a stream, in lower-case hexadecimal} */
    static String sha256(InputStream stream) throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            stream.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void refuseAChangedFile() throws IOException {
        if (channel.size() != length || (isInPlace() && !lastModified().equals(Files.getLastModifiedTime(path)))) {
            throw new IOException("The file '%s' changed while it was read; drop it again when it is complete"
                    .formatted(path.getFileName()));
        }
    }

    /** Its position is its own, so that several readers of one file do not disturb each other. */
    private final class View extends InputStream implements StreamCache {

        private long position;

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            var wanted = (int) Math.min(count, length - position);
            var got = wanted == 0 ? -1 : channel.read(ByteBuffer.wrap(target, offset, wanted), position);
            position += Math.max(got, 0);
            if (got < 0 || position == length) {
                refuseAChangedFile();
            }
            return got;
        }

        @Override
        public long skip(long count) {
            var skipped = Math.max(0, Math.min(count, length - position));
            position += skipped;
            return skipped;
        }

        @Override
        public int available() {
            return (int) Math.min(Integer.MAX_VALUE, length - position);
        }

        @Override
        public void reset() {
            position = 0;
        }

        @Override
        public void writeTo(OutputStream target) throws IOException {
            transferTo(target);
        }

        @Override
        public StreamCache copy(Exchange exchange) {
            return new View();
        }

        @Override
        public boolean inMemory() {
            return false;
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public long position() {
            return position;
        }
    }
}
