package io.github.graphattach.mail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.session.MailRecord;
import io.github.graphattach.upload.Request;
import io.github.graphattach.upload.Stage;
import io.github.graphattach.upload.Transition;
import io.github.graphattach.upload.UploadException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lists the files that an answer has from the start: those of the original in a forward, the pictures of what is quoted in a
 * reply. Who sends the draft has to count them as wanted, so that they are written down before the draft is finished. Where
 * nothing is known any more of a draft that was finished, what was attached to it since counts as brought, too.
 *
 * @param state of the draft
 * @param seen the draft
 * @param change what is still to be changed in it; empty where it is finished
 * @param outcome of the job then
 */
record Bringing(DraftState state, StoredMessage seen, Optional<ObjectNode> change, DraftResult.Outcome outcome)
        implements Stage {

    @Override
    public Transition step() throws UploadException {
        return Request.repeatable(this, () -> state.attachments.listAttachments(state.folder.message(seen.id())))
                .answeredBy(reply -> ids(reply).isPresent())
                .make(state.tries, this::listed);
    }

    private Transition listed(GraphReply reply) throws UploadException {
        List<String> ids = ids(reply).orElseThrow();
        if (change.isEmpty()) {
            state.claimed(state.known().bringing(ids));
            return state.recorded(outcome, seen.id(), seen.internetMessageId());
        }
        return state.noted(
                MailRecord.ASKED_FOR.named(seen.id()).bringing(ids),
                () -> Transition.to(new Completing(state, seen, change.get(), outcome)));
    }

    private static Optional<List<String>> ids(GraphReply reply) {
        JsonNode value = reply.field("value");
        if (reply.status() != 200 || !value.isArray()) {
            return Optional.empty();
        }
        List<String> ids = new ArrayList<>();
        value.forEach(file -> ids.add(file.path("id").asText("")));
        return ids.contains("") ? Optional.empty() : Optional.of(ids);
    }

    /** {@return nothing of what it says} */
    @Override
    public String toString() {
        return "Bringing[***]";
    }
}
