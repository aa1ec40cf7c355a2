package io.github.graphattach.content;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/** Bytes that are in memory anyway. */
public final class BytesContent implements AttachmentContent {

    private final byte[] bytes;
    private final String sha256;

    /**
     * Takes bytes as they are, without a copy.
     *
     * @param bytes must not be changed while they are uploaded
     */
    public BytesContent(byte[] bytes) {
        this.bytes = bytes;
        this.sha256 = sha256Of(bytes);
    }

    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public String fingerprint() {
        return "bytes:" + sha256;
    }

    @Override
    public Optional<String> sha256() {
        return Optional.of(sha256);
    }

    @Override
    public void transferTo(ByteRange range, OutputStream sink) throws IOException {
        if (range.end() > bytes.length) {
            throw new SourceException("the message body has " + bytes.length + " bytes only", "send the message again");
        }
        sink.write(bytes, (int) range.offset(), (int) range.length());
    }

    @Override
    public void requireUnchanged() throws SourceException {
        if (!sha256Of(bytes).equals(sha256)) {
            throw new SourceException(
                    "the byte[] in the message body was changed while it was uploaded", "hand over a copy");
        }
    }

    @Override
    public void close() {}

    private static String sha256Of(byte[] bytes) {
        MessageDigest digest = Sha256.newDigest();
        digest.update(bytes);
        return HexFormat.of().formatHex(digest.digest());
    }
}
