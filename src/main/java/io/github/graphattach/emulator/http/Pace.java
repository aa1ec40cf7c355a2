package io.github.graphattach.emulator.http;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;

/** Holds a stream to a bandwidth by waiting until the bytes so far are allowed to have passed. */
final class Pace {

    private final OptionalLong bytesPerSecond;
    private final Wait wait;
    private final long started = System.nanoTime();
    private long bytes;

    Pace(OptionalLong bytesPerSecond, Wait wait) {
        this.bytesPerSecond = bytesPerSecond;
        this.wait = wait;
    }

    /** {@return the most that should pass at a time, so that the flow is even} */
    int step(int wanted) {
        return bytesPerSecond.isEmpty() ? wanted : (int) Math.max(1, Math.min(wanted, bytesPerSecond.getAsLong() / 20));
    }

    void passed(int count) throws IOException {
        if (bytesPerSecond.isEmpty()) {
            return;
        }
        bytes += count;
        double dueSeconds = (double) bytes / bytesPerSecond.getAsLong();
        long aheadNanos = (long) (dueSeconds * 1e9) - (System.nanoTime() - started);
        if (aheadNanos > 0) {
            wait.forDuration(Duration.ofNanos(aheadNanos));
        }
    }
}
