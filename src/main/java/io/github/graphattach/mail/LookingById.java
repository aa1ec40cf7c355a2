package io.github.graphattach.mail;

import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.upload.Judgement;
import io.github.graphattach.upload.Request;
import io.github.graphattach.upload.Stage;
import io.github.graphattach.upload.Transition;
import io.github.graphattach.upload.UploadException;
import io.github.graphattach.upload.UploadFailure;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks for a message by its id. A young draft may appear late, so one that is not there is gone only when it has not appeared
 * for as long as a request may take.
 */
final class LookingById implements Stage {

    private final MailState state;
    private final String messageId;
    private final Answer answer;
    private final long deadline;
    private int rounds;

    /** Goes on where it is known what is there. */
    @FunctionalInterface
    interface Answer {

        Transition proceed(Optional<StoredMessage> message) throws UploadException;
    }

    LookingById(MailState state, String messageId, Answer answer) {
        this.state = state;
        this.messageId = messageId;
        this.answer = answer;
        this.deadline = state.context.clock().nanos()
                + state.context.policy().requestTimeout().toNanos();
    }

    @Override
    public Transition step() throws UploadException {
        return Request.repeatable(this, () -> state.client.getMessage(state.folder.message(messageId)))
                .answeredBy(reply -> StoredMessage.one(reply).isPresent() || Judgement.isGone(reply))
                .make(state.questions, this::seen);
    }

    private Transition seen(GraphReply reply) throws UploadException {
        Optional<StoredMessage> message = StoredMessage.one(reply);
        Duration wait = state.questions.backOff(++rounds);
        boolean mayAppear =
                message.isEmpty() && deadline - state.context.clock().nanos() >= wait.toNanos();
        return mayAppear ? state.questions.after(wait, this, UploadFailure.ITEM_NOT_FOUND) : answer.proceed(message);
    }
}
