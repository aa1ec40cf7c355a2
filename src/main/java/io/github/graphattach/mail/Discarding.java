package io.github.graphattach.mail;

import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.session.MailRecord;
import io.github.graphattach.upload.Judgement;
import io.github.graphattach.upload.Request;
import io.github.graphattach.upload.Stage;
import io.github.graphattach.upload.Transition;
import io.github.graphattach.upload.UploadException;
import io.github.graphattach.upload.UploadFailure;
import java.time.Duration;

/**
 * Deletes a draft that was never sent. That it is deleted is written down before: where nobody knows whether it was, it is
 * deleted again, and never taken for one that somebody has sent.
 *
 * <p>A young draft may appear late, so one that is not there is gone only when it has not appeared for as long as a request
 * may take.
 */
final class Discarding implements Stage {

    private final MailState state;
    private final String messageId;
    private final Transition.Continuation next;
    private final long deadline;
    private int rounds;

    /**
     * Begins to delete.
     *
     * @param state of the mail
     * @param messageId of the draft
     * @param next follows
     */
    Discarding(MailState state, String messageId, Transition.Continuation next) {
        this.state = state;
        this.messageId = messageId;
        this.next = next;
        this.deadline = state.context.clock().nanos()
                + state.context.policy().requestTimeout().toNanos();
    }

    @Override
    public Transition step() throws UploadException {
        if (state.known().state() != MailRecord.State.DISCARDED) {
            state.save(state.known().named(messageId).in(MailRecord.State.DISCARDED));
        }
        return Request.repeatable(this, () -> state.client.deleteMessage(state.folder.message(messageId)))
                .answeredBy(reply -> reply.isSuccess() || Judgement.isGone(reply))
                .make(state.questions, this::answered);
    }

    private Transition answered(GraphReply reply) throws UploadException {
        Duration wait = state.questions.backOff(++rounds);
        boolean mayAppear =
                Judgement.isGone(reply) && deadline - state.context.clock().nanos() >= wait.toNanos();
        if (mayAppear) {
            return state.questions.after(wait, this, UploadFailure.ITEM_NOT_FOUND);
        }
        return state.noted(MailRecord.NOT_MADE, next);
    }
}
