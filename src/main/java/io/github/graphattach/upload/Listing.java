package io.github.graphattach.upload;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Notes which attachments the item has before anything is sent, so that ours can be told from them when an answer is lost.
 * What was noted for the file before is used again, unless it is to be known for sure.
 */
record Listing(UploadState state) implements Stage {

    @Override
    public Transition step() throws UploadException {
        if (state.list.isTakenOver()) {
            return Transition.to(Opening.orPosting(state));
        }
        return Request.repeatable(this, () -> state.client.listAttachments(state.item()))
                .answeredBy(reply -> StoredAttachment.list(reply).isPresent())
                .make(
                        state.tries,
                        reply ->
                                Transition.to(noted(StoredAttachment.list(reply).orElseThrow())));
    }

    private Stage noted(List<StoredAttachment> present) {
        OnExisting choice = state.policy().onExisting();
        List<String> leftToRemove = state.attached.toRemove();
        state.list.made(
                present.stream().map(StoredAttachment::id).collect(Collectors.toSet()),
                present.stream()
                        .filter(one ->
                                leftToRemove.contains(one.id()) || (choice == OnExisting.REPLACE && isNamesake(one)))
                        .map(StoredAttachment::id)
                        .toList());
        return choice == OnExisting.SKIP
                ? Comparing.anyOf(
                        state, present.stream().filter(this::isNamesake).toList())
                : Opening.orPosting(state);
    }

    private boolean isNamesake(StoredAttachment one) {
        return one.isFile() && state.hasOurName(one);
    }
}
