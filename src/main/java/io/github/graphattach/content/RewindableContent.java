package io.github.graphattach.content;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/** A stream that somebody else keeps and gives from its first byte as often as needed: read in place, not copied once more. */
public final class RewindableContent implements AttachmentContent {

    /** The one who keeps the stream. Closing tells it that no more is read. */
    public interface Source extends Closeable {

        /**
         * Starts over.
         *
         * @return the stream at its first byte; the one that was given before is not read any more
         * @throws SourceException when the stream is there no more
         */
        InputStream rewind() throws SourceException;

        /** {@return whether the bytes lie where others may write to them} */
        boolean mayChange();
    }

    private final Source source;
    private final long length;
    private final String sha256;

    /** Not one that others get: the stream is not ours, may keep it and write to it later. */
    private final byte[] buffer = new byte[Buffers.SIZE];

    private RewindableContent(Source source, long most) throws IOException {
        this.source = source;
        MessageDigest digest = Sha256.newDigest();
        this.length = digest(digest, most);
        this.sha256 = HexFormat.of().formatHex(digest.digest());
    }

    /**
     * Reads the stream once, to know how long it is: up to its end, or a little further than is wanted. A content that is
     * longer than that shows by its length.
     *
     * @param source is closed with the content
     * @param most the most bytes that anybody wants
     * @return the content, to be closed
     * @throws SourceException when the stream fails
     */
    public static RewindableContent of(Source source, long most) throws IOException {
        try {
            return new RewindableContent(source, most);
        } catch (IOException | RuntimeException | Error e) {
            source.close();
            throw e;
        }
    }

    private long digest(MessageDigest digest, long most) throws IOException {
        InputStream stream = source.rewind();
        long read = 0;
        while (read <= most) {
            int count = read(stream, buffer.length, read);
            if (count < 0) {
                break;
            }
            digest.update(buffer, 0, count);
            read += count;
        }
        return read;
    }

    private int read(InputStream stream, long most, long position) throws IOException {
        try {
            return stream.read(buffer, 0, (int) Math.min(buffer.length, most));
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(position, e);
        }
    }

    private static SourceException unreadable(long position, IOException e) {
        return new SourceException(
                "the cached message body cannot be read at byte " + position + " any more",
                "send the message again",
                e);
    }

    @Override
    public long length() {
        return length;
    }

    /** The same as that of a stream that was spooled: what kept the bytes makes no difference to a later try. */
    @Override
    public String fingerprint() {
        return SpooledContent.fingerprint(sha256);
    }

    @Override
    public Optional<String> sha256() {
        return Optional.of(sha256);
    }

    /** Each range starts over: somebody else may have read from the stream since the last one. */
    @Override
    public void transferTo(ByteRange range, OutputStream sink) throws IOException {
        InputStream stream = source.rewind();
        skip(stream, range.offset());
        for (long position = range.offset(); position < range.end(); ) {
            int count = read(stream, range.end() - position, position);
            if (count < 0) {
                throw ended(position, range.end());
            }
            position += count;
            sink.write(buffer, 0, count);
        }
    }

    private static void skip(InputStream stream, long offset) throws IOException {
        try {
            stream.skipNBytes(offset);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(offset, e);
        }
    }

    private static SourceException ended(long position, long end) {
        return new SourceException(
                "the cached message body ended at byte " + position + " of a range up to byte " + end,
                "send the message again");
    }

    @Override
    public void requireUnchanged() throws SourceException {
        if (source.mayChange() && !sha256.equals(sha256Now())) {
            throw new SourceException(
                    "the bytes of the message body were changed while they were uploaded", "hand over a copy");
        }
    }

    private String sha256Now() throws SourceException {
        MessageDigest digest = Sha256.newDigest();
        try {
            digest(digest, length);
        } catch (SourceException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(0, e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
