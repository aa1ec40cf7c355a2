package io.github.graphattach.mail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.upload.Request;
import io.github.graphattach.upload.Stage;
import io.github.graphattach.upload.Transition;
import io.github.graphattach.upload.UploadException;
import io.github.graphattach.upload.UploadFailure;
import java.util.Optional;

/**
 * Finishes an answer: text, recipients and marker are set with one request, so that what has the marker has all of it. The
 * same change made twice is made once.
 *
 * @param state of the draft
 * @param seen the draft
 * @param change as Graph wants it
 * @param outcome of the job then
 */
record Completing(DraftState state, StoredMessage seen, ObjectNode change, DraftResult.Outcome outcome)
        implements Stage {

    @Override
    public Transition step() throws UploadException {
        return Request.repeatable(
                        this, () -> state.discreet(state.client.changeMessage(state.folder.message(seen.id()), change)))
                .answeredBy(reply -> reply.isSuccess() || reply.status() == 413)
                .make(state.tries, this::answered);
    }

    private Transition answered(GraphReply reply) throws UploadException {
        if (reply.status() == 413) {
            throw UploadException.of(UploadFailure.MESSAGE_TOO_LARGE, reply, Optional.empty(), 0);
        }
        return state.recorded(outcome, seen.id(), seen.internetMessageId());
    }

    /** {@return nothing of what it says} */
    @Override
    public String toString() {
        return "Completing[***]";
    }
}
