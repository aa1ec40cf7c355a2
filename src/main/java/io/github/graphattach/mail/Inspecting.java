package io.github.graphattach.mail;

import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.upload.Judgement;
import io.github.graphattach.upload.Request;
import io.github.graphattach.upload.Stage;
import io.github.graphattach.upload.Transition;
import io.github.graphattach.upload.UploadException;
import io.github.graphattach.upload.UploadFailure;
import java.util.List;
import java.util.Optional;

/**
 * Looks at the message that is to be sent: whether it is a draft, and the job's own. One that is no draft any more was sent;
 * one that is not there is looked for by its marker, as its id may be another one since.
 *
 * @param state of the mail
 * @param ours follows for a draft that has the job's marker
 * @param marked follows for one that has just got it
 */
record Inspecting(SendState state, Transition.Continuation ours, Transition.Continuation marked) implements Stage {

    @Override
    public Transition step() throws UploadException {
        return Request.repeatable(this, () -> state.client.getMessage(state.draft(), StoredMessage.PROPERTIES))
                .answeredBy(reply -> StoredMessage.one(reply).isPresent() || Judgement.isGone(reply))
                .make(state.questions, this::seen);
    }

    private Transition seen(GraphReply reply) throws UploadException {
        Optional<StoredMessage> found = StoredMessage.one(reply);
        if (found.isEmpty()) {
            return Transition.to(Looking.longEnough(state, this::sentOrLate, () -> {
                throw UploadException.of(UploadFailure.DRAFT_GONE, 0);
            }));
        }
        StoredMessage message = found.get();
        boolean isOurs = message.marker().equals(Optional.of(state.marker()));
        if (!message.draft() && isOurs) {
            return state.sent(message, SendResult.Outcome.ALREADY_SENT);
        }
        if (!message.draft() || (message.marker().isPresent() && !isOurs)) {
            throw UploadException.of(UploadFailure.NOT_OUR_DRAFT, 0);
        }
        if (!isOurs && !state.task.sendAny()) {
            throw UploadException.of(UploadFailure.NOT_OUR_DRAFT, 0);
        }
        state.saw(message);
        Transition.Continuation next = isOurs ? ours : () -> Transition.to(new Marking(state, marked));
        return Transition.to(new Locating(message.folderId(), next));
    }

    /** Looks whether somebody has thrown the draft away, whose immutable id is the same there: who does that wants it unsent. */
    private final class Locating implements Stage {

        private final String folderId;
        private final Transition.Continuation next;

        Locating(String folderId, Transition.Continuation next) {
            this.folderId = folderId;
            this.next = next;
        }

        @Override
        public Transition step() throws UploadException {
            return Request.repeatable(this, () -> state.client.getFolder(state.folder, "deleteditems"))
                    .answeredBy(reply -> !reply.field("id").asText("").isEmpty())
                    .make(state.questions, this::located);
        }

        private Transition located(GraphReply deletedItems) throws UploadException {
            if (deletedItems.field("id").asText().equals(folderId)) {
                throw UploadException.of(UploadFailure.DRAFT_GONE, 0);
            }
            return next.proceed();
        }
    }

    private Transition sentOrLate(List<StoredMessage> messages, Looking looking) throws UploadException {
        Optional<StoredMessage> copy =
                messages.stream().filter(message -> !message.draft()).findFirst();
        return copy.isPresent() ? state.sent(copy.get(), SendResult.Outcome.ALREADY_SENT) : looking.notThere();
    }
}
