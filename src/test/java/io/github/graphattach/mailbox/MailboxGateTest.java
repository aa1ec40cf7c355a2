package io.github.graphattach.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.graphattach.mailbox.MailboxGate.Load;
import io.github.graphattach.mailbox.MailboxGate.Permit;
import io.github.graphattach.mailbox.MailboxGate.Waiting;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class MailboxGateTest {

    private final Queue<Runnable> executor = new ArrayDeque<>();
    private final Queue<Runnable> spare = new ArrayDeque<>();
    private final MailboxGate gate = new MailboxGate(spare::add);
    private final List<Permit> permits = new ArrayList<>();
    private final List<String> order = new ArrayList<>();

    @Test
    void aFreePermitIsGrantedAtOnceOnTheCallingThread() {
        AtomicReference<Thread> thread = new AtomicReference<>(new Thread());

        Waiting waiting = gate.acquire("a", 1, executor::add, permit -> thread.set(Thread.currentThread()));

        assertThat(thread).hasValue(Thread.currentThread());
        assertThat(waiting.granted()).isTrue();
        assertThat(waiting.cancel()).as("too late to cancel").isFalse();
    }

    @Test
    void whoWaitsIsCalledOnTheExecutorInOrderOfArrival() {
        acquire("first", "a", 1);
        Waiting second = acquire("second", "a", 1);
        Waiting third = acquire("third", "a", 1);

        assertThat(gate.waiting("a")).isEqualTo(2);
        permits.get(0).close();
        assertThat(order).as("nobody is called before the executor runs").containsExactly("first");
        assertThat(second.granted()).isTrue();
        assertThat(third.granted()).isFalse();
        runAll();
        permits.get(1).close();
        runAll();

        assertThat(order).containsExactly("first", "second", "third");
    }

    @Test
    void whoDoesNotWantToWaitGetsWhatIsFree() {
        Permit only = gate.tryAcquire("a", 1).orElseThrow();
        assertThat(gate.tryAcquire("a", 1)).isEmpty();
        assertThat(gate.tryAcquire("b", 1)).isPresent();
        assertThat(gate.tryAcquire("a", 2)).isPresent();
        acquire("who waits", "a", 1);

        only.close();
        only.close();

        assertThat(gate.snapshot()).containsEntry("a", new Load(1, 1));
    }

    @Test
    void whoDoesNotWantToWaitOvertakesNobody() {
        acquire("one", "a", 1);
        acquire("waits", "a", 1);

        assertThat(gate.tryAcquire("a", 2)).isEmpty();
    }

    @Test
    void noNewcomerOvertakesWhoWaits() {
        acquire("one", "a", 2);
        acquire("two", "a", 2);
        acquire("waits for an empty lane", "a", 1);
        permits.get(0).close();

        acquire("newcomer", "a", 2);

        assertThat(order).containsExactly("one", "two");
        permits.get(1).close();
        runAll();
        assertThat(order).containsExactly("one", "two", "waits for an empty lane", "newcomer");
    }

    @Test
    void keysDoNotHinderEachOther() {
        acquire("a", "a", 1);
        acquire("b", "b", 1);

        assertThat(order).containsExactly("a", "b");
        assertThat(gate.snapshot()).isEqualTo(Map.of("a", new Load(1, 0), "b", new Load(1, 0)));
    }

    @Test
    void aPermitCountsOnceHoweverOftenItIsClosed() {
        acquire("first", "a", 1);
        acquire("second", "a", 1);
        acquire("third", "a", 1);

        permits.get(0).close();
        permits.get(0).close();
        runAll();
        permits.get(0).close();
        runAll();

        assertThat(order).containsExactly("first", "second");
    }

    @Test
    void whoCancelsIsNeverGranted() {
        acquire("first", "a", 1);
        Waiting second = acquire("second", "a", 1);
        acquire("third", "a", 1);

        assertThat(second.cancel()).isTrue();
        assertThat(second.cancel()).as("cancelled again").isTrue();
        permits.get(0).close();
        runAll();

        assertThat(second.granted()).isFalse();
        assertThat(order).containsExactly("first", "third");
    }

    @Test
    void aGrantOnItsWayToTheExecutorCannotBeCancelled() {
        acquire("first", "a", 1);
        Waiting second = acquire("second", "a", 1);
        permits.get(0).close();

        assertThat(second.cancel()).isFalse();
        runAll();
        assertThat(order).containsExactly("first", "second");
    }

    @Test
    void whenOneWithALowLimitCancelsThoseBehindGoOn() {
        acquire("first", "a", 3);
        Waiting alone = acquire("alone", "a", 1);
        acquire("third", "a", 3);
        acquire("fourth", "a", 3);
        acquire("fifth", "a", 3);

        assertThat(alone.cancel()).isTrue();
        runAll();

        assertThat(order).containsExactly("first", "third", "fourth");
    }

    @Test
    void aKeyThatIsLeftIdleTakesNoMemory() {
        gate.acquire("a", 1, executor::add, permit -> {
            acquire("asked for in a callback", "a", 1);
            permit.close();
        });
        runAll();
        permits.get(0).close();

        assertThat(gate.snapshot()).isEmpty();
        assertThat(gate.waiting("a")).isZero();
    }

    @Test
    void aCallbackThatThrowsGivesItsPermitBack() {
        assertThatThrownBy(() -> gate.acquire("a", 1, executor::add, permit -> {
                    throw new IllegalStateException("at once");
                }))
                .hasMessage("at once");
        acquire("holder", "a", 1);
        gate.acquire("a", 1, executor::add, permit -> {
            throw new IllegalStateException("later");
        });
        permits.get(0).close();
        assertThatThrownBy(this::runAll).hasMessage("later");

        assertThat(gate.snapshot()).isEmpty();
    }

    @Test
    void whoWaitsIsCalledOnAnExecutorOfItsOwn() {
        Queue<Runnable> own = new ArrayDeque<>();
        acquire("first", "a", 1);
        gate.acquire("a", 1, own::add, permit -> order.add("of another component"));

        permits.get(0).close();

        runAll();
        assertThat(order).containsExactly("first");
        own.remove().run();
        assertThat(order).containsExactly("first", "of another component");
    }

    /** It would hold up one that has nothing to do with it. */
    @Test
    void whoWaitsAtAnExecutorThatRejectsIsNotCalledByTheOneWhoLeaves() {
        acquire("first", "a", 1);
        gate.acquire("a", 1, MailboxGateTest::reject, permit -> order.add("of a component that stopped"));

        permits.get(0).close();

        assertThat(order).containsExactly("first");
        spare.remove().run();
        assertThat(order).containsExactly("first", "of a component that stopped");
    }

    @Test
    void whoWaitsWhereAllExecutorsRejectIsCalledByThoseWhoLeaveAndNotOneInsideTheOther() {
        MailboxGate closing = new MailboxGate(MailboxGateTest::reject);
        closing.acquire("a", 1, MailboxGateTest::reject, permits::add);
        int crowd = 100_000;
        for (int i = 0; i < crowd; i++) {
            String name = String.valueOf(i);
            closing.acquire("a", 1, MailboxGateTest::reject, permit -> {
                order.add(name);
                permit.close();
            });
        }

        permits.get(0).close();

        assertThat(order).hasSize(crowd);
        assertThat(closing.snapshot()).isEmpty();
    }

    /** That is how Java says that the machine has no thread to give. */
    @Test
    void whoWaitsAtAnExecutorWithoutThreadsIsCalledByThoseWhoLeave() {
        MailboxGate poor = new MailboxGate(MailboxGateTest::failForLackOfThreads);
        poor.acquire("a", 1, MailboxGateTest::failForLackOfThreads, permits::add);
        poor.acquire("a", 1, MailboxGateTest::failForLackOfThreads, permit -> order.add("next"));

        // The error itself, let through, would end the whole test run.
        assertThatCode(() -> permits.get(0).close()).doesNotThrowAnyException();

        assertThat(order).containsExactly("next");
    }

    @Test
    void aFailureOfOneCallbackDoesNotReachTheOneWhoLeavesNorStopTheNext() {
        MailboxGate closing = new MailboxGate(MailboxGateTest::reject);
        AtomicReference<Throwable> uncaught = new AtomicReference<>(new Throwable("none"));
        closing.acquire("a", 1, MailboxGateTest::reject, permits::add);
        closing.acquire("a", 1, MailboxGateTest::reject, permit -> {
            throw new IllegalStateException("broken");
        });
        closing.acquire("a", 1, MailboxGateTest::reject, permit -> order.add("next"));
        Thread.UncaughtExceptionHandler before = Thread.currentThread().getUncaughtExceptionHandler();
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> uncaught.set(failure));
        try {
            permits.get(0).close();
        } finally {
            Thread.currentThread().setUncaughtExceptionHandler(before);
        }

        assertThat(uncaught.get()).hasMessage("broken");
        assertThat(order).containsExactly("next");
    }

    @Test
    void aLimitThatLetsNobodyThroughIsRefused() {
        assertThatThrownBy(() -> gate.acquire("a", 0, executor::add, permit -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A limit of 0 permits lets nobody through: give 1 or more");
        assertThat(gate.snapshot()).isEmpty();
    }

    private static void reject(Runnable task) {
        throw new RejectedExecutionException("shut down");
    }

    private static void failForLackOfThreads(Runnable task) {
        throw new OutOfMemoryError("unable to create native thread");
    }

    private Waiting acquire(String name, String key, int limit) {
        return gate.acquire(key, limit, executor::add, permit -> {
            order.add(name);
            permits.add(permit);
        });
    }

    private void runAll() {
        for (Runnable next = executor.poll(); next != null; next = executor.poll()) {
            next.run();
        }
    }
}
