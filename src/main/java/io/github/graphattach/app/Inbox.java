package io.github.graphattach.app;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
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

    /** What a look has found is worked without another one for this long, or for so many times what the look took. */
    private static final Duration SHORTEST_USE = Duration.ofMillis(500);

    private static final int LOOKS_SHARE = 10;

    private final InboxFolder folder;
    private final Rules rules;
    private final Leftovers leftovers;
    private final Outage outage;
    private final LongSupplier nanoTime;
    private final Map<String, HeldJob.Claims> inFlight = new HashMap<>();
    private InboxLook look;
    private long nextLook;
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
        this.leftovers = leftovers;
        this.outage = outage;
        this.nanoTime = nanoTime;
        this.look = new InboxLook(folder, rules, reader, Collections.unmodifiableMap(inFlight), nanoTime.getAsLong());
    }

    /** Looks at the folder, unless the last look has more to give and is not old: {@return the job that is to be worked now} */
    synchronized Optional<HeldJob> next() {
        if (look.hasNext() && nanoTime.getAsLong() - nextLook < 0) {
            var known = first();
            if (known.isPresent() || look.hasNext()) {
                return known;
            }
        }
        if (!look()) {
            return Optional.empty();
        }
        if (!outage.isPaused(inFlight.size())) {
            look.lonelyRecords().forEach(this::settle);
        }
        return first();
    }

    /** {@return whether it could be looked at} */
    private boolean look() {
        if (unreadable && outage.isPaused(0)) {
            return false;
        }
        var begun = nanoTime.getAsLong();
        try {
            look = new InboxLook(look, begun);
        } catch (IOException e) {
            unreadable(e);
            return false;
        }
        if (unreadable) {
            unreadable = false;
            outage.passed(THE_INBOX, false);
        }
        var ended = nanoTime.getAsLong();
        nextLook = ended + Math.max(SHORTEST_USE.toNanos(), LOOKS_SHARE * (ended - begun));
        idle = inFlight.isEmpty() && look.isIdle();
        if (idle) {
            outage.forget();
        }
        return true;
    }

    private void settle(String record) {
        try {
            if (leftovers.settle(record)) {
                // What was given back is seen at the next look.
                idle = false;
            } else {
                look.leaveRecord(record);
            }
        } catch (IOException e) {
            idle = false;
            outage.starts(record);
            outage.met(record, Verdict.ofDisk(e));
            look.seen().forget(record);
        }
    }

    private Optional<HeldJob> first() {
        var found = Optional.<HeldJob>empty();
        while (found.isEmpty() && look.hasNext() && hasPlace()) {
            found = hold(outage.reason().isPresent() ? look.next(outage.order()) : look.next());
        }
        return found;
    }

    private boolean hasPlace() {
        return !isFull() && !outage.isPaused(inFlight.size());
    }

    private boolean isFull() {
        return inFlight.size() >= rules.jobsInFlight();
    }

    private Optional<HeldJob> hold(String name) {
        try {
            return look.hold(name, nanoTime.getAsLong());
        } catch (IOException e) {
            outage.starts(name);
            outage.met(name, Verdict.ofDisk(e));
            return Optional.empty();
        }
    }

    /**
     * Waits for a place while a job is known that could take it.
     *
     * @param longest how long at most
     * @return whether there was one that had to wait
     */
    synchronized boolean awaitFreePlace(Duration longest) throws InterruptedException {
        var end = System.nanoTime() + longest.toNanos();
        var left = longest.toMillis();
        var isFull = look.hasNext() && isFull();
        while (isFull() && look.hasNext() && left > 0) {
            wait(left);
            left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        }
        return isFull;
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
        return look.seen().all().entrySet().stream()
                .filter(seen -> seen.getValue().isLeft())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** {@return how many jobs were in that state at the last look} */
    synchronized int count(JobState state) {
        var paused = outage.reason().isPresent();
        var left = Set.copyOf(left());
        var next = look.ready().stream()
                .filter(name -> !inFlight.containsKey(name) && !left.contains(name))
                .toList();
        var held = (int) next.stream().filter(outage::holds).count();
        return switch (state) {
            case WAITING -> look.waiting() + (paused ? next.size() - held : 0);
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
        notifyAll();
    }

    /** The job, which is in work, has left the inbox. */
    synchronized void ended(HeldJob job) {
        look.ended(job.name());
    }

    /** The job stays where it is and is not tried again before it changes or the application is restarted. */
    synchronized void leave(HeldJob job) {
        Optional.ofNullable(look.seen().all().get(job.name())).ifPresent(Sighting::leave);
    }
}
