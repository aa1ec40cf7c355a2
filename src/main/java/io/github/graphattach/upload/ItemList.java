package io.github.graphattach.upload;

import io.github.graphattach.session.ListedIds;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The list of an item's attachments that an upload goes by: made for it, or for the file before and kept up since. */
final class ItemList {

    private final Ownership ownership;
    private final UploadTask task;
    private final UploadContext context;
    private final Attached attached;
    private Optional<RecentLists.Recent> known = Optional.empty();

    ItemList(Ownership ownership, UploadTask task, UploadContext context, Attached attached) {
        this.ownership = ownership;
        this.task = task;
        this.context = context;
        this.attached = attached;
    }

    /**
     * Takes the list that was made for the file before.
     *
     * @return false when there is none, or it will not do: for a choice by what is there, after an earlier try, or where the
     *     item may show other ids now
     */
    boolean isTakenOver() {
        long now = context.clock().nanos();
        known = key().flatMap(item -> context.lists().find(item, now));
        boolean mayServe = context.policy().onExisting() == OnExisting.ADD && !attached.isListed();
        Optional<RecentLists.Recent> lasting = known.filter(list -> mayServe && list.isLasting());
        lasting.ifPresent(list -> attached.listedLately(list.ids(), list.serviceTime(now)));
        return lasting.isPresent();
    }

    /** Notes what the item has now. An item that was written to before shows ids that last. */
    void made(Set<String> present, List<String> replaced) {
        ListedIds ids = known.map(list -> list.ids().grownTo(present)).orElseGet(() -> ListedIds.of(present));
        attached.listed(ids, replaced);
        boolean isLasting = task.item().keepsIds() || known.isPresent();
        known = Optional.of(RecentLists.Recent.of(ids, context.clock().nanos(), isLasting));
    }

    /** The file is attached, and nothing went wrong on the way: the next one needs no list. */
    void keep(String attachmentId) {
        if (key().isPresent() && known.isPresent()) {
            long now = context.clock().nanos();
            RecentLists.Recent list = known.get().with(attachmentId, attached.serviceTime(), now);
            context.lists().keep(key().get(), list, now);
        }
    }

    /** Something went wrong: what the item has is not known for sure. */
    void forget() {
        known = Optional.empty();
        key().ifPresent(context.lists()::forget);
    }

    private Optional<String> key() {
        return ownership.itemKey();
    }
}
