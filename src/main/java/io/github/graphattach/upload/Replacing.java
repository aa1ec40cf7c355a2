package io.github.graphattach.upload;

import io.github.graphattach.graph.GraphReply;
import java.io.IOException;

/**
 * Removes, one by one, the attachments that the new one replaces, and those of ours that turned out wrong and could not be
 * removed at once. They go only after the new one is verified.
 */
record Replacing(UploadState state, UploadResult result) implements Stage {

    /** What follows a verified attachment. */
    static Stage orRecord(UploadState state, String attachmentId, UploadResult.Verified verified)
            throws UploadException {
        UploadResult result = new UploadResult(
                UploadResult.Outcome.ATTACHED,
                attachmentId,
                state.length(),
                state.requestId,
                state.sha256IfWanted(),
                verified);
        return orRecord(state, result);
    }

    /** What is left to be removed goes before the result is recorded. */
    static Stage orRecord(UploadState state, UploadResult result) {
        return state.idsToRemove.isEmpty() ? new Recording(state, result) : new Replacing(state, result);
    }

    @Override
    public Turn step() throws UploadException {
        String id = state.idsToRemove.get(0);
        GraphReply reply;
        try {
            reply = state.client.deleteAttachment(state.item, id);
        } catch (IOException e) {
            return state.again(this, UploadFailure.NO_ANSWER, e);
        }
        if (!reply.isSuccess() && !UploadFailure.isGone(reply)) {
            return state.onGraph(this, reply);
        }
        state.advanced();
        state.removed(id);
        return Turn.to(orRecord(state, result));
    }
}
