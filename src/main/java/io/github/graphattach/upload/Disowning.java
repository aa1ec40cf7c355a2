package io.github.graphattach.upload;

import io.github.graphattach.graph.GraphReply;
import java.util.Optional;

/**
 * Removes an attachment of ours that was proven wrong. The checkpoint says so before the request goes out, so that even after
 * a crash it is removed and never taken for ours again. An attachment that may be somebody else's is left as it is.
 *
 * @param state of the upload
 * @param attachmentId the wrong one's
 * @param then what follows
 */
record Disowning(UploadState state, String attachmentId, Transition.Continuation then) implements Stage {

    /**
     * After other bytes than the file's were read: the upload starts over, once.
     *
     * @param proof the answer with the other bytes
     */
    static Stage mismatch(UploadState state, String attachmentId, GraphReply proof) {
        return new Disowning(state, attachmentId, () -> {
            if (state.mismatched() > 1) {
                throw UploadException.of(UploadFailure.MISMATCH, proof, Optional.empty(), 0);
            }
            state.startOver();
            return Transition.to(Opening.orPosting(state));
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
    public Transition step() throws UploadException {
        boolean isOurs = state.attached.isRemovable();
        state.attached.disown(attachmentId);
        state.writeDown();
        return isOurs ? remove() : gone();
    }

    private Transition remove() throws UploadException {
        return Request.repeatable(this, () -> state.client.deleteAttachment(state.item(), attachmentId))
                .answeredBy(reply -> reply.isSuccess() || Judgement.isGone(reply))
                .provingAttachment()
                .make(state.tries, reply -> {
                    state.attached.removed(attachmentId);
                    return gone();
                });
    }

    private Transition gone() throws UploadException {
        state.closeSession();
        state.tries.succeeded();
        return then.proceed();
    }
}
