package io.github.graphattach.mail;

import io.github.graphattach.upload.Stage;
import io.github.graphattach.upload.Transition;
import io.github.graphattach.upload.UploadException;
import java.io.IOException;
import java.util.List;

/**
 * Deletes the drafts of which ours is made already, as a lost answer leaves them behind. They are not the mail, so that a
 * deletion which fails is no failure of it: who tries next sees them again.
 *
 * @param state of the draft
 * @param surplus what is deleted
 * @param next follows
 */
record Clearing(DraftState state, List<StoredMessage> surplus, Transition.Continuation next) implements Stage {

    @Override
    public Transition step() throws UploadException {
        if (surplus.isEmpty()) {
            return next.proceed();
        }
        try {
            state.client.deleteMessage(state.folder.message(surplus.get(0).id()));
        } catch (IOException e) {
            // Whatever it was, the requests that count meet it as well.
        }
        return Transition.to(new Clearing(state, surplus.subList(1, surplus.size()), next));
    }
}
