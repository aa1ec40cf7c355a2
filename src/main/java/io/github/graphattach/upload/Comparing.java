package io.github.graphattach.upload;

import io.github.graphattach.graph.GraphReply;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Looks for an attachment of the same name and the same bytes, because then there is nothing to attach. */
record Comparing(UploadState state, List<StoredAttachment> candidates) implements Stage {

    static Stage anyOf(UploadState state, List<StoredAttachment> sameName) {
        return new Comparing(
                state,
                sameName.stream().filter(one -> one.size() >= state.length()).toList());
    }

    @Override
    public Turn step() throws UploadException {
        if (candidates.isEmpty()) {
            return Turn.to(state.route());
        }
        StoredAttachment candidate = candidates.get(0);
        try {
            ReadBack stored = ReadBack.of(state, candidate.id());
            if (stored.isSource()) {
                UploadResult result = new UploadResult(
                        UploadResult.Outcome.ALREADY_PRESENT,
                        candidate.id(),
                        state.length(),
                        stored.reply().requestId(),
                        Optional.of(state.sha256()),
                        UploadResult.Verified.CONTENT);
                state.removed(candidate.id());
                return Turn.to(Replacing.orRecord(state, result));
            }
            return stored.isRead() || UploadFailure.isGone(stored.reply()) ? next() : refused(stored.reply());
        } catch (IOException e) {
            return state.again(this, UploadFailure.NO_ANSWER, e);
        }
    }

    private Turn next() {
        state.advanced();
        return Turn.to(new Comparing(state, candidates.subList(1, candidates.size())));
    }

    private Turn refused(GraphReply reply) throws UploadException {
        return state.onGraph(this, reply);
    }
}
