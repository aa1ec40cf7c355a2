package io.github.graphattach.app;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A source of jobs: says which one of a folder comes next. A job is the folder's own {@code *.json}; every other file
 * directly in the folder that no job names is a job by itself, if there is a default target. Folders inside the inbox hold
 * files for jobs to name.
 *
 * <p>Only what has come to rest is taken: a file is quiet when it did not change for a while, and the two halves of a job
 * may arrive in any order, so a job waits for the files it names, and a file for a job that names it. Whatever is not taken
 * at all is named in a line of the log, once.
 */
final class Inbox {

    /**
     * @param quiet how long a job must stay as it is before it counts as complete
     * @param fileQuiet the same for files to attach, whose writers may pause
     * @param patience how long a job waits for its files, and a file without a job for one
     * @param jobsInFlight how many jobs may be worked at once
     * @param defaultTarget where a file without a job goes
     * @param ignored names that are left without a word
     */
    record Rules(
            Duration quiet,
            Duration fileQuiet,
            Duration patience,
            int jobsInFlight,
            Optional<String> defaultTarget,
            Predicate<String> ignored) {}

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final String THE_INBOX = "(the inbox)";

    private final InboxFolder folder;
    private final Rules rules;
    private final JobReader reader;
    private final Outage outage;
    private final LongSupplier nanoTime;
    private final Map<String, HeldJob.Claims> inFlight = new HashMap<>();
    private Map<String, Sighting> sightings = Map.of();
    private boolean unreadable;
    private boolean idle;

    /** @param nanoTime a monotonic clock */
    Inbox(InboxFolder folder, Rules rules, JobReader reader, Outage outage, LongSupplier nanoTime) {
        this.folder = folder;
        this.rules = rules;
        this.reader = reader;
        this.outage = outage;
        this.nanoTime = nanoTime;
    }

    /** Looks at the folder: {@return the job that is to be worked now} */
    synchronized Optional<HeldJob> next() {
        if (unreadable && outage.isPaused(0)) {
            return Optional.empty();
        }
        Look look;
        try {
            look = new Look(folder.folder().names(folder.root().getFileSystem().getPath("")));
        } catch (IOException e) {
            unreadable(e);
            return Optional.empty();
        }
        if (unreadable) {
            unreadable = false;
            outage.passed(THE_INBOX, false);
        }
        sightings = look.seen;
        idle = inFlight.isEmpty() && look.waiting == 0 && look.ready.isEmpty();
        if (idle) {
            outage.forget();
        }
        return inFlight.size() < rules.jobsInFlight() && !outage.isPaused(inFlight.size())
                ? look.ready.keySet().stream()
                        .min(outage.order().thenComparing(look.byAge()))
                        .flatMap(look::read)
                : Optional.empty();
    }

    private void unreadable(IOException e) {
        unreadable = true;
        idle = false;
        outage.starts(THE_INBOX);
        outage.met(
                THE_INBOX,
                new Verdict(
                        Verdict.Kind.DISK,
                        "the inbox '%s' cannot be read (%s); check that it is a folder and its permissions"
                                .formatted(folder.root(), e)));
    }

    /** {@return whether the last look found nothing in work, nothing to work, and nothing to wait for} */
    synchronized boolean isIdle() {
        return idle;
    }

