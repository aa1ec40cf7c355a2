package io.github.graphattach.mail;

import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.upload.Request;
import io.github.graphattach.upload.Stage;
import io.github.graphattach.upload.Transition;
import io.github.graphattach.upload.UploadException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses ours among the messages that have the marker. What somebody has thrown away does not count. What was sent is the
 * mail, whatever drafts there are beside it; of several drafts the one that was written down is ours, or else the oldest, as
 * other processes see it too.
 *
 * <p>The other drafts are deleted, unless something is attached to them, or somebody has changed them. All of them stay where
 * it is not known here that nobody has begun to send one: it may be on its way.
 *
 * @param state of the draft
 * @param found by the marker
 * @param looking goes on where none of them counts
 */
record Choosing(DraftState state, List<StoredMessage> found, Looking looking) implements Stage {

    @Override
    public Transition step() throws UploadException {
        return Request.repeatable(this, () -> state.client.getFolder(state.folder, "deleteditems"))
                .answeredBy(reply -> !reply.field("id").asText("").isEmpty())
                .make(state.questions, this::choose);
    }

    private Transition choose(GraphReply deletedItems) throws UploadException {
        String trash = deletedItems.field("id").asText();
        List<StoredMessage> kept = found.stream()
                .filter(message -> !message.folderId().equals(trash))
                .sorted(Comparator.comparing(StoredMessage::draft)
                        .thenComparing(message -> !state.known().messageId().equals(Optional.of(message.id())))
                        .thenComparing(StoredMessage::created)
                        .thenComparing(StoredMessage::id))
                .toList();
        if (kept.isEmpty()) {
            return looking.notThere();
        }
        StoredMessage ours = kept.get(0);
        Transition.Continuation next = () -> state.drafted(ours, state.isAsked());
        return ours.draft() && state.isSurelyUnsent()
                ? Transition.to(new Clearing(state, surplus(kept), next))
                : next.proceed();
    }

    private static List<StoredMessage> surplus(List<StoredMessage> kept) {
        return kept.stream().skip(1).filter(StoredMessage::isUntouched).toList();
    }
}
