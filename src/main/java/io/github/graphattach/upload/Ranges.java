package io.github.graphattach.upload;

import io.github.graphattach.content.ByteRange;
import java.util.Iterator;
import java.util.stream.LongStream;

/** The plan of ranges: as large as they may be, until something on the way does not let them through. */
final class Ranges {

    /** They are not made smaller than this. */
    private static final int SMALLEST = 327_680;

    private final int configured;
    private int size;

    Ranges(int configured) {
        this.configured = configured;
        this.size = configured;
    }

    ByteRange next(long offset, long length) {
        return ByteRange.between(offset, Math.min(length, offset + size));
    }

    /** {@return all that are left from there on, computed as they are asked for} */
    Iterator<ByteRange> from(long start, long length) {
        long step = size;
        return LongStream.iterate(start, offset -> offset < length, offset -> offset + step)
                .mapToObj(offset -> ByteRange.between(offset, Math.min(length, offset + step)))
                .iterator();
    }

    /** Makes them smaller; {@return false when they were too small for that} */
    boolean halve() {
        boolean possible = size > SMALLEST;
        size = Math.max(Math.min(size, SMALLEST), size / 2);
        return possible;
    }

    void reset() {
        size = configured;
    }
}
