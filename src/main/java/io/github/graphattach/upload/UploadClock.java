package io.github.graphattach.upload;

import java.time.Instant;

/** Time as an upload sees it; tests hand in their own. */
public interface UploadClock {

    /** The machine's clocks. */
    UploadClock SYSTEM = new UploadClock() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public Instant now() {
            return Instant.now();
        }
    };

    /** {@return monotonic nanoseconds, for lifetimes and deadlines} */
    long nanos();

    /** {@return wall time, only for reading dates the service names} */
    Instant now();
}
