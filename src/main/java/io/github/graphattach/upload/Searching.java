package io.github.graphattach.upload;

import io.github.graphattach.graph.GraphReply;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks for our attachment after an answer that leaves open whether it was made. Ours is one that was not there before, is not
 * smaller than the file, and holds the source's bytes; the name proves nothing.
 *
 * <p>A session is deleted first, so that nothing can be made behind our back. The search goes on for a while, because what
 * was made may be listed late.
 */
final class Searching implements Stage {

    /** What to do when the attachment was not made. */
    @FunctionalInterface
    interface Resort {

        Turn turn() throws UploadException;
    }

    private final UploadState state;
    private final Resort resort;
    private final long startNanos;
    private final Set<String> others;
    private int rounds;

    Searching(UploadState state, Resort resort) {
        this.state = state;
        this.resort = resort;
        this.startNanos = state.clock.nanos();
        this.others = state.baseline.stream().map(StoredAttachment::id).collect(Collectors.toCollection(HashSet::new));
    }

    @Override
    public Turn step() throws UploadException {
        state.disturbed = true;
        if (state.session.isPresent()) {
            state.closeSession();
        }
        try {
            GraphReply reply = state.client.listAttachments(state.item);
            Optional<List<StoredAttachment>> list = StoredAttachment.list(reply);
            for (StoredAttachment candidate : candidates(list.orElse(List.of()))) {
                ReadBack stored = ReadBack.of(state, candidate.id());
                if (stored.isSource()) {
                    return Turn.to(Verifying.found(state, candidate.id(), stored.reply()));
                }
                if (stored.isRead()) {
                    others.add(candidate.id());
                }
            }
        } catch (IOException lookAgain) {
            state.tell(UploadEvent.Type.WAITING, Duration.ZERO, "the item could not be read");
        }
        Duration wait = state.retry.backOff(++rounds);
        Duration spent = Duration.ofNanos(state.clock.nanos() - startNanos);
        return spent.plus(wait).compareTo(state.policy.requestTimeout()) > 0
                ? resort.turn()
                : state.waiting(this, wait, UploadFailure.UNVERIFIED);
    }

    private List<StoredAttachment> candidates(List<StoredAttachment> list) {
        return list.stream()
                .filter(one -> one.isFile() && one.size() >= state.length() && !others.contains(one.id()))
                .sorted(Comparator.comparing(StoredAttachment::modified).reversed())
                .toList();
    }
}
