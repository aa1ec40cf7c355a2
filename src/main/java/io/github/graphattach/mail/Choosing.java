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
 * mail, whatever drafts there are beside it; of several drafts the oldest is ours, as other processes see it too.
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
        Optional<StoredMessage> ours = found.stream()
                .filter(message -> !message.folderId().equals(trash))
                .min(Comparator.comparing(StoredMessage::draft)
                        .thenComparing(StoredMessage::created)
                        .thenComparing(StoredMessage::id));
        return ours.isPresent() ? state.drafted(ours.get(), state.isAsked()) : looking.notThere();
    }
}
