package io.github.graphattach.component;

import io.github.graphattach.content.ByteRange;

/** One range of an open upload: the body that {@code operation=uploadRange} takes. It holds no bytes. */
public final class UploadRange {

    private final OpenUpload upload;
    private final ByteRange range;

    UploadRange(OpenUpload upload, ByteRange range) {
        this.upload = upload;
        this.range = range;
    }

    OpenUpload upload() {
        return upload;
    }

    ByteRange range() {
        return range;
    }

    /** {@return zero-based position of its first byte} */
    public long getOffset() {
        return range.offset();
    }

    /** {@return its number of bytes} */
    public long getLength() {
        return range.length();
    }

    @Override
    public String toString() {
        return "bytes " + range.offset() + " to " + range.end() + " of " + upload;
    }
}
