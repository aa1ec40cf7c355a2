package io.github.graphattach.upload;

import io.github.graphattach.graph.GraphReply;
import java.io.IOException;
import java.util.Optional;

/**
 * Removes an attachment of ours that was proven to have other bytes, and starts the upload over, once. It is written down
 * first that the attachment is wrong: whatever happens then, it is removed in the end, and never taken for ours again.
 *
 * @param state of the upload
 * @param attachmentId the wrong one's
 * @param proof the answer with the other bytes
 */
record Disowning(UploadState state, String attachmentId, GraphReply proof) implements Stage {

    @Override
    public Turn step() throws UploadException {
        state.disown(attachmentId);
        state.writeDown();
        GraphReply reply;
        try {
            reply = state.client.deleteAttachment(state.item, attachmentId);
        } catch (IOException e) {
            return state.again(this, UploadFailure.UNVERIFIED, e);
        }
        if (!reply.isSuccess() && !UploadFailure.isGone(reply)) {
            return state.again(this, reply.status() == 429 ? UploadFailure.THROTTLED : UploadFailure.UNVERIFIED, reply);
        }
        state.removed(attachmentId);
        state.closeSession();
        state.advanced();
        state.disturbed = true;
        if (++state.mismatches > 1) {
            throw UploadException.of(UploadFailure.MISMATCH, proof, Optional.empty(), 0);
        }
        state.triedPost = false;
        return Turn.to(state.route());
    }
}
