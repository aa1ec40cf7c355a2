package io.github.graphattach.upload;

import io.github.graphattach.content.Sha256;
import io.github.graphattach.graph.GraphReply;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * What the service holds under an attachment's id, compared with the source.
 *
 * @param reply the answer
 * @param isRead whether the bytes could be read completely; only then does a difference mean anything
 * @param isSource whether they are the source's
 */
record ReadBack(GraphReply reply, boolean isRead, boolean isSource) {

    static ReadBack of(UploadState state, String attachmentId) throws IOException, UploadException {
        MessageDigest digest = Sha256.newDigest();
        GraphReply reply = state.client.readContent(
                state.item,
                attachmentId,
                state.length(),
                new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        // What something on the way has packed says nothing of the stored bytes.
        boolean read = reply.status() == 200 && reply.contentEncoding().isEmpty();
        boolean same = read && HexFormat.of().formatHex(digest.digest()).equals(state.sha256());
        return new ReadBack(reply, read, same);
    }
}
