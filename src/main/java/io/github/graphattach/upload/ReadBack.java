package io.github.graphattach.upload;

import io.github.graphattach.content.Sha256;
import io.github.graphattach.graph.GraphReply;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** What the service holds under an attachment's id, read once and compared with the source. */
final class ReadBack {

    private final UploadState state;
    private final String attachmentId;
    private final MessageDigest digest = Sha256.newDigest();

    ReadBack(UploadState state, String attachmentId) {
        this.state = state;
        this.attachmentId = attachmentId;
    }

    GraphReply ask() throws IOException {
        return state.client.readContent(
                state.item(),
                attachmentId,
                state.length(),
                new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    }

    /**
     * Tells whether the bytes could be read completely; only then does a difference mean anything. What something on the way
     * has packed says nothing of the stored bytes.
     */
    static boolean isWhole(GraphReply reply) {
        return reply.status() == 200 && reply.contentEncoding().isEmpty();
    }

    /** {@return whether what was read is the source; only once, and after a whole answer} */
    boolean isSource() throws UploadException {
        return HexFormat.of().formatHex(digest.digest()).equals(state.sha256());
    }
}
