package io.github.graphattach.content;

/**
 * A contiguous part of a file.
 *
 * @param offset zero-based position of the first byte
 * @param length number of bytes; zero only for the single range of an empty file
 */
public record ByteRange(long offset, long length) {

    /** Refuses positions that no file has. */
    public ByteRange {
        if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException("no such range: offset " + offset + ", length " + length);
        }
    }

    /** {@return the range from one position up to, not including, another} */
    public static ByteRange between(long offset, long end) {
        return new ByteRange(offset, end - offset);
    }

    /** {@return the position behind the last byte} */
    public long end() {
        return offset + length;
    }
}
