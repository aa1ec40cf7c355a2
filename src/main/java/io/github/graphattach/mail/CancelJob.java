package io.github.graphattach.mail;

import io.github.graphattach.graph.GraphClient;
import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.item.MessageFolder;
import io.github.graphattach.session.MailRecord;
import io.github.graphattach.session.MailRecord.State;
import io.github.graphattach.upload.Judgement;
import io.github.graphattach.upload.Ownership;
import io.github.graphattach.upload.Request;
import io.github.graphattach.upload.Stage;
import io.github.graphattach.upload.Transition;
import io.github.graphattach.upload.UploadContext;
import io.github.graphattach.upload.UploadException;
import java.util.List;
import java.util.Optional;

/**
 * Takes back a mail that the service keeps until its time comes: it lies in Drafts and is not sent when it is deleted. Only
 * what is written down here as deferred is deleted, and only while it is a draft.
 */
public final class CancelJob extends MailWork<CancelJob.Outcome> {

    /** What came of it. */
    public enum Outcome {
        /** The mail is deleted and will not be sent. */
        CANCELLED,
        /** It was sent before. */
        ALREADY_SENT,
        /** No mail for later is known under that key. */
        UNKNOWN
    }

    /**
     * Plans it; nothing is asked before the first step.
     *
     * @param ownership of this mail among all processes, and what is known of it
     * @param client makes the requests; its ids are immutable ones
     * @param mailbox that has the mail
     * @param source of the marker by which it is found again
     * @param context bounds, waits and time, as of an upload
     */
    public CancelJob(
            Ownership ownership,
            GraphClient client,
            MessageFolder mailbox,
            MarkerSource source,
            UploadContext context) {
        this(new MailState(ownership, client, mailbox, source, context));
    }

    private CancelJob(MailState state) {
        super(state, () -> new Claiming(state, () -> claimed(state)));
    }

    private static Transition claimed(MailState state) {
        MailRecord known = state.known();
        if (known.state() == State.CANCELLED) {
            return finished(Outcome.CANCELLED);
        }
        if (!known.state().maybeSent() || known.sendAt().isEmpty()) {
            return finished(known.state().maybeSent() ? Outcome.ALREADY_SENT : Outcome.UNKNOWN);
        }
        String messageId = known.messageId().orElseThrow();
        // Its immutable id names the sent copy afterwards.
        return Transition.to(new LookingById(
                state,
                messageId,
                message -> message.filter(StoredMessage::draft).isPresent()
                        ? Transition.to(new Deleting(state, messageId))
                        : finished(Outcome.ALREADY_SENT)));
    }

    private static Transition finished(Outcome outcome) {
        return Transition.to(new Finished<>(outcome));
    }

    private record Deleting(MailState state, String messageId) implements Stage {

        @Override
        public Transition step() throws UploadException {
            return Request.repeatable(this, () -> state.client.deleteMessage(state.folder.message(messageId)))
                    .answeredBy(reply -> reply.isSuccess() || Judgement.isGone(reply))
                    .make(state.questions, reply -> Transition.to(new Confirming(state)));
        }
    }

    /** Its time may have come between the look and the deletion. */
    private record Confirming(MailState state) implements Stage {

        @Override
        public Transition step() throws UploadException {
            return Request.repeatable(
                            this,
                            () -> state.client.findMessages(
                                    state.folder, state.marker().filter()))
                    .answeredBy(reply -> StoredMessage.list(reply).isPresent())
                    .make(state.questions, this::judged);
        }

        private Transition judged(GraphReply reply) {
            List<StoredMessage> found = StoredMessage.list(reply).orElseThrow();
            Optional<StoredMessage> copy =
                    found.stream().filter(message -> !message.draft()).findFirst();
            return copy.map(sent -> state.noted(
                            state.known().named(sent.id()).in(State.SENT), () -> finished(Outcome.ALREADY_SENT)))
                    .orElseGet(() -> state.noted(state.known().in(State.CANCELLED), () -> finished(Outcome.CANCELLED)));
        }
    }
}
