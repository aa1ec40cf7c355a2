package io.github.graphattach.app;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One look at the inbox: what lies there, which of it may start, and why the rest waits or is left. */
final class InboxLook {

    private static final Logger LOG = LoggerFactory.getLogger(InboxLook.class);
    private static final FileState GONE = new FileState(Optional.empty(), 0, FileTime.fromMillis(0));

    private final InboxFolder folder;
    private final Inbox.Rules rules;
    private final JobReader reader;
    private final Map<String, HeldJob.Claims> inFlight;
    private final Map<String, Sighting> before;
    private final long now;
    private final Map<String, Sighting> seen = new HashMap<>();
    private final Set<String> ready = new HashSet<>();
    private final Map<String, Path> entries = new TreeMap<>();
    private final Set<String> records = new HashSet<>();
    private final Set<String> lonelyRecords = new HashSet<>();
    private final Set<String> claimed = new HashSet<>();
    private boolean jobArrives;
    private int waiting;

    /**
     * Looks.
     *
     * @param inFlight what the jobs in work lay claim to
     * @param before what was seen before
     * @param now by a monotonic clock
     * @throws IOException when the folder cannot be read
     */
    InboxLook(
            InboxFolder folder,
            Inbox.Rules rules,
            JobReader reader,
            Map<String, HeldJob.Claims> inFlight,
            Map<String, Sighting> before,
            long now)
            throws IOException {
        this.folder = folder;
        this.rules = rules;
        this.reader = reader;
        this.inFlight = inFlight;
        this.before = before;
        this.now = now;
        for (var name : folder.folder().names(folder.root().getFileSystem().getPath(""))) {
            enter(name);
        }
        inFlight.values().forEach(claims -> claimed.addAll(claims.files()));
        inFlight.keySet().forEach(this::owns);
        entries.keySet().forEach(this::owns);
        entries.keySet().stream()
                .filter(JobReader::isJob)
                .filter(this::isCandidate)
                .forEach(this::arrives);
        entries.keySet().forEach(name -> {
            var isTaken = inFlight.containsKey(name) || (!JobReader.isJob(name) && claimed.contains(JobPath.key(name)));
            if (!isTaken && isCandidate(name)) {
                judge(name);
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
        if (found.kind() == Sighting.Kind.FOLDER && !JobReader.isJob(name)) {
            return false;
        }
        if (found.kind() != Sighting.Kind.FILE) {
            found.leave(
                    name,
                    "it is no regular file but a %s; drop a copy of its content"
                            .formatted(found.kind().text()));
            return false;
        }
        if (name.startsWith(".")) {
            found.tellLate(
                    name, rules.patience(), "its name begins with a dot, as that of what is not finished; rename it");
            return false;
        }
        if (RecordNames.mayBe(name)) {
            if (!records.contains(name)) {
                lonely(name, found);
            }
            return false;
        }
        return true;
    }

    private void lonely(String record, Sighting found) {
        if (found.age() >= rules.patience().toNanos()) {
            found.leave(record, "it is called like the records of the application; to attach it, rename it");
        } else {
            lonelyRecords.add(record);
        }
    }

    private void arrives(String name) {
        var job = sight(name);
        if (job.quiet(rules.quiet()) && job.claims().isEmpty()) {
            try {
                hold(name).map(HeldJob::claims).ifPresent(job::claims);
            } catch (IOException e) {
                job.tellLate(name, rules.patience(), Verdict.ofDisk(e).reason());
            }
        }
        job.claims().ifPresent(claims -> claimed.addAll(claims.files()));
        jobArrives |= job.claims().isEmpty();
    }

    private void judge(String name) {
        var found = sight(name);
        if (found.isLeft()) {
            return;
        }
        if (JobReader.isJob(name) ? jobMayStart(name, found) : fileMayStart(name, found)) {
            ready.add(name);
        } else if (!found.isLeft()) {
            waiting++;
        }
    }

    private boolean jobMayStart(String name, Sighting job) {
        if (!job.quiet(rules.quiet()) || job.claims().isEmpty()) {
            return false;
        }
        var claims = job.claims().get();
        var why = inFlight.entrySet().stream()
                .filter(other -> sameId(claims, other.getValue()))
                .map(other -> "job '%s', which is in work, has the same id".formatted(other.getKey()))
                .findFirst()
                .or(() -> claims.files().stream()
                        .flatMap(file -> whyNot(file, job).stream())
                        .findFirst());
        why.ifPresent(reason -> job.tellLate(name, rules.patience(), reason));
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

    /** {@return what was seen, by name} */
    Map<String, Sighting> seen() {
        return seen;
    }

    /** {@return records beside which no job lies, as long as they are new} */
    Set<String> lonelyRecords() {
        return lonelyRecords;
    }

    /** {@return what may start} */
    Set<String> ready() {
        return Set.copyOf(ready);
    }

    /** {@return how many jobs may not start yet} */
    int waiting() {
        return waiting;
    }

    /** {@return whether there is nothing to work and nothing to wait for} */
    boolean isIdle() {
        return ready.isEmpty() && waiting == 0;
    }

    /** {@return the first that may start} */
    Optional<String> first(Comparator<String> order) {
        return ready.stream()
                .min(order.thenComparing((String name) -> sight(name).state().modified())
                        .thenComparing(Comparator.naturalOrder()));
    }

    /**
     * {@return the job as it lies there now; empty when it changed since it was seen}
     *
     * @throws IOException when it cannot be read for now
     */
    Optional<HeldJob> hold(String name) throws IOException {
        if (!JobReader.isJob(name)) {
            return Optional.of(reader.jobFor(name, rules.defaultTarget().orElseThrow()));
        }
        try {
            var job = read(name);
            if (folder.look(name).filter(sight(name).state()::equals).isPresent()) {
                return Optional.of(job);
            }
        } catch (UnsettledException e) {
            LOG.debug("'{}' changed while it was read", name, e);
        }
        seen.remove(name);
        return Optional.empty();
    }

    private HeldJob read(String name) throws IOException {
        try (var file = folder.open(name)) {
            if (file.length() > JobReader.LONGEST) {
                return reader.unread(name, JobReader.tooLong());
            }
            return reader.read(name, file.stream().readAllBytes(), entries::keySet);
        } catch (JobException e) {
            return reader.unread(name, e);
        }
    }

    private void leaveForGood(String shown, Path path, String why) {
        see(shown, path).ifPresent(found -> found.leave(shown, why));
    }

    private Sighting sight(String name) {
        return Optional.ofNullable(seen.get(name)).orElseGet(() -> new Sighting(Sighting.Kind.GONE, GONE, now));
    }

    /** {@return what is known of a file that a job names} */
    private Optional<Sighting> find(String key) {
        var known = Optional.ofNullable(seen.get(key));
        if (known.isPresent()) {
            return known;
        }
        try {
            var place = folder.folder().locate(folder.relative(key));
            return see(key, place);
        } catch (IOException | JobException e) {
            return Optional.empty();
        }
    }

    private Optional<Sighting> see(String name, Path path) {
        try {
            var found = folder.folder().attributes(path);
            var state = FileState.of(found);
            var earlier = before.get(name);
            var sighting = earlier != null && earlier.state().equals(state)
                    ? earlier.at(now)
                    : new Sighting(Sighting.Kind.of(found), state, now);
            seen.put(name, sighting);
            return Optional.of(sighting);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean sameId(HeldJob.Claims one, HeldJob.Claims other) {
        return one.id().isPresent() && one.id().equals(other.id());
    }
}
