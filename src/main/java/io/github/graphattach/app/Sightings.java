package io.github.graphattach.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What lies in the inbox, and each file that a job names, as one look saw it.
 *
 * <p>A look costs what changed. The state of a file that has been as it is for longer than any rule asks for is read again
 * only every now and then, and when its job is about to start.
 */
final class Sightings {

    /** A file that was left and is written to again needs no faster answer. */
    private static final Duration REREAD = Duration.ofMinutes(1);

    private final InboxFolder folder;
    private final Inbox.Rules rules;
    private final InboxNames names;
    private final Map<String, Sighting> seen = new HashMap<>();
    private final Map<String, Sighting> unreadable = new TreeMap<>();
    private final long reread;
    private final boolean isReread;
    private Map<String, Sighting> before = Map.of();
    private long now;

    /** Nothing was seen yet. */
    Sightings(InboxFolder folder, Inbox.Rules rules, long now) {
        this.folder = folder;
        this.rules = rules;
        this.names = InboxNames.none();
        this.reread = now;
        this.isReread = false;
        this.now = now;
    }

    /**
     * Looks again.
     *
     * @param now by a monotonic clock
     * @throws IOException when the folder cannot be read
     */
    Sightings(Sightings earlier, long now) throws IOException {
        this.folder = earlier.folder;
        this.rules = earlier.rules;
        this.names = earlier.names.now(folder.folder(), rules.ignored(), now);
        this.isReread = now - earlier.reread >= REREAD.toNanos();
        this.reread = isReread ? now : earlier.reread;
        this.now = now;
        this.before = earlier.seen;
        names.unreadable().forEach(name -> see(FileName.shown(name), name)
                .ifPresent(found -> unreadable.put(FileName.shown(name), found)));
        names.entries().forEach(this::see);
    }

    /** All that was seen before and is still there has been asked for. */
    void end() {
        before = Map.of();
    }

    /** The time has gone on. */
    void at(long now) {
        this.now = now;
    }

    /** {@return everything by its name} */
    Map<String, Sighting> all() {
        return seen;
    }

    /** {@return the names of what lies directly in the inbox, in order} */
    List<String> entries() {
        return names.entries().keySet().stream().filter(seen::containsKey).toList();
    }

    /** {@return what lies there under a name that is no text, by what is shown of it} */
    Map<String, Sighting> unreadable() {
        return unreadable;
    }

    /** {@return what the records of all that lies there and of the jobs in work are called} */
    Set<String> records(Set<String> inWork) {
        return names.records(inWork);
    }

    boolean contains(String name) {
        return seen.containsKey(name);
    }

    Sighting of(String name) {
        return Optional.ofNullable(seen.get(name))
                .orElseGet(() -> new Sighting(Sighting.Kind.GONE, FileState.GONE, now));
    }

    void forget(String name) {
        seen.remove(name);
    }

    /** {@return what is known of a file that a job names} */
    Optional<Sighting> find(String key) {
        var known = Optional.ofNullable(seen.get(key));
        if (known.isPresent()) {
            return known;
        }
        var earlier = before.get(key);
        try {
            return earlier != null && isSettled(key, earlier)
                    ? keep(key, earlier)
                    : see(key, folder.folder().locate(folder.relative(key)));
        } catch (IOException | JobException e) {
            return Optional.empty();
        }
    }

    /** Forgets what is not as it was seen. */
    void readAgain(String key) {
        try {
            var known = names.entries().get(key);
            var place = known == null ? folder.folder().locate(folder.relative(key)) : known;
            if (!FileState.of(folder.folder().attributes(place)).equals(of(key).state())) {
                seen.remove(key);
            }
        } catch (IOException | JobException e) {
            seen.remove(key);
        }
    }

    private Optional<Sighting> see(String name, Path path) {
        var earlier = before.get(name);
        if (earlier != null && isSettled(name, earlier)) {
            return keep(name, earlier);
        }
        try {
            var found = folder.folder().attributes(path);
            var state = FileState.of(found);
            return keep(
                    name,
                    earlier != null && earlier.state().equals(state)
                            ? earlier
                            : new Sighting(Sighting.Kind.of(found), state, now));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<Sighting> keep(String name, Sighting sighting) {
        seen.put(name, sighting.at(now));
        return Optional.of(sighting);
    }

    /** Time alone changes nothing for such a file. A job is never one: what it says from now on decides about others. */
    private boolean isSettled(String name, Sighting earlier) {
        return !isReread
                && earlier.kind() == Sighting.Kind.FILE
                && !JobReader.isJob(name)
                && earlier.quiet(rules.fileQuiet())
                && earlier.quiet(rules.patience());
    }
}
