package io.github.graphattach.mail;

import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.session.MailRecord;
import io.github.graphattach.upload.Effect;
import io.github.graphattach.upload.Request;
import io.github.graphattach.upload.Stage;
import io.github.graphattach.upload.Transition;
import io.github.graphattach.upload.UploadException;
import io.github.graphattach.upload.UploadFailure;
import java.io.IOException;
import java.util.Optional;

/**
 * Makes the draft with its marker. That it is asked for is written down before; after a lost answer it is looked for, and made
 * again only where it is not there.
 *
 * @param state of the draft
 */
record Creating(DraftState state) implements Stage, Effect {

    @Override
    public Transition step() throws UploadException {
        return Request.once(this, this, this::ask)
                .answeredBy(reply -> isMade(reply) || reply.status() == 413)
                .make(state.tries, this::answered);
    }

    private GraphReply ask() throws IOException {
        return state.discreet(
                state.client.createMessage(state.folder, state.task.draft().toJson(state.marker())));
    }

    private static boolean isMade(GraphReply reply) {
        return reply.status() / 100 == 2 && !reply.field("id").asText("").isEmpty();
    }

    private Transition answered(GraphReply reply) throws UploadException {
        if (reply.status() == 413) {
            hasNotHappened();
            throw UploadException.of(UploadFailure.MESSAGE_TOO_LARGE, reply, Optional.empty(), 0);
        }
        return state.drafted(
                new StoredMessage(
                        reply.field("id").asText(),
                        "",
                        true,
                        "",
                        reply.field("internetMessageId").asText(""),
                        Optional.empty(),
                        Optional.empty()),
                true);
    }

    @Override
    public void mayHappen() {
        state.save(MailRecord.ASKED_FOR);
        state.asked();
    }

    @Override
    public void hasNotHappened() {
        state.save(MailRecord.NOT_MADE);
    }

    @Override
    public Transition lookedFor(Transition.Continuation ifNot) {
        return Transition.to(state.lookLongEnough(ifNot));
    }
}
