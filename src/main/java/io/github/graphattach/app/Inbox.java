package io.github.graphattach.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which job comes next. A job is the folder's own {@code *.json}; every other file directly in the folder that no
 * job names is a job by itself, if there is a default target. Folders inside the inbox hold files for jobs to name.
 *
 * <p>Only what has come to rest is taken: a file is quiet when it did not change for a while, and the two halves of a job
 * may arrive in any order, so a job waits for the files it names, and a file for a job that names it.
 */
final class Inbox {

    /**
     * @param quiet how long a file must stay as it is before it counts as complete
     * @param patience how long a job waits for its files, and a file without a job for one
     * @param jobsInFlight how many jobs may be worked at once
     * @param defaultTarget whether a file without a job has somewhere to go
     */
    record Rules(Duration quiet, Duration patience, int jobsInFlight, boolean defaultTarget) {}

    /** What a job in the folder lays claim to, as far as it can be read. */
    record Claims(Optional<String> id, Set<Path> files) {}

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    private final InboxFolder folder;
    private final Rules rules;
    private final Function<Path, Claims> reader;
    private final LongSupplier nanoTime;
    private Map<Path, Sighting> sightings = Map.of();
    private final Map<Path, Claims> inFlight = new HashMap<>();
    private boolean idle;

    /**
     * @param reader reads what a job claims; a job that cannot be read claims nothing
     * @param nanoTime a monotonic clock
     */
    Inbox(InboxFolder folder, Rules rules, Function<Path, Claims> reader, LongSupplier nanoTime) {
        this.folder = folder;
        this.rules = rules;
        this.reader = reader;
        this.nanoTime = nanoTime;
    }

    InboxFolder folder() {
        return folder;
    }

    /** {@return whether this is the name of a job rather than of a file to attach} */
    static boolean isJob(Path name) {
        return name.toString().toLowerCase(Locale.ROOT).endsWith(".json");
    }

    /** {@return whether the application itself writes files of this name beside the jobs} */
    static boolean isRecord(Path name) {
        return name.toString().endsWith(Outcomes.RECEIPT) || name.toString().endsWith(Outcomes.ERROR);
    }

    /** Looks at the folder: {@return the name of the job that is to be worked now} */
    synchronized Optional<Path> next() throws IOException {
        var look = new Look();
        sightings = look.seen;
        idle = inFlight.isEmpty() && look.waiting == 0 && look.ready.isEmpty();
        return inFlight.size() < rules.jobsInFlight()
                ? look.ready.stream()
                        .min(Comparator.comparing((Path name) -> look.sight(name).modified)
                                .thenComparing(Comparator.naturalOrder()))
                : Optional.empty();
    }

    /** {@return whether the last look found nothing in work, nothing to work, and nothing to wait for} */
    synchronized boolean isIdle() {
        return idle;
    }

