package io.github.graphattach.upload;

import io.github.graphattach.session.ListedIds;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was listed of items a short while ago, with what was attached since: the next file to the same item needs no list of
 * its own. Where anything went wrong, the list is forgotten.
 *
 * <p>One upload at a time asks and tells of an item, as it has the item for itself. What somebody else attaches meanwhile is
 * not in the list; an upload whose answer was lost may take it for its own only where its bytes and its time tell nothing
 * apart.
 */
public final class RecentLists {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** A few megabytes; of more, the oldest lists go. */
    private static final int MOST_IDS = 20_000;

    private static final RecentLists OF_THIS_JVM = new RecentLists();
    private static final RecentLists NONE = new RecentLists(0, LONGEST, false);

    private final int mostIds;
    private final Duration longest;

    /** Whether the next item has nothing yet. */
    private boolean isNew;

    private final Map<String, Recent> byItem = new LinkedHashMap<>();
    private int ids;

    /**
     * A list that was made before a file was attached, and that file.
     *
     * @param ids of all attachments that are known
     * @param madeAt when the service was asked, in monotonic nanoseconds
     * @param serviceTime the service's own time when the file had been attached, at the earliest; where it told the time
     * @param attachedAt when that was, in monotonic nanoseconds
     * @param isLasting whether what is in it keeps its ids: the first write to an occurrence of a series makes an exception of
     *     it, which has the series' attachments under ids of their own
     */
    record Recent(ListedIds ids, long madeAt, Optional<Instant> serviceTime, long attachedAt, boolean isLasting) {

        /** A list that was just made. */
        static Recent of(ListedIds ids, long now, boolean isLasting) {
            return new Recent(ids, now, Optional.empty(), now, isLasting);
        }

        Recent with(String id, Optional<Instant> answered, long now) {
            return new Recent(ids.with(id), madeAt, answered, now, isLasting);
        }

        /** {@return the service's own time, at the earliest} */
        Optional<Instant> serviceTime(long now) {
            return serviceTime.map(time -> time.plusNanos(now - attachedAt));
        }
    }

    RecentLists() {
        this(MOST_IDS, LONGEST, false);
    }

    private RecentLists(int mostIds, Duration longest, boolean isNew) {
        this.mostIds = mostIds;
        this.longest = longest;
        this.isNew = isNew;
    }

    /** {@return the list of one item that its user has just made: nothing is in it, and nobody else attaches to it} */
    public static RecentLists ofNewItem() {
        return new RecentLists(MOST_IDS, Duration.ofDays(365), true);
    }

    /**
     * {@return lists of which none is kept} For immutable ids: the upload host names what it made by an ordinary id, which is
     * not the one in the list.
     */
    public static RecentLists none() {
        return NONE;
    }

    /** {@return the lists that all components of this JVM share, as they share the items} */
    public static RecentLists ofThisJvm() {
        return OF_THIS_JVM;
    }

    /** {@return what is known of an item; empty when that is too long ago} */
    synchronized Optional<Recent> find(String item, long now) {
        if (isNew) {
            isNew = false;
            return Optional.of(Recent.of(ListedIds.of(Set.of()), now, true));
        }
        return Optional.ofNullable(byItem.get(item)).filter(recent -> !isOver(recent, now));
    }

    /** A file was attached, and nothing went wrong. What nobody will ask for any more goes. */
    synchronized void keep(String item, Recent recent, long now) {
        forget(item);
        byItem.put(item, recent);
        ids += recent.ids().size();
        Iterator<Recent> eldest = byItem.values().iterator();
        for (Recent old = eldest.next(); ids > mostIds || isOver(old, now); old = eldest.next()) {
            eldest.remove();
            ids -= old.ids().size();
            if (!eldest.hasNext()) {
                break;
            }
        }
    }

    private boolean isOver(Recent recent, long now) {
        return now - recent.madeAt() > longest.toNanos();
    }

    /** What the item has is not known for sure. */
    synchronized void forget(String item) {
        Optional.ofNullable(byItem.remove(item))
                .ifPresent(gone -> ids -= gone.ids().size());
    }
}
