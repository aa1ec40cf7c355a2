package io.github.graphattach.component;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on few threads while these come free quickly, and on as many as there are tasks when they do not.
 *
 * <p>Whether a request takes a millisecond or a minute is known only afterwards. A thread for each at once would be a
 * thousand threads when a thousand uploads wake up to be told to wait again; a fixed number would let slow mailboxes hold
 * up the others, and a task that waits for another one would wait for ever. So tasks queue for a moment. When hardly any
 * was begun in it, the threads do not work but wait themselves, and their number doubles.
 */
final class ElasticExecutor implements Executor {

    /** How many threads run before a task has to queue. */
    static final int FEW = 8;

    /** The first requests of a JVM take about as long, which says nothing of the others. */
    static final Duration MOMENT = Duration.ofMillis(100);

    /** How many tasks begin in a moment when it is the processors that hold them up: they get through more of the shortest. */
    static final int BRISK = 16 * Runtime.getRuntime().availableProcessors();

    private final ExecutorService pool;
    private final ScheduledExecutorService timer;

    /** Guards all mutable state. */
    private final Object lock = new Object();

    private final Queue<Runnable> queue = new ArrayDeque<>();
    private int threads;
    private int begun;
    private boolean watched;

    /**
     * Makes an executor that has no thread yet.
     *
     * @param pool has a thread for whoever asks; what queues when it is shut down is run by the threads that are out
     * @param timer looks after the tasks that queue
     */
    ElasticExecutor(ExecutorService pool, ScheduledExecutorService timer) {
        this.pool = pool;
        this.timer = timer;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (lock) {
            queue.add(task);
        }
        try {
            addThread(FEW);
        } catch (RejectedExecutionException stopped) {
            if (isWithdrawn(task)) {
                throw stopped;
            }
        }
        watch();
    }

    private boolean isWithdrawn(Runnable task) {
        synchronized (lock) {
            return queue.remove(task);
        }
    }

    private void addThread(int most) {
        synchronized (lock) {
            if (threads >= most) {
                return;
            }
            threads++;
        }
        boolean added = false;
        try {
            pool.execute(this::work);
            added = true;
        } finally {
            if (!added) {
                synchronized (lock) {
                    threads--;
                }
            }
        }
    }

    private void work() {
        for (Runnable task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            }
            // An interrupt was meant for that task, unless it is meant for all of them.
            boolean unused = !pool.isShutdown() && Thread.interrupted();
        }
    }

    private @Nullable Runnable next() {
        synchronized (lock) {
            Runnable next = queue.poll();
            if (next == null) {
                threads--;
            } else {
                begun++;
            }
            return next;
        }
    }

    private void watch() {
        synchronized (lock) {
            if (watched || queue.isEmpty()) {
                return;
            }
            watched = true;
            begun = 0;
        }
        try {
            Future<?> unused = timer.schedule(this::look, MOMENT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopped) {
            // The application stops: the threads that are out run what is left.
        }
    }

    private void look() {
        for (int more = missing(); more > 0; more--) {
            addThread(Integer.MAX_VALUE);
        }
        watch();
    }

    private int missing() {
        synchronized (lock) {
            watched = false;
            return begun < BRISK ? Math.min(queue.size(), threads) : 0;
        }
    }
}
