package io.github.graphattach.upload;

import io.github.graphattach.graph.GraphReply;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Notes which attachments the item has before anything is sent, so that ours can be told from them when an answer is lost.
 */
record Listing(UploadState state) implements Stage {

    @Override
    public Turn step() throws UploadException {
        GraphReply reply;
        try {
            reply = state.client.listAttachments(state.item);
        } catch (IOException e) {
            return state.again(this, UploadFailure.NO_ANSWER, e);
        }
        Optional<List<StoredAttachment>> list = StoredAttachment.list(reply);
        if (list.isEmpty()) {
            return state.onGraph(this, reply);
        }
        state.advanced();
        return Turn.to(noted(list.get()));
    }

    private Stage noted(List<StoredAttachment> present) {
        OnExisting choice = state.policy.onExisting();
        state.baseline = Optional.of(present.stream().map(StoredAttachment::id).collect(Collectors.toSet()));
        state.idsToRemove = present.stream()
                .filter(one ->
                        state.idsToRemove.contains(one.id()) || (choice == OnExisting.REPLACE && isNamesake(one)))
                .map(StoredAttachment::id)
                .toList();
        return choice == OnExisting.SKIP
                ? Comparing.anyOf(
                        state, present.stream().filter(this::isNamesake).toList())
                : state.route();
    }

    private boolean isNamesake(StoredAttachment one) {
        return one.isFile() && state.hasOurName(one);
    }
}
