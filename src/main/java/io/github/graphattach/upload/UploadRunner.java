package io.github.graphattach.upload;

import io.github.graphattach.mailbox.MailboxGate;
import io.github.graphattach.mailbox.UploadBudget;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Drives uploads and other work: a thread is used for a request and for nothing else. While work waits for the service, for
 * its mailbox's budget or for a permit, it is an entry in a timer or a queue.
 */
public final class UploadRunner {

    /** How soon a waiting upload notices that the application stops. */
    private static final Duration LONGEST_SLICE = Duration.ofMillis(500);

    private final Executor pool;
    private final ScheduledExecutorService timer;
    private final MailboxGate gate;
    private final BooleanSupplier stopping;

    /**
     * Drives uploads on given threads.
     *
     * @param pool runs requests, one thread each
     * @param timer wakes those that wait
     * @param gate counts the requests in flight per mailbox
     * @param stopping whether the application stops
     */
    public UploadRunner(Executor pool, ScheduledExecutorService timer, MailboxGate gate, BooleanSupplier stopping) {
        this.pool = pool;
        this.timer = timer;
        this.gate = gate;
        this.stopping = stopping;
    }

    /**
     * Queues for what only one may have at a time. The wait counts as the work's.
     *
     * @param work that wants it; not driven meanwhile
     * @param key what it wants
     * @return completes with the permit, on any thread; fails with an {@link UploadException} when its time is over
     *     or the application stops
     */
    public CompletableFuture<MailboxGate.Permit> lock(Work work, String key) {
        CompletableFuture<MailboxGate.Permit> locked = new CompletableFuture<>();
        work.begin();
        MailboxGate.Waiting place = gate.acquire(key, 1, pool, locked::complete);
        watch(work, place, () -> giveUp(work, locked));
        return locked;
    }

    /** Another application in this JVM may hold the permit for as long as it likes, so waiting has to end by itself. */
    private void watch(Work work, MailboxGate.Waiting place, Runnable leave) {
        if (place.granted()) {
            return;
        }
        boolean watched = !stopping.getAsBoolean()
                && !work.isLate()
                && isScheduled(() -> watch(work, place, leave), LONGEST_SLICE);
        if (!watched && place.cancel()) {
            leave.run();
        }
    }

    /** Giving up makes a request, so it is done on the pool; one that takes nothing more leaves it to this thread. */
    private void giveUp(Work work, CompletableFuture<?> waiting) {
        boolean late = work.isLate() && !stopping.getAsBoolean();
        Runnable giveUp = () -> waiting.completeExceptionally(late ? work.late() : work.interrupted());
        try {
            pool.execute(giveUp);
        } catch (RejectedExecutionException | OutOfMemoryError noThread) {
            giveUp.run();
        }
    }

    private boolean isScheduled(Runnable task, Duration delay) {
        try {
            Future<?> unused = timer.schedule(task, delay.toMillis() + 1, TimeUnit.MILLISECONDS);
            return true;
        } catch (RejectedExecutionException stopped) {
            return false;
        }
    }

    /**
     * Drives work until it is where it should be.
     *
     * @param work not driven by anybody else
     * @param mailbox whose requests are counted
     * @param concurrency requests in flight for that mailbox
     * @param budget bytes per time of that mailbox
     * @param goal when to stop
     * @param <W> what is driven
     * @return completes when the goal is reached; fails with an {@link UploadException}
     */
    public <W extends Work> CompletableFuture<Void> run(
            W work, String mailbox, int concurrency, UploadBudget budget, Predicate<? super W> goal) {
        Run run = new Run(work, mailbox, concurrency, budget, () -> goal.test(work));
        work.begin();
        run.proceed();
        return run.finished;
    }

    private final class Run {

        private final Work work;
        private final String mailbox;
        private final int concurrency;
        private final UploadBudget budget;
        private final BooleanSupplier goal;
        private final CompletableFuture<Void> finished = new CompletableFuture<>();

        /** Makes the present request. */
        private final AtomicReference<@Nullable Driver> driver = new AtomicReference<>();

        Run(Work work, String mailbox, int concurrency, UploadBudget budget, BooleanSupplier goal) {
            this.work = work;
            this.mailbox = mailbox;
            this.concurrency = concurrency;
            this.budget = budget;
            this.goal = goal;
        }

        void proceed() {
            if (goal.getAsBoolean()) {
                finished.complete(null);
            } else if (stopping.getAsBoolean()) {
                giveUp();
            } else {
                UploadBudget.Reservation reservation = budget.reserve(mailbox, work.bytes());
                requestAfter(reservation.delay(), reservation);
            }
        }

