package io.github.graphattach;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.Lifespan;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.Store;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;

/**
 * Lets a property try inputs until its time is up: as many seconds as the system property {@code fuzz.seconds} says, two
 * without it. An input that takes longer than a second of the processor is a failure.
 */
public final class FuzzTime implements AroundTryHook {

    private static final Duration TIME = Duration.ofSeconds(Long.getLong("fuzz.seconds", 2));
    private static final Duration LONGEST_TRY = Duration.ofSeconds(1);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }

    @Override
    public TryExecutionResult aroundTry(TryLifecycleContext context, TryExecutor test, List<Object> parameters) {
        Store<Long> end = Store.getOrCreate("end", Lifespan.PROPERTY, () -> System.nanoTime() + TIME.toNanos());
        long before = THREADS.getCurrentThreadCpuTime();
        TryExecutionResult result = test.execute(parameters);
        long taken = THREADS.getCurrentThreadCpuTime() - before;
        if (!result.isSatisfied()) {
            return result;
        }
        if (taken > LONGEST_TRY.toNanos()) {
            return TryExecutionResult.falsified(
                    new AssertionError("this input took " + taken / 1_000_000 + " ms of the processor"));
        }
        return TryExecutionResult.satisfied(System.nanoTime() - end.get() > 0);
    }
}
