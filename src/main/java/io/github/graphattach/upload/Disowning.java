package io.github.graphattach.upload;

import io.github.graphattach.graph.GraphReply;
import java.io.IOException;
import java.util.Optional;

/**
 * Removes an attachment of ours that was proven wrong. It is written down first that it is wrong: whatever happens then, it is
 * removed in the end, and never taken for ours again. One that may be somebody else's is left as it is.
 *
 * @param state of the upload
 * @param attachmentId the wrong one's
 * @param then what follows
 */
record Disowning(UploadState state, String attachmentId, Turn.Choice then) implements Stage {

    /**
     * After other bytes than the file's were read: the upload starts over, once.
     *
     * @param proof the answer with the other bytes
     */
    static Stage mismatch(UploadState state, String attachmentId, GraphReply proof) {
        return new Disowning(state, attachmentId, () -> {
            state.disturbed = true;
            if (++state.mismatches > 1) {
                throw UploadException.of(UploadFailure.MISMATCH, proof, Optional.empty(), 0);
            }
            state.triedPost = false;
            return Turn.to(state.route());
        });
    }

    /**
     * After the service has forgotten how the item is to show it, as it would again.
     *
     * @param proof the answer without it
     */
    static Stage inlineLost(UploadState state, String attachmentId, GraphReply proof) {
        return new Disowning(state, attachmentId, () -> {
            throw UploadException.of(UploadFailure.INLINE_LOST, proof, Optional.empty(), 0);
        });
    }

    @Override
    public Turn step() throws UploadException {
        boolean isOurs = state.removable;
        state.disown(attachmentId);
        state.writeDown();
        return isOurs ? remove() : gone();
    }

    private Turn remove() throws UploadException {
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
        return gone();
    }

    private Turn gone() throws UploadException {
        state.closeSession();
        state.advanced();
        return then.turn();
    }
}
