package io.github.graphattach.upload;

import io.github.graphattach.graph.GraphReply;
import java.util.List;
import java.util.Optional;

/** Looks for an attachment of the same name and the same bytes, because then there is nothing to attach. */
record Comparing(UploadState state, List<StoredAttachment> candidates) implements Stage {

    /** What follows the list of those with our name; one that is smaller than the file is not it. */
    static Stage anyOf(UploadState state, List<StoredAttachment> sameName) {
        List<StoredAttachment> candidates =
                sameName.stream().filter(one -> one.size() >= state.length()).toList();
        return candidates.isEmpty() ? Opening.orPosting(state) : new Comparing(state, candidates);
    }

    @Override
    public Transition step() throws UploadException {
        ReadBack stored = new ReadBack(state, candidates.get(0).id());
        return Request.repeatable(this, stored::ask)
                .answeredBy(reply -> ReadBack.isWhole(reply) || Judgement.isGone(reply))
                .make(state.tries, reply -> compared(stored, reply));
    }

    private Transition compared(ReadBack stored, GraphReply reply) throws UploadException {
        if (!ReadBack.isWhole(reply) || !stored.isSource()) {
            return Transition.to(anyOf(state, candidates.subList(1, candidates.size())));
        }
        String id = candidates.get(0).id();
        state.attached.removed(id);
        return Transition.to(Replacing.orRecording(
                state,
                new UploadResult(
                        UploadResult.Outcome.ALREADY_PRESENT,
                        id,
                        state.length(),
                        reply.requestId(),
                        Optional.of(state.sha256()),
                        UploadResult.Verified.CONTENT)));
    }
}
