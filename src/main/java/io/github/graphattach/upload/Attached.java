package io.github.graphattach.upload;

import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.session.Checkpoint;
import io.github.graphattach.session.ListedIds;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is known of the item's attachments: which were there before, which is ours, which are to go. */
final class Attached {

    private Optional<ListedIds> baseline = Optional.empty();
    private List<String> toRemove = List.of();
    private boolean mayBeMade;
    private Optional<Instant> madeSince = Optional.empty();
    private Optional<Instant> lastAnswer = Optional.empty();
    private Optional<String> id = Optional.empty();
    private boolean removable;

    /** Notes what the item had before anything was sent, none of which is ever ours, and what of it the new one replaces. */
    void listed(ListedIds before, List<String> replaced) {
        baseline = Optional.of(before);
        toRemove = replaced;
    }

    /** As {@link #listed}, where that was done for another file; the service has told its time then. */
    void listedLately(ListedIds before, Optional<Instant> serviceTime) {
        listed(before, List.of());
        lastAnswer = serviceTime;
    }

    /** {@return the service's time by its last answer, where it told the time} */
    Optional<Instant> serviceTime() {
        return lastAnswer;
    }

    /** Takes over what an earlier try of the same file wrote down. */
    void resume(Checkpoint left) {
        listed(left.baselineIds(), left.idsToRemove());
        mayBeMade = left.mayBeMade();
        madeSince = left.madeSince();
        id = left.attachmentId();
        removable = left.removable();
    }

    /** As {@link #resume}, where what was made may be another file's. */
    void suspect(Checkpoint left) {
        listed(left.baselineIds(), left.idsToRemove());
        mayBeMade = true;
        madeSince = left.madeSince();
    }

    /** Hears the service's clock. */
    void heard(GraphReply reply) {
        lastAnswer = reply.date().or(() -> lastAnswer);
    }

    /** The next request may make the attachment. */
    void mayBeMadeNow() {
        if (!mayBeMade) {
            mayBeMade = true;
            madeSince = lastAnswer;
        }
    }

    /** Nothing that was sent has made it, as far as can be known. */
    void isNotMade() {
        mayBeMade = false;
        madeSince = Optional.empty();
    }

    /** It was made, as the service said, after that time; and it was not found. */
    void isMadeUnseen(Optional<Instant> since) {
        mayBeMade = true;
        madeSince = since;
    }

    /** Ours is the one with that id. It may be removed should it turn out wrong, if it cannot be somebody else's. */
    void adopted(String attachmentId, boolean mayBeRemoved) {
        id = Optional.of(attachmentId);
        removable = mayBeRemoved;
    }

    /** The attachment was proven wrong. If it is surely ours it is to be removed, now or once the right one is there. */
    void disown(String attachmentId) {
        id = Optional.empty();
        isNotMade();
        neverOurs(attachmentId);
        if (removable) {
            Set<String> all = new LinkedHashSet<>(toRemove);
            all.add(attachmentId);
            toRemove = List.copyOf(all);
        }
    }

    void neverOurs(String attachmentId) {
        baseline = Optional.of(before().with(attachmentId));
    }

    void removed(String attachmentId) {
        toRemove = toRemove.stream().filter(one -> !one.equals(attachmentId)).toList();
    }

    void removeNothing() {
        toRemove = List.of();
    }

    void forget() {
        baseline = Optional.empty();
        removeNothing();
        isNotMade();
        id = Optional.empty();
        removable = false;
    }

    /** {@return whether it was listed what the item had before} */
    boolean isListed() {
        return baseline.isPresent();
    }

    /** {@return the ids of what was there before} */
    ListedIds before() {
        return baseline.orElseGet(() -> ListedIds.of(List.of()));
    }

    /** {@return the ids of those that go once the new one is verified} */
    List<String> toRemove() {
        return toRemove;
    }

    /**
     * {@return whether the service may have made an attachment that was not found: it is looked for before anything is sent
     * again}
     */
    boolean mayBeMade() {
        return mayBeMade;
    }

    /** {@return the service's time just before it could make ours: older attachments are not ours; empty where it tells no time} */
    Optional<Instant> madeSince() {
        return madeSince;
    }

    /** {@return ours, once the service named it or it was found} */
    Optional<String> id() {
        return id;
    }

    /** {@return whether ours may be removed should it turn out wrong} */
    boolean isRemovable() {
        return removable;
    }

    /** {@return whether the item may have an attachment that this upload made and that it would show as its own} */
    boolean mayBeThere() {
        return mayBeMade || id.isPresent();
    }
}
