package io.github.graphattach.mail;

import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.upload.Request;
import io.github.graphattach.upload.Stage;
import io.github.graphattach.upload.Transition;
import io.github.graphattach.upload.UploadException;
import io.github.graphattach.upload.UploadFailure;
import java.util.List;

/**
 * Looks whether the draft that an earlier try has made is there still. Where it is gone, it is looked for by its marker: a
 * mail has another id where it was sent. Where that finds nothing either, nothing is made: it may have been sent.
 *
 * @param state of the draft
 * @param draftId that was written down
 */
record Rechecking(DraftState state, String draftId) implements Stage {

    @Override
    public Transition step() throws UploadException {
        return Request.repeatable(
                        this, () -> state.client.getMessage(state.task.folder().message(draftId)))
                .answeredBy(reply -> StoredMessage.one(reply).isPresent() || UploadFailure.isGone(reply))
                .make(state.tries, this::seen);
    }

    private Transition seen(GraphReply reply) throws UploadException {
        Looking looking = Looking.longEnough(state, () -> {
            throw UploadException.of(UploadFailure.DRAFT_GONE, 0);
        });
        return Transition.to(StoredMessage.one(reply)
                .<Stage>map(found -> new Choosing(state, List.of(found), looking))
                .orElse(looking));
    }
}
