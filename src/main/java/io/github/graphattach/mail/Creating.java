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
 * <p>The actions that make a draft of a message take no marker. Such a draft has a Message-ID of the job's own instead, by which
 * it is found until it has the marker; and it is finished only then. Should the service not keep that Message-ID, a draft whose
 * answer was lost is not found, and a second one is made. The first stays in Drafts as the service has made it: without a text
 * of ours and without the marker, so that nothing here ever takes it for the mail or sends it.
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
        Optional<Answered> answered = state.task.answered();
        return state.discreet(answered.isPresent() ? answer(answered.get()) : create());
    }

    private GraphReply create() throws IOException {
        return state.client.createMessage(state.folder, state.task.draft().toJson(state.marker()));
    }

    private GraphReply answer(Answered answered) throws IOException {
        return state.client.createAnswer(
                answered.message(),
                answered.how().action(),
                state.task.draft().toAnswerJson(state.marker(), answered.how()));
    }

    private static boolean isMade(GraphReply reply) {
        return reply.status() / 100 == 2 && !reply.field("id").asText("").isEmpty();
    }

    private Transition answered(GraphReply reply) throws UploadException {
        if (reply.status() == 413) {
            hasNotHappened();
            throw UploadException.of(UploadFailure.MESSAGE_TOO_LARGE, reply, Optional.empty(), 0);
        }
        String id = reply.field("id").asText();
        // From here on it is found by its id, whatever becomes of this try.
        return state.isAnswer()
                ? state.noted(
                        MailRecord.ASKED_FOR.named(id),
                        () -> Transition.to(new Quoting(state, id, DraftResult.Outcome.CREATED)))
                : state.recorded(
                        DraftResult.Outcome.CREATED,
                        id,
                        reply.field("internetMessageId").asText(""));
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
