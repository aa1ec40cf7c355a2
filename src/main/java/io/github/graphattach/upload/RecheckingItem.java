package io.github.graphattach.upload;

import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.session.CompletedUpload;
import java.util.Optional;

/**
 * Looks whether the item is there whose attachment is gone. If so, the upload starts anew. If not, the attachment may have
 * gone with it, so nothing is attached.
 *
 * @param state of the upload
 * @param record of what was attached
 */
record RecheckingItem(UploadState state, CompletedUpload record) implements Stage {

    @Override
    public Transition step() throws UploadException {
        return Request.repeatable(this, () -> state.asking.getItem(state.item()))
                .answeredBy(reply -> reply.isSuccess() || Judgement.isGone(reply))
                .make(state.tries, this::seen);
    }

    private Transition seen(GraphReply reply) throws UploadException {
        if (reply.isSuccess()) {
            state.list.forget();
            return Transition.to(new Claiming(state, Optional.of(record)));
        }
        UploadFailure failure = Judgement.onGraph(reply);
        throw failure == UploadFailure.ITEM_NOT_FOUND
                ? UploadException.itemGone(record, reply)
                : UploadException.of(failure, reply, Optional.empty(), 0);
    }
}
