package io.github.graphattach.mail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.upload.Request;
import io.github.graphattach.upload.Stage;
import io.github.graphattach.upload.Transition;
import io.github.graphattach.upload.UploadException;
import java.util.Optional;

/**
 * Reads what the service has made of the original: whom the answer goes to, and what it quotes. One that has the marker is
 * finished already, and nothing is added to it a second time.
 *
 * @param state of the draft
 * @param messageId of the draft
 * @param outcome of the job, when the draft is finished
 */
record Quoting(DraftState state, String messageId, DraftResult.Outcome outcome) implements Stage {

    @Override
    public Transition step() throws UploadException {
        return Request.repeatable(
                        this, () -> state.client.readMessage(state.folder.message(messageId), StoredMessage.PROPERTIES))
                .answeredBy(reply -> StoredMessage.one(reply).isPresent()
                        && reply.field("body").isObject())
                .make(state.tries, this::read);
    }

    private Transition read(GraphReply reply) {
        StoredMessage seen = StoredMessage.one(reply).orElseThrow();
        if (!seen.draft()) {
            return state.sent(seen.id(), seen.internetMessageId());
        }
        boolean isFinished = seen.marker().equals(Optional.of(state.marker()));
        Optional<ObjectNode> change = isFinished
                ? Optional.empty()
                : Optional.of(new AnswerChange(state.task.draft(), reply.body()).toJson(state.marker()));
        return Transition.to(new Bringing(state, seen, change, outcome));
    }
}
