package io.github.graphattach.content;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A stream, kept on disk: never in memory, readable by this user only. It may be shared; its bytes are readable until the last
 * one who has it closes it, and gone then.
 */
public final class SpooledContent implements AttachmentContent {

    private final FileChannel channel;
    private final long length;
    private final String sha256;

    /** How many have it; common to all of them. */
    private final AtomicInteger shares;

    private final AtomicBoolean closed = new AtomicBoolean();

    private SpooledContent(FileChannel channel, long length, String sha256, AtomicInteger shares) {
        this.channel = channel;
        this.length = length;
        this.sha256 = sha256;
        this.shares = shares;
    }

    /** Gets what a stream has given, when it could not be spooled. */
    public interface Leftover {

        /**
         * Takes over.
         *
         * @param read what was read and written down, to be closed
         * @param rest what comes behind it: the rest of the stream
         */
        void keep(SpooledContent read, InputStream rest);
    }

    /**
     * Reads a stream to its end, or to one byte more than is wanted: a content that is longer than that shows by its length.
     *
     * @param stream stays open
     * @param most the most bytes that anybody wants
     * @param folder where the spool file is made
     * @param leftover is told before this fails
     * @return the content, to be closed
     * @throws SourceException when the stream fails
     * @throws IOException when the disk fails; its message names the folder and the remedy
     */
    public static SpooledContent of(InputStream stream, long most, Path folder, Leftover leftover) throws IOException {
        Spool spool = Spool.in(folder);
        // Not one that others get: somebody else's stream may keep it and write to it later.
        byte[] bytes = new byte[Buffers.SIZE];
        int unwritten = 0;
        try {
            while (spool.length() <= most) {
                unwritten = Math.max(0, read(stream, bytes, most - spool.length(), spool.length()));
                if (unwritten == 0) {
                    break;
                }
                spool.write(bytes, 0, unwritten);
                unwritten = 0;
            }
            return spool.content();
        } catch (IOException | RuntimeException | Error e) {
            InputStream inHand = new ByteArrayInputStream(bytes, 0, unwritten);
            leftover.keep(spool.content(), new SequenceInputStream(inHand, stream));
            throw e;
        }
    }

    /** The bytes of a spool file that is complete, for the first one who has them. */
    static SpooledContent first(FileChannel channel, long length, String sha256) {
        return new SpooledContent(channel, length, sha256, new AtomicInteger(1));
    }

    /** Stops one byte behind the limit: enough to know that the stream is too long. */
    private static int read(InputStream stream, byte[] bytes, long wanted, long position) throws SourceException {
        try {
            return stream.read(bytes, 0, (int) Math.min(bytes.length, Math.max(1, wanted)));
        } catch (IOException e) {
            throw new SourceException(
                    "the stream in the message body failed after " + position + " bytes", "send the message again", e);
        }
    }

    /**
     * Shares the bytes.
     *
     * @return the same content for one more who has it, to be closed
     * @throws SourceException when the last one has closed it already
     */
    public SpooledContent shared() throws SourceException {
        if (shares.getAndUpdate(count -> count == 0 ? 0 : count + 1) == 0) {
            throw gone();
        }
        return new SpooledContent(channel, length, sha256, shares);
    }

    private static SourceException gone() {
        return new SourceException(
                "the message body was a stream, which is kept on disk until its exchange is done, and"
                        + " was read later",
                "convert it to byte[] or write it to a file before that");
    }

    /**
     * Reads some bytes at a position.
     *
     * @param position zero-based
     * @param bytes receives them
     * @param offset where in the array
     * @param count how many at most
     * @return how many there were, or -1 at the end
     * @throws SourceException when the last one who had this content has closed it
     * @throws IOException when the disk fails
     */
    public int read(long position, byte[] bytes, int offset, int count) throws IOException {
        try {
            long left = length - position;
            return left <= 0 ? -1 : channel.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(count, left)), position);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (ClosedChannelException e) {
            throw gone();
        }
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public String fingerprint() {
        return fingerprint(sha256);
    }

    static String fingerprint(String sha256) {
        return "spool:" + sha256;
    }

    @Override
    public Optional<String> sha256() {
        return Optional.of(sha256);
    }

    @Override
    public void transferTo(ByteRange range, OutputStream sink) throws IOException {
        if (!channel.isOpen()) {
            throw gone();
        }
        ChannelReader.transfer(channel, range, sink, "the spooled message body", ChannelReader.Check.none());
    }

    @Override
    public void requireUnchanged() {
        // Nobody else can reach a file without a name.
    }

    @Override
    public void close() throws IOException {
        if (!closed.getAndSet(true) && shares.decrementAndGet() == 0) {
            channel.close();
        }
    }
}
