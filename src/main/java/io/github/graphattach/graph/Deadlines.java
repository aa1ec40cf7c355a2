package io.github.graphattach.graph;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends what takes too long, a tenth of a second late at most. All deadlines share one task, which is there only while there are
 * any: with a task for each, every request would wake the timer's thread.
 */
final class Deadlines {

    private static final long TICK_MILLIS = 100;

    private final ScheduledExecutorService timer;
    private final Set<Deadline> pending = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean ticking = new AtomicBoolean();

    Deadlines(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /** A time that something may take; closed when it took less. */
    final class Deadline implements AutoCloseable {

        private final long end;
        private final Runnable whenPassed;
        private volatile boolean passed;

        private Deadline(long end, Runnable whenPassed) {
            this.end = end;
            this.whenPassed = whenPassed;
        }

        boolean passed() {
            return passed;
        }

        @Override
        public void close() {
            pending.remove(this);
        }

        private void check(long now) {
            if (now - end >= 0 && pending.remove(this)) {
                passed = true;
                whenPassed.run();
            }
        }
    }

    /**
     * Lets a time begin now.
     *
     * @param time how long
     * @param whenPassed runs on the timer's thread
     */
    Deadline begin(Duration time, Runnable whenPassed) {
        Deadline deadline = new Deadline(System.nanoTime() + time.toNanos(), whenPassed);
        pending.add(deadline);
        tickOn();
        return deadline;
    }

    private void tickOn() {
        if (!pending.isEmpty() && ticking.compareAndSet(false, true)) {
            try {
                Future<?> unused = timer.schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException stopped) {
                // The application ends; the client's own timeouts have to do.
                ticking.set(false);
            }
        }
    }

    private void tick() {
        long now = System.nanoTime();
        try {
            pending.forEach(deadline -> deadline.check(now));
        } finally {
            ticking.set(false);
            tickOn();
        }
    }
}
