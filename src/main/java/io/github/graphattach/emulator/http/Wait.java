package io.github.graphattach.emulator.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A wait in real time that ends early, with an exception, when the listener closes. */
final class Wait {

    private final CountDownLatch closed = new CountDownLatch(1);

    void forDuration(Duration duration) throws IOException {
        try {
            if (closed.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new ConnectionCut();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException) new InterruptedIOException("closing").initCause(e);
        }
    }

    void close() {
        closed.countDown();
    }
}
