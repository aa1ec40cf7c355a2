package io.github.graphattach.upload;

import io.github.graphattach.graph.GraphReply;
import java.io.IOException;
import java.util.List;

/** Removes, one by one, the attachments that the new one replaces. They go only after it is verified. */
record Replacing(UploadState state, UploadResult result, List<StoredAttachment> replaced) implements Stage {

    /** What follows a verified attachment. */
    static Stage orDone(UploadState state, String attachmentId, UploadResult.Verified verified) throws UploadException {
        List<StoredAttachment> replaced = state.policy.onExisting() == OnExisting.REPLACE
                ? state.before().stream()
                        .filter(one -> one.isFile() && one.name().equals(state.attachment.name()))
                        .toList()
                : List.of();
        UploadResult result = new UploadResult(
                UploadResult.Outcome.ATTACHED, attachmentId, state.length(), state.requestId, state.sha256(), verified);
        return replaced.isEmpty() ? new Done(result) : new Replacing(state, result, replaced);
    }

    @Override
    public Turn step() throws UploadException {
        GraphReply reply;
        try {
            reply = state.client.deleteAttachment(state.item, replaced.get(0).id());
        } catch (IOException e) {
            return state.again(this, UploadFailure.NO_ANSWER, e);
        }
        if (!reply.isSuccess() && !UploadFailure.isGone(reply)) {
            return state.onGraph(this, reply);
        }
        state.advanced();
        List<StoredAttachment> left = replaced.subList(1, replaced.size());
        return Turn.to(left.isEmpty() ? new Done(result) : new Replacing(state, result, left));
    }
}
