package io.github.graphattach.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The time that requests may take, watched by one task for all of them. */
class DeadlinesTest {

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final Deadlines deadlines = new Deadlines(timer);

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void whatTakesTooLongIsEndedOnce() {
        AtomicInteger ended = new AtomicInteger();
        try (Deadlines.Deadline deadline = deadlines.begin(Duration.ofMillis(50), ended::incrementAndGet);
                Deadlines.Deadline other = deadlines.begin(Duration.ofHours(1), ended::incrementAndGet)) {
            await().until(deadline::passed);
            await().untilAsserted(
                            () -> assertThat(timer.getCompletedTaskCount()).isGreaterThan(3));

            assertThat(ended).hasValue(1);
            assertThat(other.passed()).isFalse();
        }
    }

    @Test
    void whatTakesLessIsLeftAlone() {
        AtomicInteger ended = new AtomicInteger();
        deadlines.begin(Duration.ofMillis(150), ended::incrementAndGet).close();
        try (Deadlines.Deadline later = deadlines.begin(Duration.ofMillis(300), DeadlinesTest::nothing)) {
            await().until(later::passed);
        }

        assertThat(ended).hasValue(0);
    }

    /** Each request wakes the timer's thread otherwise. */
    @Test
    void manyDeadlinesShareOneTaskAndNoneIsLeft() {
        List<Deadlines.Deadline> open = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            open.add(deadlines.begin(Duration.ofHours(1), DeadlinesTest::nothing));
        }

        assertThat(timer.getQueue()).hasSizeLessThanOrEqualTo(1);

        open.forEach(Deadlines.Deadline::close);
        await().untilAsserted(() -> {
            assertThat(timer.getQueue()).isEmpty();
            assertThat(timer.getActiveCount()).isZero();
        });
    }

    @Test
    void aDeadlineAfterAPauseIsWatchedAgain() {
        deadlines.begin(Duration.ofHours(1), DeadlinesTest::nothing).close();
        await().until(() -> timer.getQueue().isEmpty() && timer.getCompletedTaskCount() > 0);

        try (Deadlines.Deadline late = deadlines.begin(Duration.ofMillis(50), DeadlinesTest::nothing)) {
            await().until(late::passed);
        }
    }

    @Test
    void withoutATimerNothingIsEndedAndNothingFails() {
        timer.shutdown();

        try (Deadlines.Deadline deadline = deadlines.begin(Duration.ZERO, DeadlinesTest::nothing)) {
            assertThat(deadline.passed()).isFalse();
        }
    }

    private static void nothing() {}
}
