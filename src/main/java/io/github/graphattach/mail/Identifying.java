package io.github.graphattach.mail;

import io.github.graphattach.upload.Request;
import io.github.graphattach.upload.Stage;
import io.github.graphattach.upload.Transition;
import io.github.graphattach.upload.UploadException;
import java.util.Optional;

/**
 * Looks which job has made a draft, where nobody has named it. It changes nothing, so that nobody needs to have the mail yet.
 *
 * @param state of the mail
 * @param marker gets what the draft has
 * @param next follows
 */
record Identifying(SendState state, MarkerOfDraft marker, Stage next) implements Stage {

    @Override
    public Transition step() throws UploadException {
        return Request.repeatable(this, () -> state.asking.getMessage(state.draft(), StoredMessage.PROPERTIES))
                .answeredBy(reply -> StoredMessage.one(reply).isPresent())
                .make(state.questions, reply -> {
                    Optional<StoredMessage> message = StoredMessage.one(reply);
                    marker.found(message.flatMap(StoredMessage::marker));
                    return Transition.to(next);
                });
    }
}
