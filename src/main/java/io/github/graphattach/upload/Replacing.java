package io.github.graphattach.upload;

/**
 * Removes, one by one, the attachments that the new one replaces, and those of ours that turned out wrong and could not be
 * removed at once. They go only after the new one is verified.
 */
record Replacing(UploadState state, UploadResult outcome) implements Stage {

    /** What follows a verified attachment. */
    static Stage orRecording(UploadState state, String attachmentId, UploadResult.Verified verified)
            throws UploadException {
        UploadResult outcome = new UploadResult(
                UploadResult.Outcome.ATTACHED,
                attachmentId,
                state.length(),
                state.requestId(),
                state.sha256IfWanted(),
                verified);
        return orRecording(state, outcome);
    }

    /** Attachments that are to go are removed before the result is recorded. */
    static Stage orRecording(UploadState state, UploadResult outcome) {
        return state.attached.toRemove().isEmpty() ? new Recording(state, outcome) : new Replacing(state, outcome);
    }

    @Override
    public Transition step() throws UploadException {
        String id = state.attached.toRemove().get(0);
        return Request.repeatable(this, () -> state.client.deleteAttachment(state.item(), id))
                .answeredBy(reply -> reply.isSuccess() || Judgement.isGone(reply))
                .make(state.tries, reply -> {
                    state.attached.removed(id);
                    return Transition.to(orRecording(state, outcome));
                });
    }

    @Override
    public boolean isSent() {
        return true;
    }
}
