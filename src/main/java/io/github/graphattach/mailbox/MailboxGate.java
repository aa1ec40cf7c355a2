package io.github.graphattach.mailbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets a limited number through per key, in order of arrival, and blocks no thread: who must wait is called back.
 *
 * <p>A key is whatever must not be crowded: a mailbox, whose requests in flight the service
 * <a href="https://learn.microsoft.com/graph/throttling-limits#outlook-service-limits">limits</a>, or an item, where two
 * uploads at once would conflict. A key that nobody holds or waits for takes no memory. No lock is held while callbacks
 * run. Safe for use by many threads.
 */
public final class MailboxGate {

    private final Executor spare;

    /** Guards all mutable state here, in the lanes and in the tickets. */
    private final Object lock = new Object();

    private final Map<String, Lane> lanes = new HashMap<>();
    private final Queue<Ticket> rejected = new ArrayDeque<>();
    private boolean runningRejected;

    /**
     * Makes a gate with everything free.
     *
     * @param spare runs the callbacks that their askers' own executors reject, as pools that were shut down do: whoever gave
     *     the permit back may be of another component. What this one rejects too, or cannot start a thread for, runs on the
     *     thread that gave the permit back, so that nobody waits for ever
     */
    public MailboxGate(Executor spare) {
        this.spare = spare;
    }

    /** The right to go through, until it is closed. */
    public interface Permit extends AutoCloseable {

        /** Gives the permit back; again has no effect. */
        @Override
        void close();
    }

    /** A place in the queue of a key. */
    public interface Waiting {

        /** {@return whether the permit will never be granted} Too late once it was; again has no effect. */
        boolean cancel();

        /** {@return whether the permit was granted} Its callback may be about to run. */
        boolean granted();
    }

    /**
     * How busy a key is.
     *
     * @param out the permits that are out
     * @param waiting those who wait for one
     */
    public record Load(int out, int waiting) {}

    /**
     * Asks for a permit. Where one is free and nobody waits, {@code granted} runs at once on this thread, before this
     * method returns; else later on the asker's executor, in order of arrival per key.
     *
     * @param key what is asked for
     * @param limit the most permits of this key, this one included, that may be out when it is granted; at least 1.
     *     Callers with different limits keep their order: one with a low limit holds up those behind it
     * @param executor the asker's, which runs the callback of one who had to wait
     * @param granted gets the permit and owes its {@link Permit#close() return}; when it throws, the permit returns
     * @return the place in the queue, to be left by {@link Waiting#cancel()}
     * @throws IllegalArgumentException when the limit is below 1
     */
    public Waiting acquire(String key, int limit, Executor executor, Consumer<Permit> granted) {
        if (limit < 1) {
            throw new IllegalArgumentException("A limit of " + limit + " permits lets nobody through: give 1 or more");
        }
        Ticket ticket;
        boolean free;
        synchronized (lock) {
            ticket = new Ticket(lanes.computeIfAbsent(key, Lane::new), limit, executor, granted);
            ticket.lane.queue.add(ticket);
            free = !ticket.lane.admit().isEmpty();
        }
        if (free) {
            ticket.run();
        }
        return ticket;
    }

    /**
     * {@return a permit, where one is free and nobody waits}
     *
     * @param key what is asked for
     * @param limit the most permits of this key, this one included, that may be out then
     */
    public Optional<Permit> tryAcquire(String key, int limit) {
        Ticket ticket;
        synchronized (lock) {
            Lane lane = lanes.computeIfAbsent(key, Lane::new);
            if (!lane.queue.isEmpty() || lane.out >= limit) {
                return Optional.empty();
            }
            ticket = new Ticket(lane, limit, spare, permit -> {});
            lane.queue.add(ticket);
            lane.admit();
        }
        return Optional.of(ticket::giveBack);
    }

    /**
     * {@return how many wait for a key}
     *
     * @param key the key
     */
    public int waiting(String key) {
        synchronized (lock) {
            Lane lane = lanes.get(key);
            return lane == null ? 0 : lane.queue.size();
        }
    }

    /** {@return the load of each key that is in use, sorted by key, all as of one moment} */
    public Map<String, Load> snapshot() {
        Map<String, Load> loads = new TreeMap<>();
        synchronized (lock) {
            lanes.forEach((key, lane) -> loads.put(key, new Load(lane.out, lane.queue.size())));
        }
        return loads;
    }

    private void dispatch(Ticket ticket) {
        if (!takes(ticket.executor, ticket) && !takes(spare, ticket)) {
            runHere(ticket);
        }
    }

    private static boolean takes(Executor executor, Ticket ticket) {
        try {
            executor.execute(ticket);
            return true;
        } catch (RejectedExecutionException | OutOfMemoryError noThread) {
            return false;
        }
    }

    /** One after the other, not one inside the other: each may return its permit and so admit the next. */
    private void runHere(Ticket ticket) {
        synchronized (lock) {
            rejected.add(ticket);
            if (runningRejected) {
                return;
            }
            runningRejected = true;
        }
        for (Ticket next = nextRejected(); next != null; next = nextRejected()) {
            try {
                next.run();
            } catch (RuntimeException | Error e) {
                // Its failure is none of the thread that happened to return a permit; a pool would do the same.
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            }
        }
    }

    private @Nullable Ticket nextRejected() {
        synchronized (lock) {
            Ticket next = rejected.poll();
            runningRejected = next != null;
            return next;
        }
    }

    private enum State {
        WAITING,
        HELD,
        RETURNED,
        CANCELLED
    }

    /** The queue before one key and the number of those who are through. */
    private final class Lane {

        private final String key;
        private final Set<Ticket> queue = new LinkedHashSet<>();
        private int out;

        Lane(String key) {
            this.key = key;
        }

        /** Lets through whom the limits allow; a lane that is idle then is forgotten. */
        List<Ticket> admit() {
            List<Ticket> admitted = new ArrayList<>();
            while (!queue.isEmpty()) {
                Ticket head = queue.iterator().next();
                if (out >= head.limit) {
                    break;
                }
                queue.remove(head);
                out++;
                head.state = State.HELD;
                admitted.add(head);
            }
            if (out == 0 && queue.isEmpty()) {
                lanes.remove(key);
            }
            return admitted;
        }
    }

    private final class Ticket implements Waiting, Runnable {

        private final Lane lane;
        private final int limit;
        private final Executor executor;
        private final Consumer<Permit> granted;
        private State state = State.WAITING;

        Ticket(Lane lane, int limit, Executor executor, Consumer<Permit> granted) {
            this.lane = lane;
            this.limit = limit;
            this.executor = executor;
            this.granted = granted;
        }

        @Override
        public void run() {
            try {
                granted.accept(this::giveBack);
            } catch (RuntimeException | Error e) {
                giveBack();
                throw e;
            }
        }

        private void giveBack() {
            List<Ticket> admitted;
            synchronized (lock) {
                if (state != State.HELD) {
                    return;
                }
                state = State.RETURNED;
                lane.out--;
                admitted = lane.admit();
            }
            admitted.forEach(MailboxGate.this::dispatch);
        }

        @Override
        public boolean cancel() {
            List<Ticket> admitted;
            synchronized (lock) {
                if (state != State.WAITING) {
                    return state == State.CANCELLED;
                }
                state = State.CANCELLED;
                lane.queue.remove(this);
                // Those behind may have a higher limit, which has room already.
                admitted = lane.admit();
            }
            admitted.forEach(MailboxGate.this::dispatch);
            return true;
        }

        @Override
        public boolean granted() {
            synchronized (lock) {
                return state == State.HELD || state == State.RETURNED;
            }
        }
    }
}