    /** {@return what the last look found lying there for good: files without a target, jobs that could not be moved} */
    synchronized List<Path> left() {
        return sightings.entrySet().stream()
                .filter(seen -> seen.getValue().left)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Takes a job into work: until {@link #release} neither it nor its files are taken again. */
    synchronized void take(Path name) {
        inFlight.put(name, reader.apply(name));
    }

    /** The job is not in work any more. */
    synchronized void release(Path name) {
        inFlight.remove(name);
    }

    /** The job stays where it is and is not tried again before it changes or the application is restarted. */
    synchronized void leave(Path name) {
        Optional.ofNullable(sightings.get(name)).ifPresent(seen -> seen.left = true);
    }

    /** One look at the folder. */
    private final class Look {

        final Map<Path, Sighting> seen = new HashMap<>();
        final List<Path> ready = new ArrayList<>();
        final long now = nanoTime.getAsLong();
        boolean jobArrives;
        int waiting;

        Look() throws IOException {
            var names = names();
            var claimed = new HashSet<Path>();
            inFlight.values().forEach(claims -> claimed.addAll(claims.files()));
            for (var name : names) {
                if (isJob(name)) {
                    claimed.addAll(sight(name).claims(name));
                    jobArrives |= !sight(name).quiet();
                }
            }
            for (var name : names) {
                if (inFlight.containsKey(name) || (!isJob(name) && claimed.contains(name))) {
                    continue;
                }
                judge(name, isJob(name) ? jobMayStart(name) : fileMayStart(name));
            }
        }

        private void judge(Path name, boolean mayStart) {
            if (sight(name).left) {
                return;
            }
            if (mayStart) {
                ready.add(name);
            } else if (!sight(name).left) {
                waiting++;
            }
        }

        private boolean jobMayStart(Path name) {
            var job = sight(name);
            if (!job.quiet()) {
                return false;
            }
            var claims = job.claims.orElseThrow();
            return claims.files().stream().allMatch(file -> fileIsThere(file, job))
                    && inFlight.values().stream().noneMatch(other -> sameId(claims, other));
        }

        private boolean fileIsThere(Path file, Sighting job) {
            return find(file)
                            .map(Sighting::quiet)
                            .orElse(job.age() >= rules.patience().toNanos())
                    && inFlight.values().stream()
                            .noneMatch(other -> other.files().contains(file));
        }

        private boolean fileMayStart(Path name) {
            var file = sight(name);
            if (jobArrives || !file.quiet() || file.age() < rules.patience().toNanos()) {
                return false;
            }
            if (!rules.defaultTarget() && !file.left) {
                file.left = true;
                LOG.warn(
                        "'{}' stays in the inbox: no job names it and there is no default target; drop a job for it, or set graphattach.target",
                        name);
            }
            return rules.defaultTarget();
        }

        Sighting sight(Path name) {
            return find(name).orElseThrow();
        }

        private Optional<Sighting> find(Path file) {
            var known = Optional.ofNullable(seen.get(file));
            if (known.isPresent()) {
                return known;
            }
            try {
                var found = folder.attributes(file);
                var before = sightings.get(file);
                var sighting = before != null && before.isOf(found) ? before.at(now) : new Sighting(found, now);
                seen.put(file, sighting);
                return Optional.of(sighting);
            } catch (IOException e) {
                return Optional.empty();
            }
        }

        private List<Path> names() throws IOException {
            try (var entries = Files.list(folder.root())) {
                return entries.filter(entry -> !Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
                        .map(Path::getFileName)
                        .filter(name -> !name.toString().startsWith(".") && !isRecord(name))
                        .filter(name -> find(name).isPresent())
                        .toList();
            }
        }
    }

    /** One state of one file, and since when it has been so. */
    private final class Sighting {

        private final long size;
        private final FileTime modified;
        private final @Nullable Object key;
        private final long since;
        private long now;
        private boolean left;
        private Optional<Claims> claims = Optional.empty();

        Sighting(BasicFileAttributes found, long now) {
            this.size = found.size();
            this.modified = found.lastModifiedTime();
            this.key = found.fileKey();
            this.since = now;
            this.now = now;
        }

        boolean isOf(BasicFileAttributes found) {
            return size == found.size()
                    && modified.equals(found.lastModifiedTime())
                    && Objects.equals(key, found.fileKey());
        }

        Sighting at(long now) {
            this.now = now;
            return this;
        }

        long age() {
            return now - since;
        }

        boolean quiet() {
            return age() >= rules.quiet().toNanos();
        }

        /** Read once for each state of the job, and not before it is quiet. */
        Set<Path> claims(Path name) {
            if (claims.isEmpty() && quiet()) {
                claims = Optional.of(reader.apply(name));
            }
            return claims.map(Claims::files).orElse(Set.of());
        }
    }

    private static boolean sameId(Claims one, Claims other) {
        return one.id().isPresent() && one.id().equals(other.id());
    }
}
