package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Threads come when the others wait, not when they work. Time passes when a test says so. */
class ElasticExecutorTest {

    private final ThreadPoolExecutor pool = (ThreadPoolExecutor) Executors.newCachedThreadPool();
    private final HandDriven timer = new HandDriven();
    private final ElasticExecutor executor = new ElasticExecutor(pool, timer);

    private final Semaphore answers = new Semaphore(0);
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    @AfterEach
    void stop() {
        pool.shutdownNow();
        timer.shutdownNow();
    }

    /** Tasks that begin, and end when they have an answer. */
    private void request(int tasks) {
        for (int i = 0; i < tasks; i++) {
            executor.execute(() -> {
                begun.incrementAndGet();
                answers.acquireUninterruptibly();
                done.incrementAndGet();
            });
        }
    }

    private void assertBegun(int tasks) {
        Awaitility.await("tasks that have begun").until(begun::get, count -> count == tasks);
    }

    @Test
    void aFewTasksRunAtOnceAndTheOthersQueue() {
        request(100);

        assertBegun(ElasticExecutor.FEW);
        assertThat(pool.getPoolSize()).isEqualTo(ElasticExecutor.FEW);
    }

    @Test
    void whileNoAnswerComesTheThreadsDoubleUntilNoTaskQueues() {
        request(200);
        assertBegun(8);

        for (int expected : new int[] {16, 32, 64, 128, 200}) {
            timer.elapse();
            assertBegun(expected);
            assertThat(pool.getPoolSize()).isEqualTo(expected);
        }
        timer.elapse();
        assertThat(timer.isIdle()).as("nothing queues, so nobody looks").isTrue();
    }

    @Test
    void whileAnswersComeQuicklyNoThreadIsAdded() {
        request(1000);
        assertBegun(ElasticExecutor.FEW);
        int expected = ElasticExecutor.FEW;
        timer.elapse();
        expected += ElasticExecutor.FEW;
        assertBegun(expected);

        for (int i = 0; i < 5; i++) {
            expected += ElasticExecutor.BRISK;
            answers.release(ElasticExecutor.BRISK);
            assertBegun(expected);
            timer.elapse();
            assertThat(pool.getPoolSize()).isEqualTo(2 * ElasticExecutor.FEW);
        }
        timer.elapse();

        assertBegun(expected + 2 * ElasticExecutor.FEW);
    }

    @Test
    void threadsThatHaveNothingToDoAreGivenBack() {
        request(100);
        timer.elapse();
        assertBegun(2 * ElasticExecutor.FEW);
        answers.release(100);
        Awaitility.await().until(() -> done.get() == 100);
        Awaitility.await().until(() -> pool.getActiveCount() == 0);
        begun.set(0);

        request(100);

        assertBegun(ElasticExecutor.FEW);
    }

    @Test
    void tasksThatWaitForOthersAreDone() {
        List<CompletableFuture<Void>> outer = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            outer.add(CompletableFuture.runAsync(
                    () -> CompletableFuture.runAsync(done::incrementAndGet, executor)
                            .join(),
                    executor));
        }

        Awaitility.await().pollInSameThread().untilAsserted(() -> {
            timer.elapse();
            assertThat(outer).allMatch(CompletableFuture::isDone);
        });
        assertThat(done).hasValue(50);
    }

    @Test
    void aTaskThatFailsOrIsInterruptedDoesNothingToTheNext() {
        AtomicInteger interrupted = new AtomicInteger();
        for (int i = 0; i < 100; i++) {
            executor.execute(() -> {
                if (Thread.currentThread().isInterrupted()) {
                    interrupted.incrementAndGet();
                }
                Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> done.incrementAndGet());
                Thread.currentThread().interrupt();
                throw new IllegalStateException("on purpose");
            });
        }

        Awaitility.await().until(() -> done.get() == 100);
        assertThat(interrupted).hasValue(0);
        assertThat(pool.getLargestPoolSize()).isLessThanOrEqualTo(ElasticExecutor.FEW);
    }

    @Test
    void aPoolThatIsShutDownEndsWhatQueuesAndTakesNothingMore() {
        request(100);
        assertBegun(ElasticExecutor.FEW);

        pool.shutdown();
        timer.shutdown();
        answers.release(100);

        Awaitility.await().until(() -> done.get() == 100);
        Awaitility.await().until(pool::isTerminated);
        assertThatThrownBy(() -> request(1)).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void anInterruptOfAllThreadsReachesEveryTask() {
        AtomicInteger interrupted = new AtomicInteger();
        for (int i = 0; i < 100; i++) {
            executor.execute(() -> {
                begun.incrementAndGet();
                try {
                    answers.acquire();
                } catch (InterruptedException e) {
                    interrupted.incrementAndGet();
                    Thread.currentThread().interrupt();
                }
            });
        }
        assertBegun(ElasticExecutor.FEW);

        List<Runnable> neverBegun = pool.shutdownNow();

        assertThat(neverBegun).isEmpty();
        Awaitility.await().until(() -> interrupted.get() == 100);
    }

    /** A timer of one task, which is due when the test says so. */
    private static final class HandDriven extends ScheduledThreadPoolExecutor {

        private final List<Runnable> tasks = new ArrayList<>();

        HandDriven() {
            super(1);
        }

        @Override
        public synchronized ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            assertThat(unit.toMillis(delay)).isEqualTo(ElasticExecutor.MOMENT.toMillis());
            tasks.add(command);
            return super.schedule(() -> {}, 1, TimeUnit.DAYS);
        }

        /** Lets the moment pass. */
        void elapse() {
            List<Runnable> due;
            synchronized (this) {
                due = List.copyOf(tasks);
                tasks.clear();
            }
            due.forEach(Runnable::run);
        }

        synchronized boolean isIdle() {
            return tasks.isEmpty();
        }
    }
}
