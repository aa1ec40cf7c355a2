package io.github.graphattach.mail;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.upload.Request;
import io.github.graphattach.upload.Stage;
import io.github.graphattach.upload.Transition;
import io.github.graphattach.upload.UploadException;

/**
 * Puts the marker on a draft that somebody else has made: without one nobody could tell afterwards whether it was sent.
 *
 * @param state of the mail
 * @param next follows
 */
record Marking(SendState state, Transition.Continuation next) implements Stage {

    @Override
    public Transition step() throws UploadException {
        return Request.repeatable(this, () -> state.client.changeMessage(state.draft(), change()))
                .make(state.questions, reply -> next.proceed());
    }

    private ObjectNode change() {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        state.marker().putInto(message);
        return message;
    }
}
