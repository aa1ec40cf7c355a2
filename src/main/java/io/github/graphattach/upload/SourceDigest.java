package io.github.graphattach.upload;

import io.github.graphattach.content.AttachmentContent;
import io.github.graphattach.content.ByteRange;
import io.github.graphattach.content.ConcurrentSha256;
import io.github.graphattach.session.Checkpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * The SHA-256 of the source: the one it brings, or one that is computed once, from the bytes as they are sent. Bytes that are
 * sent again do not count again.
 */
final class SourceDigest {

    private final AttachmentContent content;
    private final boolean onTheWay;
    private final ConcurrentSha256 digest;
    private long position;
    private String hex;

    /**
     * Starts at the first byte.
     *
     * @param content the source
     * @param wanted whether the SHA-256 is wanted in any case; else it is worked out when it is asked for
     * @param others may work it out while the bytes are sent
     */
    SourceDigest(AttachmentContent content, boolean wanted, Executor others) {
        this.content = content;
        this.digest = new ConcurrentSha256(others);
        this.hex = content.sha256().orElse("");
        this.onTheWay = wanted && hex.isEmpty();
    }

    /**
     * Writes a range to a sink, and digests the bytes of it that were not digested before.
     *
     * @param range starts at or before the digest's position
     * @param sink receives all of it
     */
    void transfer(ByteRange range, OutputStream sink) throws IOException {
        if (!onTheWay) {
            content.transferTo(range, sink);
            return;
        }
        if (range.offset() > position) {
            digestUpTo(range.offset());
        }
        content.transferTo(range, new Tee(range.offset(), sink));
    }

    /** {@return lower-case hexadecimal; reads what was not digested yet} */
    String hex() throws IOException {
        if (hex.isEmpty()) {
            digestUpTo(content.length());
            hex = digest.hex();
        }
        return hex;
    }

    /** {@return whether the source need not be read for it only} */
    boolean isWanted() {
        return onTheWay || !hex.isEmpty();
    }

    /** {@return the hash of what was digested so far; empty before anything was} */
    Optional<Checkpoint.Prefix> prefix() {
        if (!hex.isEmpty()) {
            return Optional.of(new Checkpoint.Prefix(content.length(), hex));
        }
        return position == 0 ? Optional.empty() : Optional.of(new Checkpoint.Prefix(position, digest.hex()));
    }

    /** Tells whether the source begins as it did when an earlier try read it. */
    boolean startsWith(Checkpoint.Prefix prefix) {
        if (prefix.length() > content.length()) {
            return false;
        }
        if (prefix.length() == content.length() && !hex.isEmpty()) {
            return hex.equals(prefix.sha256());
        }
        try {
            digestUpTo(prefix.length());
            return position == prefix.length() && digest.hex().equals(prefix.sha256());
        } catch (IOException unreadable) {
            return false;
        }
    }

    private void digestUpTo(long end) throws IOException {
        if (position < end) {
            content.transferTo(ByteRange.between(position, end), new Tee(position, OutputStream.nullOutputStream()));
        }
    }

    private final class Tee extends OutputStream {

        private final OutputStream sink;
        private long at;

        Tee(long at, OutputStream sink) {
            this.at = at;
            this.sink = sink;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            sink.write(bytes, offset, length);
            int known = (int) Math.min(length, Math.max(0, position - at));
            digest.update(bytes, offset + known, length - known);
            at += length;
            position = Math.max(position, at);
        }
    }
}
