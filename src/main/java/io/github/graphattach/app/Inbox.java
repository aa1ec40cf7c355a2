package io.github.graphattach.app;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

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

    /** Ends what a kill or a full disk interrupted after a job had left the inbox: nothing but its record tells of it. */
    @FunctionalInterface
    interface Leftovers {

        /**
         * Ends it.
         *
         * @param record the name of a record beside which there is no job
         * @return whether it was one of a job that has left
         */
        boolean settle(String record) throws IOException;
    }

    private static final String THE_INBOX = "(the inbox)";

    private final InboxFolder folder;
    private final Rules rules;
    private final JobReader reader;
    private final Leftovers leftovers;
    private final Outage outage;
    private final LongSupplier nanoTime;
    private final Map<String, HeldJob.Claims> inFlight = new HashMap<>();
    private Map<String, Sighting> sightings = Map.of();
    private Set<String> ready = Set.of();
    private int waiting;
    private boolean unreadable;
    private boolean idle;

    /** @param nanoTime a monotonic clock */
    Inbox(
            InboxFolder folder,
            Rules rules,
            JobReader reader,
            Leftovers leftovers,
            Outage outage,
            LongSupplier nanoTime) {
        this.folder = folder;
        this.rules = rules;
        this.reader = reader;
        this.leftovers = leftovers;
        this.outage = outage;
        this.nanoTime = nanoTime;
    }

    /** Looks at the folder: {@return the job that is to be worked now} */
    synchronized Optional<HeldJob> next() {
        if (unreadable && outage.isPaused(0)) {
            return Optional.empty();
        }
        InboxLook look;
        try {
            look = new InboxLook(folder, rules, reader, Map.copyOf(inFlight), sightings, nanoTime.getAsLong());
        } catch (IOException e) {
            unreadable(e);
            return Optional.empty();
        }
        if (unreadable) {
            unreadable = false;
            outage.passed(THE_INBOX, false);
        }
        sightings = look.seen();
        ready = look.ready();
        waiting = look.waiting();
        idle = inFlight.isEmpty() && look.isIdle();
        if (idle) {
            outage.forget();
        }
        if (inFlight.size() >= rules.jobsInFlight() || outage.isPaused(inFlight.size())) {
            return Optional.empty();
        }
        look.lonelyRecords().forEach(this::settle);
        return look.first(outage.order()).flatMap(name -> hold(look, name));
    }

    private void settle(String record) {
        try {
            // What was given back is seen at the next look.
            idle &= !leftovers.settle(record);
        } catch (IOException e) {
            idle = false;
            outage.starts(record);
            outage.met(record, Verdict.ofDisk(e));
            sightings.remove(record);
        }
    }

    private Optional<HeldJob> hold(InboxLook look, String name) {
        try {
            return look.hold(name);
        } catch (IOException e) {
            outage.starts(name);
            outage.met(name, Verdict.ofDisk(e));
            return Optional.empty();
        }
    }

    private void unreadable(IOException e) {
        unreadable = true;
        idle = false;
        outage.starts(THE_INBOX);
        outage.met(
                THE_INBOX,
                OpenFiles.areUsedUp(e)
                        ? Verdict.ofDisk(e)
                        : new Verdict(
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
                .filter(seen -> seen.getValue().isLeft())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** {@return how many jobs were in that state at the last look} */
    synchronized int count(JobState state) {
        var paused = outage.reason().isPresent();
        var left = Set.copyOf(left());
        var next = ready.stream()
                .filter(name -> !inFlight.containsKey(name) && !left.contains(name))
                .toList();
        var held = (int) next.stream().filter(outage::holds).count();
        return switch (state) {
            case WAITING -> waiting + (paused ? next.size() - held : 0);
            case READY -> paused ? 0 : next.size();
            case WORKING -> inFlight.size();
            case LEFT -> left.size() + held;
        };
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
        Optional.ofNullable(sightings.get(job.name())).ifPresent(Sighting::leave);
    }
}
