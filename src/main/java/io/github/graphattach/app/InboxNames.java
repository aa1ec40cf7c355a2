package io.github.graphattach.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The names in the inbox. A folder says when a name came or went, so they are listed again only then; and every now and then
 * all the same, for file systems that do not say it.
 */
final class InboxNames {

    /** File systems tell times apart by two seconds at worst: until then a folder may change and show the same time. */
    private static final Duration COARSEST_TIME = Duration.ofSeconds(3);

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final FileState folder;
    private final long since;
    private final long listed;
    private final Map<String, Path> entries = new TreeMap<>();
    private final List<Path> unreadable = new ArrayList<>();

    private InboxNames(FileState folder, long since, long listed) {
        this.folder = folder;
        this.since = since;
        this.listed = listed;
    }

    /** Nothing is known yet. */
    static InboxNames none() {
        return new InboxNames(FileState.GONE, 0, 0);
    }

    /**
     * {@return the names that are there now}
     *
     * @param ignored those that are left out
     * @param now by a monotonic clock
     * @throws IOException when the folder cannot be read
     */
    InboxNames now(Folder inbox, Predicate<String> ignored, long now) throws IOException {
        var here = inbox.root().getFileSystem().getPath("");
        var state = FileState.of(inbox.attributes(here));
        var isSame = state.equals(folder);
        if (isSame && listed - since >= COARSEST_TIME.toNanos() && now - listed < LONGEST.toNanos()) {
            return this;
        }
        var names = new InboxNames(state, isSame ? since : now, now);
        for (var name : inbox.names(here)) {
            names.enter(name, ignored);
        }
        return names;
    }

    private void enter(Path name, Predicate<String> ignored) {
        var text = FileName.text(name);
        if (text.isEmpty()) {
            unreadable.add(name);
        } else if (!text.get().startsWith(HeldFolder.UNFINISHED) && !ignored.test(text.get())) {
            entries.put(text.get(), name);
        }
    }

    /** {@return each entry by its name, in order} */
    Map<String, Path> entries() {
        return entries;
    }

    /** {@return the entries whose name is no text} */
    List<Path> unreadable() {
        return unreadable;
    }

    /** {@return what the records of all that lies there and of the jobs in work are called} */
    Set<String> records(Set<String> inWork) {
        var records = new HashSet<String>();
        for (var jobs : List.of(inWork, entries.keySet())) {
            for (var job : jobs) {
                records.add(RecordNames.receipt(job));
                records.add(RecordNames.error(job));
            }
        }
        return records;
    }
}
