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
    private final Transition.Continuation ifNotThere;
    private final Set<String> others;
    private final Set<String> differedOnce = new HashSet<>();
    private long deadline;
    private int rounds;
    private boolean looked;

    Searching(UploadState state, Transition.Continuation ifNotThere) {
        this.state = state;
        this.ifNotThere = ifNotThere;
        this.others = new HashSet<>(state.attached.before());
        this.deadline = state.clock().nanos() + state.policy().requestTimeout().toNanos();
    }

    /** What follows when the attachment is not there; it is looked for before, unless nothing can have made it. */
    static Transition before(UploadState state, Transition.Continuation ifNotThere) throws UploadException {
        return state.attached.mayBeMade() ? Transition.to(new Searching(state, ifNotThere)) : ifNotThere.proceed();
    }

    /** The attachment, as what a request may have made. */
    static Effect effect(UploadState state) {
        return new Effect() {
            @Override
            public void mayHappen() {
                state.attached.mayBeMadeNow();
            }

            @Override
            public void hasNotHappened() {
                state.attached.isNotMade();
            }

            @Override
            public Transition lookedFor(Transition.Continuation ifNot) {
                return Transition.to(new Searching(state, ifNot));
            }
        };
    }

    @Override
    public Transition step() throws UploadException {
        state.disturbed();
        if (state.transfer()
                .session()
                .filter(open -> open.isDeleted(state.client))
                .isPresent()) {
            state.lostSession();
        }
        try {
            GraphReply reply = state.client.listAttachments(state.item());
            Optional<List<StoredAttachment>> list = StoredAttachment.list(reply);
            return list.isPresent() ? read(candidates(list.get())) : lookAgain(Optional.of(reply));
        } catch (IOException e) {
            return lookAgain(Optional.empty());
        }
    }

    private List<StoredAttachment> candidates(List<StoredAttachment> list) {
        return list.stream()
                .filter(one -> one.isFile() && one.size() >= state.length() && !others.contains(one.id()))
                .filter(one ->
                        state.attached.madeSince().filter(one::isOlderThan).isEmpty())
                .sorted(Comparator.comparing(state::hasOurName).reversed().thenComparing(StoredAttachment::modified))
                .toList();
    }

    private Transition read(List<StoredAttachment> candidates) throws IOException, UploadException {
        looked = candidates.isEmpty();
        Optional<GraphReply> unread = Optional.empty();
        for (StoredAttachment candidate : candidates) {
            ReadBack stored = new ReadBack(state, candidate.id());
            GraphReply reply = stored.ask();
            boolean whole = ReadBack.isWhole(reply);
            if (whole && stored.isSource()) {
                others.add(candidate.id());
                return Transition.to(Verifying.found(state, candidate, reply, this));
            }
            if (!whole || differedOnce.add(candidate.id())) {
                unread = Optional.of(reply);
            } else {
                others.add(candidate.id());
            }
        }
        looked = unread.isEmpty();
        return lookAgain(unread);
    }

    private Transition lookAgain(Optional<GraphReply> unread) throws UploadException {
        Optional<Duration> asked = unread.flatMap(state.tries::asked);
        if (asked.isPresent()) {
            state.tries.requireShort(asked.get(), UploadFailure.THROTTLED, unread.orElseThrow());
        }
        Duration wait = asked.orElseGet(() -> state.tries.backOff(++rounds));
        if (unread.filter(GraphReply::isRefusedUnread).isPresent()) {
            deadline += wait.toNanos();
        }
        return deadline - state.clock().nanos() < wait.toNanos()
                ? notFound(unread)
                : state.tries.after(wait, this, UploadFailure.UNVERIFIED);
    }

    private Transition notFound(Optional<GraphReply> unread) throws UploadException {
        if (!looked) {
            throw unread.isPresent()
                    ? UploadException.of(UploadFailure.UNVERIFIED, unread.get(), Optional.empty(), state.committed())
                    : UploadException.of(UploadFailure.UNVERIFIED, state.committed());
        }
        state.attached.isNotMade();
        return ifNotThere.proceed();
    }
}
