package io.github.graphattach.session;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.RandomAccess;
import java.util.Set;
import java.util.UUID;

/**
 * The ids of the attachments that an item was known to have, as an immutable list. A list that is longer by some ids shares
 * what both have: a store writes each id once, however many checkpoints go by lists that grew out of one another.
 *
 * <p>It equals any other list of the same ids in the same order.
 */
public final class ListedIds extends AbstractList<String> implements RandomAccess {

    private final Growing shared;
    private final int size;

    /** The ids under one list id. They are only ever added to, so that each of them stays where it is. */
    private static final class Growing {

        private final String listId;
        private final boolean grows;
        private final List<String> ids;

        Growing(String listId, boolean grows, Collection<String> ids) {
            this.listId = listId;
            this.grows = grows;
            this.ids = new ArrayList<>(ids);
        }

        synchronized String get(int index) {
            return ids.get(index);
        }

        /** {@return whether the id is at that place now; false when another one is} */
        synchronized boolean isAdded(int place, String id) {
            return grows && ids.size() == place && ids.add(id);
        }
    }

    private ListedIds(Growing shared, int size) {
        this.shared = shared;
        this.size = size;
    }

    private static ListedIds whole(Growing shared) {
        return new ListedIds(shared, shared.ids.size());
    }

    /**
     * Starts a list.
     *
     * @param ids to be in it
     * @return a list that shares nothing with any other
     */
    public static ListedIds of(Collection<String> ids) {
        return whole(new Growing(UUID.randomUUID().toString(), true, ids));
    }

    /** A list as it was stored. Others may have more ids under its id, so what is added to it begins another. */
    static ListedIds stored(String listId, Collection<String> ids) {
        return whole(new Growing(listId, false, ids));
    }

    /** {@return this list and one more id at its end} */
    public ListedIds with(String id) {
        if (shared.isAdded(size, id)) {
            return new ListedIds(shared, size + 1);
        }
        return of(this).with(id);
    }

    /**
     * Goes on with this list where that can be.
     *
     * @param present the ids that the item has now
     * @return a list of exactly these; longer than this one when none of it is gone
     */
    public ListedIds grownTo(Set<String> present) {
        Set<String> known = new HashSet<>(this);
        if (!present.containsAll(known)) {
            return of(present);
        }
        ListedIds grown = this;
        for (String id : present) {
            grown = known.contains(id) ? grown : grown.with(id);
        }
        return grown;
    }

    /** What all lists that grew out of one another have in common; each id has its place under it. */
    String listId() {
        return shared.listId;
    }

    @Override
    public String get(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException("There is no id " + index + " among " + size);
        }
        return shared.get(index);
    }

    @Override
    public int size() {
        return size;
    }
}
