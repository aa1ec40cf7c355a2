package io.github.graphattach.upload;

import io.github.graphattach.content.ByteRange;

/**
 * The Content-Range of one PUT: which bytes of how many.
 *
 * @param range the bytes; at least one
 * @param total bytes of the whole file, the same in every range of a session
 */
public record ContentRange(ByteRange range, long total) {

    /** Refuses what no server accepts. */
    public ContentRange {
        if (range.length() == 0 || range.end() > total) {
            throw new IllegalArgumentException("no such range of " + total + " bytes: " + range);
        }
    }

    /** {@return the header's value; first and last byte are zero-based and inclusive} */
    public String header() {
        return "bytes " + range.offset() + "-" + (range.end() - 1) + "/" + total;
    }
}
