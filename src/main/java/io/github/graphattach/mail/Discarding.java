package io.github.graphattach.mail;

import io.github.graphattach.session.MailRecord;
import io.github.graphattach.upload.Judgement;
import io.github.graphattach.upload.Request;
import io.github.graphattach.upload.Stage;
import io.github.graphattach.upload.Transition;
import io.github.graphattach.upload.UploadException;

/**
 * Deletes a draft that was never sent. That it is deleted is written down before: where nobody knows whether it was, it is
 * deleted again, and never taken for one that somebody has sent.
 *
 * @param state of the mail
 * @param messageId of the draft
 * @param next follows
 */
record Discarding(MailState state, String messageId, Transition.Continuation next) implements Stage {

    @Override
    public Transition step() throws UploadException {
        if (state.known().state() != MailRecord.State.DISCARDED) {
            state.save(state.known().named(messageId).in(MailRecord.State.DISCARDED));
        }
        return Request.repeatable(this, () -> state.client.deleteMessage(state.folder.message(messageId)))
                .answeredBy(reply -> reply.isSuccess() || Judgement.isGone(reply))
                .make(state.questions, reply -> gone());
    }

    private Transition gone() throws UploadException {
        state.save(MailRecord.NOT_MADE);
        return next.proceed();
    }
}