    /** {@return what the last look found lying there for good: what is no job and no document, jobs that cannot be moved} */
    synchronized List<String> left() {
        return sightings.entrySet().stream()
                .filter(seen -> seen.getValue().left)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Takes a job into work: until {@link #release} neither it nor its files are taken again. */
    synchronized void take(HeldJob job) {
        inFlight.put(job.name(), job.claims());
        outage.starts(job.name());
    }

    /** The job is not in work any more. */
    synchronized void release(HeldJob job) {
        inFlight.remove(job.name());
    }

    /** The job stays where it is and is not tried again before it changes or the application is restarted. */
    synchronized void leave(HeldJob job) {
        Optional.ofNullable(sightings.get(job.name())).ifPresent(seen -> seen.left = true);
    }

    /** One look at the folder. */
    private final class Look {

        final Map<String, Sighting> seen = new HashMap<>();
        final Map<String, Path> ready = new HashMap<>();
        final long now = nanoTime.getAsLong();
        private final Map<String, Path> entries = new TreeMap<>();
        private final Set<String> records = new HashSet<>();
        private final Set<String> claimed = new HashSet<>();
        private boolean jobArrives;
        private int waiting;

        Look(List<Path> names) {
            for (var name : names) {
                enter(name);
            }
            inFlight.values().forEach(claims -> claimed.addAll(claims.files()));
            inFlight.keySet().forEach(this::owns);
            entries.keySet().forEach(this::owns);
            entries.keySet().stream()
                    .filter(JobReader::isJob)
                    .filter(this::isCandidate)
                    .forEach(this::arrives);
            entries.forEach((name, path) -> {
                var isTaken =
                        inFlight.containsKey(name) || (!JobReader.isJob(name) && claimed.contains(JobPath.key(name)));
                if (!isTaken && isCandidate(name)) {
                    judge(name, path);
                }
            });
        }

        private void enter(Path path) {
            var text = FileName.text(path);
            if (text.isEmpty()) {
                leaveForGood(FileName.shown(path), path, "its name is no text in UTF-8; rename it");
            } else if (!text.get().startsWith(HeldFolder.UNFINISHED)
                    && !rules.ignored().test(text.get())
                    && see(text.get(), path).isPresent()) {
                entries.put(text.get(), path);
            }
        }

        private void owns(String job) {
            records.add(RecordNames.receipt(job));
            records.add(RecordNames.error(job));
        }

        /** {@return whether the entry is a job, or a file to attach; what is neither is named once} */
        private boolean isCandidate(String name) {
            var found = sight(name);
            if (found.kind == Kind.FOLDER && !JobReader.isJob(name)) {
                return false;
            }
            if (found.kind != Kind.FILE) {
                found.leave(
                        name, "it is no regular file but a %s; drop a copy of its content".formatted(found.kind.text));
                return false;
            }
            if (name.startsWith(".")) {
                found.tellLate(name, "its name begins with a dot, as that of what is not finished; rename it");
                return false;
            }
            if (RecordNames.mayBe(name)) {
                if (!records.contains(name) && found.age() >= rules.patience().toNanos()) {
                    found.leave(name, "it is called like the records of the application; to attach it, rename it");
                }
                return false;
            }
            return true;
        }

        private void arrives(String name) {
            var job = sight(name);
            if (job.quiet(rules.quiet()) && job.claims.isEmpty()) {
                job.claims = read(name).map(HeldJob::claims);
            }
            job.claims.ifPresent(claims -> claimed.addAll(claims.files()));
            jobArrives |= job.claims.isEmpty();
        }

        private void judge(String name, Path path) {
            var found = sight(name);
            if (found.left) {
                return;
            }
            if (JobReader.isJob(name) ? jobMayStart(name, found) : fileMayStart(name, found)) {
                ready.put(name, path);
            } else if (!found.left) {
                waiting++;
            }
        }

        private boolean jobMayStart(String name, Sighting job) {
            if (!job.quiet(rules.quiet()) || job.claims.isEmpty()) {
                return false;
            }
            var claims = job.claims.get();
            var why = inFlight.entrySet().stream()
                    .filter(other -> sameId(claims, other.getValue()))
                    .map(other -> "job '%s', which is in work, has the same id".formatted(other.getKey()))
                    .findFirst()
                    .or(() -> claims.files().stream()
                            .flatMap(file -> whyNot(file, job).stream())
                            .findFirst());
            why.ifPresent(reason -> job.tellLate(name, reason));
            return why.isEmpty();
        }

        private Optional<String> whyNot(String file, Sighting job) {
            if (inFlight.values().stream().anyMatch(other -> other.files().contains(file))) {
                return Optional.of("another job that is in work has its file '%s'".formatted(file));
            }
            var found = find(file);
            if (found.isEmpty()) {
                return job.age() >= rules.patience().toNanos()
                        ? Optional.empty()
                        : Optional.of("its file '%s' is not there yet".formatted(file));
            }
            return found.get().quiet(rules.fileQuiet())
                    ? Optional.empty()
                    : Optional.of("its file '%s' has not been at rest for long enough".formatted(file));
        }

        private boolean fileMayStart(String name, Sighting file) {
            if (jobArrives
                    || !file.quiet(rules.fileQuiet())
                    || file.age() < rules.patience().toNanos()) {
                return false;
            }
            if (rules.defaultTarget().isEmpty()) {
                file.leave(
                        name,
                        "no job names it and there is no default target; drop a job for it, or set graphattach.target");
            }
            return rules.defaultTarget().isPresent();
        }

        /** {@return the job as it lies there now; empty when it changed since it was seen, or cannot be read for now} */
        Optional<HeldJob> read(String name) {
            if (!JobReader.isJob(name)) {
                return Optional.of(reader.jobFor(name, rules.defaultTarget().orElseThrow()));
            }
            try {
                var held = hold(name);
                var isWhatWasSeen =
                        folder.look(name).filter(sight(name).state::equals).isPresent();
                if (!isWhatWasSeen) {
                    seen.remove(name);
                }
                return Optional.of(held).filter(job -> isWhatWasSeen);
            } catch (IOException e) {
                outage.met(name, new Verdict(Verdict.Kind.DISK, JobError.oneLine(e.getMessage())));
                return Optional.empty();
            }
        }

        private HeldJob hold(String name) throws IOException {
            try (var file = folder.open(name)) {
                if (file.length() > JobReader.LONGEST) {
                    return reader.unread(name, JobReader.tooLong());
                }
                return reader.read(name, file.stream().readAllBytes(), entries::keySet);
            } catch (JobException e) {
                return reader.unread(name, e);
            }
        }

        Comparator<String> byAge() {
            return Comparator.comparing((String name) -> sight(name).state.modified())
                    .thenComparing(Comparator.naturalOrder());
        }

        private void leaveForGood(String shown, Path path, String why) {
            see(shown, path).ifPresent(found -> found.leave(shown, why));
        }

        private Sighting sight(String name) {
            return Optional.ofNullable(seen.get(name)).orElseGet(() -> new Sighting(Kind.GONE, GONE, now));
        }

        /** {@return what is known of a file that a job names} */
        private Optional<Sighting> find(String key) {
            var known = Optional.ofNullable(seen.get(key));
            if (known.isPresent()) {
                return known;
            }
            try {
                var place = folder.locate(folder.relative(key));
                return see(key, place);
            } catch (IOException | JobException e) {
                return Optional.empty();
            }
        }

        private Optional<Sighting> see(String name, Path path) {
            try {
                var found = folder.folder().attributes(path);
                var state = FileState.of(found);
                var before = sightings.get(name);
                var sighting = before != null && before.state.equals(state)
                        ? before.at(now)
                        : new Sighting(Kind.of(found), state, now);
                seen.put(name, sighting);
                return Optional.of(sighting);
            } catch (IOException e) {
                return Optional.empty();
            }
        }
    }

    private static final FileState GONE = new FileState(Optional.empty(), 0, FileTime.fromMillis(0));

    private enum Kind {
        FILE("file"),
        FOLDER("folder"),
        LINK("symbolic link"),
        OTHER("pipe, socket or device"),
        GONE("name");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        static Kind of(BasicFileAttributes found) {
            if (found.isRegularFile()) {
                return FILE;
            }
            return found.isDirectory() ? FOLDER : found.isSymbolicLink() ? LINK : OTHER;
        }
    }

    /** One state of one file, and since when it has been so. */
    private final class Sighting {

        private final Kind kind;
        private final FileState state;
        private final long since;
        private long now;
        private boolean left;
        private String told = "";
        private Optional<HeldJob.Claims> claims = Optional.empty();

        Sighting(Kind kind, FileState state, long now) {
            this.kind = kind;
            this.state = state;
            this.since = now;
            this.now = now;
        }

        Sighting at(long now) {
            this.now = now;
            return this;
        }

        long age() {
            return now - since;
        }

        boolean quiet(Duration time) {
            return age() >= time.toNanos();
        }

        void leave(String name, String why) {
            if (!left) {
                left = true;
                LOG.warn("'{}' stays in the inbox: {}", name, why);
            }
        }

        /** Most waits are short and need no word. */
        void tellLate(String name, String why) {
            if (age() >= rules.patience().toNanos() && !told.equals(why)) {
                told = why;
                LOG.warn("'{}' waits in the inbox: {}", name, why);
            }
        }
    }

    private static boolean sameId(HeldJob.Claims one, HeldJob.Claims other) {
        return one.id().isPresent() && one.id().equals(other.id());
    }
}
