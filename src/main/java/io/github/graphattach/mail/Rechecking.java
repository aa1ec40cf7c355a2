package io.github.graphattach.mail;

import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.upload.Judgement;
import io.github.graphattach.upload.Request;
import io.github.graphattach.upload.Stage;
import io.github.graphattach.upload.Transition;
import io.github.graphattach.upload.UploadException;
import io.github.graphattach.upload.UploadFailure;
import java.util.Optional;

/**
 * Looks whether the draft that an earlier try has made is there still. Where it is gone, it is looked for by its marker: a
 * mail has another id where it was sent; and others of the same job that have appeared since are seen beside it. Where that finds nothing either, nothing is made: it may have been sent. Of a mail
 * whose sending was begun no draft is made in any case.
 *
 * @param state of the draft
 * @param draftId that was written down
 */
record Rechecking(DraftState state, String draftId) implements Stage {

    @Override
    public Transition step() throws UploadException {
        return Request.repeatable(this, () -> state.client.getMessage(state.folder.message(draftId)))
                .answeredBy(reply -> StoredMessage.one(reply).isPresent() || Judgement.isGone(reply))
                .make(state.tries, this::seen);
    }

    private Transition seen(GraphReply reply) throws UploadException {
        Optional<StoredMessage> found = StoredMessage.one(reply);
        if (state.known().state().maybeSent()) {
            return state.sent(
                    draftId, found.map(StoredMessage::internetMessageId).orElse(""));
        }
        Looking looking = state.lookLongEnough(() -> {
            throw UploadException.of(UploadFailure.DRAFT_GONE, 0);
        });
        return Transition.to(
                found.map(draft -> state.lookBeside(draft, looking)).orElse(looking));
    }
}
