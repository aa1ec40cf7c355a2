package io.github.graphattach.mail;

import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.session.MailRecord;
import io.github.graphattach.session.MailRecord.State;
import io.github.graphattach.upload.Effect;
import io.github.graphattach.upload.Judgement;
import io.github.graphattach.upload.Request;
import io.github.graphattach.upload.Stage;
import io.github.graphattach.upload.Transition;
import io.github.graphattach.upload.UploadException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks the service to send the draft. That it is asked is written down before. An answer of success is final, whatever else it
 * says; after a lost or odd one the evidence decides, and where the draft is still there after the grace it is sent once more:
 * the same one, never another.
 *
 * @param state of the mail
 * @param again whether it was asked for that before
 */
record Sending(SendState state, boolean again) implements Stage, Effect {

    @Override
    public Transition step() throws UploadException {
        Duration wait = state.terms.turn().ask();
        if (!wait.isZero()) {
            return state.tries.paced(wait, this, "the mailbox has sent as many mails as mailboxSendRate allows");
        }
        return Request.once(this, this, this::send)
                .answeredBy(reply -> reply.isSuccess() || (again && Judgement.isGone(reply)))
                .make(state.tries, this::answered);
    }

    private GraphReply send() throws IOException {
        try {
            // Who sends a draft does not know what it says, so that no words of the service can be told from its own.
            return state.client.sendMessage(state.draft()).withoutWords();
        } finally {
            state.terms.turn().sent();
        }
    }

    private Transition answered(GraphReply reply) throws UploadException {
        if (!reply.isSuccess()) {
            return Transition.to(settling());
        }
        return state.noted(state.known().in(State.ACCEPTED), this::accepted);
    }

    private Transition accepted() {
        boolean isAwaited = state.terms.confirmed() && !state.isDeferred();
        return isAwaited
                ? Transition.to(state.settling(
                        SendResult.Outcome.SENT, Optional.empty(), () -> state.unseen(SendResult.Outcome.UNCONFIRMED)))
                : state.unseen(SendResult.Outcome.ACCEPTED);
    }

    private Settling settling() {
        return settling(state, again, SendResult.Outcome.SENT);
    }

    /** {@return what follows where nobody knows whether the service has taken the mail over} */
    static Settling settling(SendState state, boolean again, SendResult.Outcome outcome) {
        boolean isFinal = again || state.isDeferred();
        return state.settling(
                outcome,
                isFinal ? Optional.empty() : Optional.of(state.terms.grace()),
                () -> isFinal ? state.unseen(SendResult.Outcome.UNCONFIRMED) : Transition.to(new Sending(state, true)));
    }

    @Override
    public void mayHappen() {
        State next = again ? State.SUBMITTED_AGAIN : State.SUBMITTED;
        MailRecord record = state.known().named(state.task.messageId());
        state.save(record.asked(next, state.context.clock().now()));
    }

    @Override
    public void hasNotHappened() {
        state.save(state.known().in(State.DRAFT));
    }

    @Override
    public Transition lookedFor(Transition.Continuation ifNot) {
        return Transition.to(settling());
    }
}
