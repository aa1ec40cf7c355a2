package io.github.graphattach.content;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Keeps what is written to it on disk, in a file without a name that this user only can read, to be read afterwards. */
public final class Spool extends OutputStream {

    private final FileChannel channel;
    private final Path folder;
    private MessageDigest digest = Sha256.newDigest();
    private long length;
    private boolean handedOver;

    private Spool(FileChannel channel, Path folder) {
        this.channel = channel;
        this.folder = folder;
    }

    /**
     * Begins an empty one.
     *
     * @param folder where the file is made
     * @return to be closed
     * @throws IOException when the disk fails; its message names the folder and the remedy
     */
    public static Spool in(Path folder) throws IOException {
        return new Spool(SpoolFolder.open(folder), folder);
    }

    /** Forgets what was written. */
    public void restart() throws IOException {
        channel.truncate(0);
        digest = Sha256.newDigest();
        length = 0;
    }

    /** {@return how many bytes were written} */
    public long length() {
        return length;
    }

    /** {@return what was written, to be closed in place of this} */
    public SpooledContent content() {
        handedOver = true;
        return SpooledContent.first(channel, length, HexFormat.of().formatHex(digest.digest()));
    }

    @Override
    public void write(int oneByte) throws IOException {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes, offset, count);
        try {
            for (long at = length; left.hasRemaining(); ) {
                at += channel.write(left, at);
            }
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw SpoolFolder.cannotKeep(folder, e);
        }
        digest.update(bytes, offset, count);
        length += count;
    }

    /** Drops what was written, unless somebody has it. */
    @Override
    public void close() throws IOException {
        if (!handedOver) {
            channel.close();
        }
    }
}
