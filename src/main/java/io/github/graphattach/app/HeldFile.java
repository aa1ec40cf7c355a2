package io.github.graphattach.app;

import io.github.graphattach.component.OpenFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A file of the inbox, held by its open handle: what is read is what was checked, even when another file or a link takes
 * its place in the folder meanwhile.
 */
final class HeldFile implements OpenFile, AutoCloseable {

    /** Looks at what has the file's name now. */
    interface Look {

        Optional<FileState> look() throws IOException;
    }

    private final String path;
    private final FileChannel channel;
    private final FileState opened;
    private final Look look;
    private final long length;

    /**
     * @param path where the file was when it was opened
     * @param channel the open file, closed with this
     * @param opened the state that it was in then
     * @param look at what lies there later
     */
    HeldFile(String path, FileChannel channel, FileState opened, Look look) throws IOException {
        this.path = path;
        this.channel = channel;
        this.opened = opened;
        this.look = look;
        try {
            this.length = channel.size();
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** {@return the bytes in the file when it was opened} */
    long length() {
        return length;
    }

    FileState state() {
        return opened;
    }

    /** {@return whether this very file still lies where it was opened} */
    boolean isInPlace() throws IOException {
        return look.look().filter(opened::isOfSameFile).isPresent();
    }

    /** {@return a stream of the file from its first byte, which does not close the file} */
    InputStream stream() {
        return new View();
    }

    @Override
    public String name() {
        return JobPath.lastName(path);
    }

    @Override
    public FileChannel channel() {
        return channel;
    }

    /** What was held is sent also when another file has taken its place; only writing to it counts. */
    @Override
    public String tag() throws IOException {
        var now = look.look().filter(opened::isOfSameFile).orElse(opened);
        return channel.size() + ":" + now.modified() + ":" + now.node();
    }

    /** {@return the SHA-256 of the file, in lower-case hexadecimal} */
    String sha256() throws IOException {
        return sha256(stream());
    }

    /** {@return the SHA-256 of the rest of a stream, in lower-case hexadecimal} */
    static String sha256(InputStream stream) throws IOException {
        var digest = digest();
        stream.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** {@return the SHA-256 of the bytes, in lower-case hexadecimal} */
    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void refuseAChangedFile() throws IOException {
        var now = look.look().filter(opened::isOfSameFile);
        if (channel.size() != length
                || now.filter(state -> !state.equals(opened)).isPresent()) {
            throw new UnsettledException(JobPath.lastName(path));
        }
    }

    /** Its position is its own, so that several readers of one file do not disturb each other. */
    private final class View extends InputStream {

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
    }
}
