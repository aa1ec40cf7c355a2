package io.github.graphattach.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A stream, kept on disk while it is uploaded: never in memory, readable by this user only, gone when it is closed.
 *
 * <p>On Unix the platform removes the file's name as soon as it is open, so that even a killed process leaves nothing.
 */
public final class SpooledContent implements AttachmentContent {

    private static final int BUFFER_SIZE = 64 * 1024;

    private final FileChannel channel;
    private final long length;
    private final String sha256;

    private final boolean owner;

    private SpooledContent(FileChannel channel, long length, String sha256, boolean owner) {
        this.channel = channel;
        this.owner = owner;
        this.length = length;
        this.sha256 = sha256;
    }

    /**
     * Reads a stream to its end, or to one byte more than is wanted: a content that is longer than that shows by its length.
     *
     * @param stream stays open
     * @param declared the number of bytes it should have, where somebody said so
     * @param most the most bytes that anybody wants
     * @param folder where the spool file is made
     * @return the content, to be closed
     * @throws SourceException when the stream fails, or has fewer or more bytes than declared
     * @throws IOException when the disk fails
     */
    public static SpooledContent of(InputStream stream, OptionalLong declared, long most, Path folder)
            throws IOException {
        FileChannel channel = openNameless(folder);
        try {
            MessageDigest digest = Sha256.newDigest();
            long limit = Math.min(most, declared.orElse(most));
            long length = copy(stream, channel, digest, limit);
            if (declared.isPresent() && length > declared.getAsLong()) {
                throw new SourceException(
                        "the stream has more than the " + declared.getAsLong()
                                + " bytes that were declared; set the header CamelGraphAttachSize to its real size or leave it out");
            }
            if (declared.isPresent() && length < declared.getAsLong()) {
                throw new SourceException(
                        "the stream ended after " + length + " of the " + declared.getAsLong()
                                + " bytes that were declared; set the header CamelGraphAttachSize to its real size or leave it out");
            }
            return new SpooledContent(channel, length, HexFormat.of().formatHex(digest.digest()), true);
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    /** Stops one byte behind the limit: enough to know that the stream is too long. */
    private static long copy(InputStream stream, FileChannel channel, MessageDigest digest, long limit)
            throws IOException {
        // Not one that others get: somebody else's stream may keep it and write to it later.
        byte[] bytes = new byte[BUFFER_SIZE];
        long length = 0;
        while (length <= limit) {
            int count;
            try {
                count = stream.read(bytes, 0, (int) Math.min(bytes.length, Math.max(1, limit - length)));
            } catch (IOException e) {
                throw new SourceException(
                        "the stream in the message body failed after " + length + " bytes; send the message again", e);
            }
            if (count < 0) {
                break;
            }
            digest.update(bytes, 0, count);
            for (ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count); buffer.hasRemaining(); ) {
                length += channel.write(buffer, length);
            }
        }
        return length;
    }

    private static FileChannel openNameless(Path folder) throws IOException {
        boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Path file = Files.createTempFile(folder, "graph-attach-", ".spool", ownerOnly);
        return FileChannel.open(
                file, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
    }

    /** {@return the same bytes for another user, who closes nothing} */
    public SpooledContent shared() {
        return new SpooledContent(channel, length, sha256, false);
    }

    /**
     * Reads some bytes at a position.
     *
     * @param position zero-based
     * @param bytes receives them
     * @param offset where in the array
     * @param count how many at most
     * @return how many there were, or -1 at the end
     * @throws IOException when the disk fails or this content is closed
     */
    public int read(long position, byte[] bytes, int offset, int count) throws IOException {
        return channel.read(ByteBuffer.wrap(bytes, offset, count), position);
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public String fingerprint() {
        return "spool:" + sha256;
    }

    @Override
    public Optional<String> sha256() {
        return Optional.of(sha256);
    }

    @Override
    public void transferTo(ByteRange range, OutputStream sink) throws IOException {
        ChannelReader.transfer(channel, range, sink, "the spooled message body", ChannelReader.Check.none());
    }

    @Override
    public void requireUnchanged() {
        // Nobody else can reach a file without a name.
    }

    @Override
    public void close() throws IOException {
        if (owner) {
            channel.close();
        }
    }
}
