package io.github.graphattach.upload;

import io.github.graphattach.session.Proof;

/**
 * Makes an attachment ours before anything is done with it. Another upload of the same bytes to the same item, one that has
 * lost an answer, may have found it first and taken it for its own: then it is, and ours is another one.
 *
 * @param state of the upload
 * @param attachmentId of what the service said we made, or of what holds our bytes
 * @param proof which of the two
 * @param removable whether it may be removed should it turn out wrong
 * @param ours what follows when it is ours
 * @param anothers what follows when it is not
 */
record Adopting(
        UploadState state,
        String attachmentId,
        Proof proof,
        boolean removable,
        Transition.Continuation ours,
        Transition.Continuation anothers)
        implements Stage {

    @Override
    public Transition step() throws UploadException {
        if (state.ownership.adopt(state.checkpoint().naming(attachmentId, removable), proof)) {
            state.attached.adopted(attachmentId, removable);
            return ours.proceed();
        }
        state.attached.neverOurs(attachmentId);
        return anothers.proceed();
    }

    @Override
    public boolean writesDown() {
        return true;
    }

    @Override
    public boolean isSent() {
        return true;
    }
}
