package io.github.graphattach.upload;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait: as long as the service says, or exponentially longer where it names no time. Both with jitter, so that
 * uploads that failed together do not come back together, where the service would only refuse them again.
 *
 * @param firstDelay the first wait is between half of it and all of it; a wait that the service names is up to this longer
 * @param maxDelay no wait is longer
 * @param random source of the jitter
 */
public record RetryPolicy(Duration firstDelay, Duration maxDelay, RandomGenerator random) {

    private static final int LARGEST_SHIFT = 30;

    /**
     * The wait before another try.
     *
     * @param faults how many tries failed, one or more
     * @return how long
     */
    public Duration backOff(int faults) {
        long factor = 1L << Math.min(LARGEST_SHIFT, Math.max(0, faults - 1));
        double ceiling = Math.min((double) maxDelay.toMillis(), (double) firstDelay.toMillis() * (double) factor);
        return Duration.ofMillis((long) (ceiling / 2 + random.nextDouble() * ceiling / 2));
    }

    /**
     * The wait before another try, where the service names one.
     *
     * @param asked by the service
     * @return as long, or a little longer
     */
    public Duration notBefore(Duration asked) {
        return asked.plusMillis((long) (random.nextDouble() * (double) firstDelay.toMillis()));
    }
}
