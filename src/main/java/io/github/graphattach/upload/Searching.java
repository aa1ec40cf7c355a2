package io.github.graphattach.upload;

import io.github.graphattach.graph.GraphReply;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for our attachment after an answer that leaves open whether it was made. Ours is one that was not there before, is not
 * smaller than the file nor older than our request, and holds the source's bytes; the name proves nothing, but of several
 * those of our name are tried first. It is not ours only when a complete answer with other bytes was seen twice.
 *
 * <p>Among equals the oldest is taken. Other uploads of the same bytes that have lost their answers look too, and those that
 * began later have seen the older ones before they began: who takes the newest may take the only one that is left for them.
 *
 * <p>A session is deleted first, so that nothing can be made behind our back. The search goes on for a while, because what
 * was made may be listed late. Only a look at the whole item counts: where it could not be read, nothing is sent again.
 */
final class Searching implements Stage {

    private final UploadState state;
    private final Turn.Choice resort;
    private final Set<String> others;
    private final Set<String> differedOnce = new HashSet<>();
    private long deadline;
    private int rounds;
    private boolean looked;

    Searching(UploadState state, Turn.Choice resort) {
        this.state = state;
        this.resort = resort;
        this.others = new HashSet<>(state.before());
        this.deadline = state.clock.nanos() + state.policy.requestTimeout().toNanos();
    }

    @Override
    public Turn step() throws UploadException {
        state.disturbed = true;
        state.session.filter(state::isDeleted).ifPresent(gone -> state.forgetSession());
        try {
            GraphReply reply = state.client.listAttachments(state.item);
            Optional<List<StoredAttachment>> list = StoredAttachment.list(reply);
            return list.isPresent() ? read(candidates(list.get())) : lookAgain(Optional.of(reply));
        } catch (IOException e) {
            return lookAgain(Optional.empty());
        }
    }

    private List<StoredAttachment> candidates(List<StoredAttachment> list) {
        return list.stream()
                .filter(one -> one.isFile() && one.size() >= state.length() && !others.contains(one.id()))
                .filter(one -> state.madeSince.filter(one::isOlderThan).isEmpty())
                .sorted(Comparator.comparing(state::hasOurName).reversed().thenComparing(StoredAttachment::modified))
                .toList();
    }

    private Turn read(List<StoredAttachment> candidates) throws IOException, UploadException {
        looked = candidates.isEmpty();
        Optional<GraphReply> unread = Optional.empty();
        for (StoredAttachment candidate : candidates) {
            ReadBack stored = ReadBack.of(state, candidate.id());
            if (stored.isSource()) {
                others.add(candidate.id());
                return Turn.to(Verifying.found(state, candidate, stored.reply(), this));
            }
            if (!stored.isRead() || differedOnce.add(candidate.id())) {
                unread = Optional.of(stored.reply());
            } else {
                others.add(candidate.id());
            }
        }
        looked = unread.isEmpty();
        return lookAgain(unread);
    }

    private Turn lookAgain(Optional<GraphReply> unread) throws UploadException {
        Optional<Duration> asked = unread.flatMap(state::retryAfter);
        if (asked.isPresent() && state.isTooLong(asked.get())) {
            throw UploadException.of(UploadFailure.THROTTLED, unread.get(), asked, state.committed);
        }
        Duration wait = asked.orElseGet(() -> state.retry.backOff(++rounds));
        if (unread.filter(reply -> reply.status() == 429).isPresent()) {
            deadline += wait.toNanos();
        }
        return deadline - state.clock.nanos() < wait.toNanos()
                ? notFound(unread)
                : state.waiting(this, wait, UploadFailure.UNVERIFIED);
    }

    private Turn notFound(Optional<GraphReply> unread) throws UploadException {
        if (!looked) {
            throw unread.isPresent()
                    ? UploadException.of(UploadFailure.UNVERIFIED, unread.get(), Optional.empty(), state.committed)
                    : UploadException.of(UploadFailure.UNVERIFIED, state.committed);
        }
        state.hasMadeNothing();
        return resort.turn();
    }
}
