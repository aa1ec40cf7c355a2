package io.github.graphattach.mail;

import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.upload.Judgement;
import io.github.graphattach.upload.Request;
import io.github.graphattach.upload.Stage;
import io.github.graphattach.upload.Transition;
import io.github.graphattach.upload.UploadException;
import io.github.graphattach.upload.UploadFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Finds out by evidence what became of a mail that may have been sent. Until the service has taken it out of Drafts it looks
 * unsent, and its copy may appear late or never, so both are looked for again and again until the time is over: a message with
 * the marker that is no draft, and the draft itself.
 *
 * @see <a href="https://learn.microsoft.com/graph/outlook-things-to-know-about-send-mail">The pipeline of sending mail</a>
 */
final class Settling implements Stage {

    private final MailState state;
    private final String messageId;
    private final long goneAt;
    private final long thereAt;
    private final Sent sent;
    private final Transition.Continuation gone;
    private final Transition.Continuation stillThere;
    private int rounds;

    /** Goes on where the copy was seen. */
    @FunctionalInterface
    interface Sent {

        Transition proceed(StoredMessage copy) throws UploadException;
    }

    /**
     * Begins to look.
     *
     * @param state of the mail
     * @param messageId of the draft
     * @param untilGone after which time a draft that is not there counts as gone, where no copy is seen
     * @param untilThere after which time a draft that is there counts as unsent
     * @param sent goes on where the copy was seen
     * @param gone goes on where neither is there
     * @param stillThere goes on where the draft is
     */
    Settling(
            MailState state,
            String messageId,
            Duration untilGone,
            Duration untilThere,
            Sent sent,
            Transition.Continuation gone,
            Transition.Continuation stillThere) {
        long now = state.context.clock().nanos();
        this.state = state;
        this.messageId = messageId;
        this.goneAt = now + untilGone.toNanos();
        this.thereAt = now + untilThere.toNanos();
        this.sent = sent;
        this.gone = gone;
        this.stillThere = stillThere;
    }

    @Override
    public Transition step() throws UploadException {
        return Request.repeatable(
                        this,
                        () -> state.client.findMessages(
                                state.folder, state.marker().filter()))
                .answeredBy(reply -> StoredMessage.list(reply).isPresent())
                .make(state.questions, this::seen);
    }

    private Transition seen(GraphReply reply) throws UploadException {
        List<StoredMessage> found = StoredMessage.list(reply).orElseThrow();
        Optional<StoredMessage> copy =
                found.stream().filter(message -> !message.draft()).findFirst();
        if (copy.isPresent()) {
            return sent.proceed(copy.get());
        }
        // A list of messages may lag behind; what it has is there, and what it has not is asked for by its id.
        return found.stream().anyMatch(message -> message.id().equals(messageId))
                ? there()
                : Transition.to(new AskingById());
    }

    private final class AskingById implements Stage {

        @Override
        public Transition step() throws UploadException {
            return Request.repeatable(this, () -> state.client.getMessage(state.folder.message(messageId)))
                    .answeredBy(reply -> StoredMessage.one(reply).isPresent() || Judgement.isGone(reply))
                    .make(state.questions, this::judged);
        }

        private Transition judged(GraphReply reply) throws UploadException {
            Optional<StoredMessage> message = StoredMessage.one(reply);
            if (message.isEmpty()) {
                return again(goneAt, gone);
            }
            return message.get().draft() ? there() : sent.proceed(message.get());
        }
    }

    private Transition there() throws UploadException {
        return again(thereAt, stillThere);
    }

    /** Once more, the last time when the time is over. */
    private Transition again(long deadline, Transition.Continuation verdict) throws UploadException {
        long left = deadline - state.context.clock().nanos();
        if (left <= 0) {
            return verdict.proceed();
        }
        Duration pause = state.questions.backOff(++rounds);
        Duration rest = Duration.ofNanos(left);
        return state.questions.after(pause.compareTo(rest) < 0 ? pause : rest, this, UploadFailure.NO_ANSWER);
    }
}
