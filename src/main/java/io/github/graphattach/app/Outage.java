package io.github.graphattach.app;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses the inbox while something fails that concerns every job: after each pause one job is tried, the probe, and when it
 * gets through all others follow; else the next pause is twice as long, up to a minute.
 *
 * <p>Some failures look as if they concerned every job and are one job's own. So the probe is the job that was tried least,
 * and a job that has met an outage again and again, while others got through in between, is told apart.
 */
final class Outage {

    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** What is not over by then takes a person. */
    private static final Duration HOPELESS = Duration.ofMinutes(5);

    /** So often others have to get through before a job is taken to be the cause itself. */
    private static final int STRIKES = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

    /** What is known of a job that met an outage. */
    private static final class Met {
        private int tries;
        private int strikes;
        private long passedBefore;
    }

    private final LongSupplier nanoTime;
    private final Map<String, Met> met = new HashMap<>();
    private Optional<Verdict> cause = Optional.empty();
    private Optional<String> probe = Optional.empty();
    private Duration pause = FIRST_PAUSE;
    private long since;
    private long nextTry;
    private long passed;

    /** @param nanoTime a monotonic clock */
    Outage(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** {@return why the inbox pauses; empty when it does not} */
    synchronized Optional<String> reason() {
        return cause.map(Verdict::reason);
    }

    /** {@return whether no job may start now} */
    synchronized boolean isPaused(int inFlight) {
        return cause.isPresent() && (inFlight > 0 || nextTry - nanoTime.getAsLong() > 0);
    }

    /** {@return whether it has lasted so long that nobody should wait for its end} */
    synchronized boolean isHopeless() {
        return cause.isPresent() && nanoTime.getAsLong() - since >= HOPELESS.toNanos();
    }

    /** {@return the order in which jobs are tried while it lasts} */
    synchronized Comparator<String> order() {
        var tries = new HashMap<String, Integer>();
        if (cause.isPresent()) {
            met.forEach((job, times) -> tries.put(job, times.tries));
        }
        return Comparator.comparingInt(job -> tries.getOrDefault(job, 0));
    }

    /** {@return whether it lasts, and that job was tried in vain} */
    synchronized boolean holds(String job) {
        return cause.isPresent() && met.containsKey(job);
    }

    /** A job starts; while an outage lasts it is the probe. */
    synchronized void starts(String job) {
        probe = cause.map(lasting -> job);
    }

    /**
     * A job met something that seems to concern every job.
     *
     * @return false when it has turned out to be the job's own
     */
    synchronized boolean met(String job, Verdict verdict) {
        var times = met.computeIfAbsent(job, first -> new Met());
        if (times.tries > 0 && passed > times.passedBefore) {
            times.strikes++;
        }
        times.tries++;
        times.passedBefore = passed;
        if (times.strikes >= STRIKES) {
            return false;
        }
        if (cause.isEmpty()) {
            pause = FIRST_PAUSE;
            since = nanoTime.getAsLong();
            pauses(job, verdict, "The inbox pauses, all jobs stay");
        } else if (probe.filter(job::equals).isPresent()) {
            var longer = pause.multipliedBy(2);
            pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
            pauses(job, verdict, "The inbox still pauses");
        }
        return true;
    }

    private void pauses(String job, Verdict verdict, String what) {
        cause = Optional.of(verdict);
        nextTry = nanoTime.getAsLong() + pause.toNanos();
        LOG.warn("{}, next try in {} s, after job '{}': {}", what, pause.toSeconds(), job, verdict.reason());
    }

    /**
     * A job came to its end.
     *
     * @param reachedService whether the service was asked for it, and answered
     */
    synchronized void passed(String job, boolean reachedService) {
        if (reachedService
                || cause.filter(lasting -> lasting.kind() == Verdict.Kind.DISK).isPresent()) {
            passed++;
            over();
        }
        met.remove(job);
    }

    /** Nothing waits any more. */
    synchronized void over() {
        if (cause.isPresent()) {
            LOG.info(
                    "The inbox goes on after a pause of {} s",
                    Duration.ofNanos(nanoTime.getAsLong() - since).toSeconds());
            cause = Optional.empty();
        }
    }

    /** Nothing lies in the inbox any more. */
    synchronized void forget() {
        over();
        met.clear();
    }
}
