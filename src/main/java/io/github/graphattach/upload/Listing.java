package io.github.graphattach.upload;

import io.github.graphattach.graph.GraphReply;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Notes which attachments the item has before anything is sent, so that ours can be told from them when an answer is lost.
 */
record Listing(UploadState state) implements Stage {

    @Override
    public Turn step() throws UploadException {
        GraphReply reply;
        try {
            reply = state.client.listAttachments(state.item);
        } catch (IOException e) {
            return state.again(this, UploadFailure.NO_ANSWER, e);
        }
        Optional<List<StoredAttachment>> list = StoredAttachment.list(reply);
        if (list.isEmpty()) {
            return state.onGraph(this, reply);
        }
        state.baseline = list;
        state.advanced();
        return Turn.to(state.afterListing());
    }
}
