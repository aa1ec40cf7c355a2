package io.github.graphattach.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One look at the inbox: what lies there, which of it may start, and why the rest waits or is left. */
final class InboxLook {

    private static final Logger LOG = LoggerFactory.getLogger(InboxLook.class);

    private final InboxFolder folder;
    private final Inbox.Rules rules;
    private final JobReader reader;
    private final Map<String, HeldJob.Claims> inFlight;
    private final Sightings seen;
    private final Set<String> ready = new HashSet<>();
    private final Set<String> lonelyRecords = new HashSet<>();
    private final Set<String> claimed = new HashSet<>();
    private final List<String> next;
    private Optional<Set<String>> records = Optional.empty();
    private boolean jobArrives;
    private int waiting;

    /**
     * What there is before the first look: nothing.
     *
     * @param inFlight what the jobs in work lay claim to, now and later
     * @param now by a monotonic clock
     */
    InboxLook(InboxFolder folder, Inbox.Rules rules, JobReader reader, Map<String, HeldJob.Claims> inFlight, long now) {
        this.folder = folder;
        this.rules = rules;
        this.reader = reader;
        this.inFlight = inFlight;
        this.seen = new Sightings(folder, rules, now);
        this.next = List.of();
    }

    /**
     * Looks.
     *
     * @param earlier the look before
     * @param now by a monotonic clock
     * @throws IOException when the folder cannot be read
     */
    InboxLook(InboxLook earlier, long now) throws IOException {
        this.folder = earlier.folder;
        this.rules = earlier.rules;
        this.reader = earlier.reader;
        this.inFlight = earlier.inFlight;
        this.seen = new Sightings(earlier.seen, now);
        judge();
        seen.end();
        this.next = new ArrayList<>(ready);
        next.sort(Comparator.comparing((String name) -> seen.of(name).state().modified())
                .thenComparing(Comparator.naturalOrder())
                .reversed());
    }

    private void judge() {
        seen.unreadable().forEach((name, found) -> found.leave(name, "its name is no text in UTF-8; rename it"));
        inFlight.values().forEach(claims -> claimed.addAll(claims.files()));
        var candidates = seen.entries().stream().filter(this::isCandidate).toList();
        candidates.stream().filter(JobReader::isJob).forEach(this::arrives);
        candidates.stream().filter(name -> !isTaken(name)).forEach(this::judge);
    }

    private boolean isTaken(String name) {
        return inFlight.containsKey(name)
                || (!claimed.isEmpty() && !JobReader.isJob(name) && claimed.contains(JobPath.key(name)));
    }

    /** {@return whether the entry is a job, or a file to attach; what is neither is named once} */
    private boolean isCandidate(String name) {
        var found = seen.of(name);
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
            if (!isRecord(name) && !found.isLeft()) {
                lonelyRecords.add(name);
            }
            return false;
        }
        return true;
    }

    private boolean isRecord(String name) {
        if (records.isEmpty()) {
            records = Optional.of(seen.records(inFlight.keySet()));
        }
        return records.get().contains(name);
    }

    private void arrives(String name) {
        var job = seen.of(name);
        if (job.quiet(rules.quiet()) && job.claims().isEmpty()) {
            try {
                read(name).map(HeldJob::claims).ifPresent(job::claims);
            } catch (IOException e) {
                job.tellLate(name, rules.patience(), Verdict.ofDisk(e).reason());
            }
        }
        job.claims().ifPresent(claims -> claimed.addAll(claims.files()));
        jobArrives |= job.claims().isEmpty();
    }

    private void judge(String name) {
        var found = seen.of(name);
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
        var found = seen.find(file);
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

    /** {@return what was seen} */
    Sightings seen() {
        return seen;
    }

    /** {@return records beside which no job lies, as long as nobody knows what they are} */
    Set<String> lonelyRecords() {
        return lonelyRecords;
    }

    /** It is no record of a job that has left; its job may come yet. */
    void leaveRecord(String record) {
        var found = seen.of(record);
        if (found.age() >= rules.patience().toNanos()) {
            found.leave(record, "it is called like the records of the application; to attach it, rename it");
        }
    }

    /** {@return what may start} */
    Set<String> ready() {
        return ready;
    }

    /** {@return how many jobs may not start yet} */
    int waiting() {
        return waiting;
    }

    /** {@return whether there is nothing to work and nothing to wait for} */
    boolean isIdle() {
        return ready.isEmpty() && waiting == 0;
    }

    /** {@return whether one that may start was not given yet} */
    boolean hasNext() {
        return !next.isEmpty();
    }

    /** {@return the first that may start and was not given yet} */
    String next() {
        return next.remove(next.size() - 1);
    }

    /** {@return the first of them in that order} */
    String next(Comparator<String> order) {
        next.sort(order.reversed());
        return next();
    }

    /** The job is not there any more. */
    void ended(String name) {
        seen.forget(name);
        ready.remove(name);
    }

    /**
     * {@return the job as it lies there now; empty when it, or a file of it, is not what was seen any more}
     *
     * @param now by a monotonic clock
     * @throws IOException when it cannot be read for now
     */
    Optional<HeldJob> hold(String name, long now) throws IOException {
        seen.at(now);
        seen.readAgain(name);
        if (!JobReader.isJob(name)) {
            return seen.contains(name) && fileMayStart(name, seen.of(name))
                    ? Optional.of(reader.jobFor(name, rules.defaultTarget().orElseThrow()))
                    : Optional.empty();
        }
        seen.of(name).claims().ifPresent(claims -> claims.files().forEach(seen::readAgain));
        return jobMayStart(name, seen.of(name)) ? read(name) : Optional.empty();
    }

    private Optional<HeldJob> read(String name) throws IOException {
        try {
            var job = parsed(name);
            if (folder.look(name).filter(seen.of(name).state()::equals).isPresent()) {
                return Optional.of(job);
            }
        } catch (UnsettledException e) {
            LOG.debug("'{}' changed while it was read", name, e);
        }
        seen.forget(name);
        return Optional.empty();
    }

    private HeldJob parsed(String name) throws IOException {
        try (var file = folder.open(name)) {
            if (file.length() > JobReader.LONGEST) {
                return reader.unread(name, JobReader.tooLong());
            }
            return reader.read(name, file.stream().readAllBytes(), seen::entries);
        } catch (JobException e) {
            return reader.unread(name, e);
        }
    }

    private static boolean sameId(HeldJob.Claims one, HeldJob.Claims other) {
        return one.id().isPresent() && one.id().equals(other.id());
    }
}