        private void requestAfter(Duration delay, UploadBudget.Reservation reservation) {
            if (!delay.isZero()) {
                work.waits(delay, "the mailbox's upload budget is used up");
            }
            waitThen(delay, () -> request(reservation), reservation::cancel);
        }

        /** How long the permit takes is not foreseen by the budget, so it has the last word when there is one. */
        private void request(UploadBudget.Reservation reservation) {
            MailboxGate.Waiting place = gate.acquire(mailbox, concurrency, pool, permit -> enter(permit, reservation));
            watch(work, place, () -> {
                reservation.cancel();
                giveUp();
            });
        }

        private void enter(MailboxGate.Permit permit, UploadBudget.Reservation reservation) {
            Duration delay = reservation.start();
            if (stopping.getAsBoolean()) {
                giveBack(permit, reservation);
                giveUp();
            } else if (delay.isZero()) {
                start(permit, reservation);
            } else {
                permit.close();
                requestAfter(delay, reservation);
            }
        }

        /** To wake another thread takes as long as many a request, so the one that made the last request goes on. */
        private void start(MailboxGate.Permit permit, UploadBudget.Reservation reservation) {
            Runnable request = () -> step(permit, reservation);
            Driver present = driver.get();
            if (present != null && present.thread == Thread.currentThread()) {
                present.next = Optional.of(request);
                return;
            }
            try {
                pool.execute(() -> drive(request));
            } catch (RejectedExecutionException stopped) {
                giveBack(permit, reservation);
                giveUp();
            } catch (OutOfMemoryError noThread) {
                giveBack(permit, reservation);
                fail(noThread);
            }
        }

        /** For a request that is not made after all. */
        private void giveBack(MailboxGate.Permit permit, UploadBudget.Reservation reservation) {
            reservation.cancel();
            permit.close();
        }

        private void drive(Runnable first) {
            Driver here = new Driver(first);
            driver.set(here);
            try {
                here.run();
            } finally {
                // Another thread may have begun where this one could not go on.
                driver.compareAndSet(here, null);
            }
        }

        private void step(MailboxGate.Permit permit, UploadBudget.Reservation reservation) {
            Duration pause;
            try {
                pause = work.step(this::isAsked);
            } catch (UploadException | RuntimeException | Error e) {
                leave(permit, reservation);
                finished.completeExceptionally(e);
                return;
            }
            leave(permit, reservation);
            if (goal.getAsBoolean()) {
                finished.complete(null);
            } else {
                waitThen(pause, this::proceed, () -> {});
            }
        }

        private boolean isAsked(Runnable question) {
            Optional<MailboxGate.Permit> second = gate.tryAcquire(mailbox, concurrency);
            try {
                second.ifPresent(permit -> pool.execute(() -> {
                    question.run();
                    permit.close();
                }));
                return second.isPresent();
            } catch (RejectedExecutionException | OutOfMemoryError noThread) {
                second.ifPresent(MailboxGate.Permit::close);
                return false;
            }
        }

        private void leave(MailboxGate.Permit permit, UploadBudget.Reservation reservation) {
            reservation.end();
            permit.close();
        }

        private void waitThen(Duration pause, Runnable next, Runnable abandon) {
            if (pause.isZero()) {
                next.run();
            } else if (stopping.getAsBoolean() || !waitsOn(pause, next, abandon)) {
                abandon.run();
                giveUp();
            }
        }

        private boolean waitsOn(Duration pause, Runnable next, Runnable abandon) {
            Duration slice = pause.compareTo(LONGEST_SLICE) > 0 ? LONGEST_SLICE : pause;
            return isScheduled(() -> waitThen(pause.minus(slice), next, abandon), slice);
        }

        private void giveUp() {
            UploadRunner.this.giveUp(work, finished);
        }

        /** There is no thread for the request. The last checkpoint is all that a later try gets. */
        private void fail(OutOfMemoryError noThread) {
            try {
                work.abandon();
            } finally {
                finished.completeExceptionally(noThread);
            }
        }
    }

    /** One thread and what it finds to do next; nobody else looks at that. */
    private static final class Driver {

        private final Thread thread = Thread.currentThread();
        private Optional<Runnable> next;

        Driver(Runnable first) {
            next = Optional.of(first);
        }

        void run() {
            while (next.isPresent()) {
                Runnable request = next.get();
                next = Optional.empty();
                request.run();
            }
        }
    }
}
