package io.github.graphattach.content;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * The bytes of one attachment, readable from any position as often as needed, so that a range that is sent again cannot
 * carry other bytes than before.
 *
 * <p>A content belongs to one upload and is read by one thread at a time.
 */
public sealed interface AttachmentContent extends Closeable
        permits FileContent, BytesContent, SpooledContent, RewindableContent {

    /** {@return the number of bytes, fixed for the life of the content} */
    long length();

    /** {@return a text that is another one when the source is another one; it tells a resumed upload whether to go on} */
    String fingerprint();

    /** {@return the SHA-256 of the bytes, lower-case hexadecimal, where it had to be worked out anyway} */
    Optional<String> sha256();

    /**
     * Writes exactly the bytes of a range.
     *
     * @param range a part of this content
     * @param sink receives the bytes; stays open
     * @throws SourceException when the source ends early or is not what it was
     * @throws IOException when the sink fails
     */
    void transferTo(ByteRange range, OutputStream sink) throws IOException;

    /**
     * Fails when the source is known to have changed since it was opened. Asked before the last range is sent, so that
     * nothing is begun that cannot be completed.
     *
     * @throws SourceException when it changed
     */
    void requireUnchanged() throws SourceException;
}
