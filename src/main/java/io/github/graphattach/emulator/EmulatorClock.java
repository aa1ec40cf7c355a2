package io.github.graphattach.emulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;

/** Another clock, moved by what tests and faults have asked for. */
final class EmulatorClock extends Clock {

    private final Clock base;
    private final AtomicReference<Duration> ahead;

    EmulatorClock(Clock base) {
        this(base, new AtomicReference<>(Duration.ZERO));
    }

    private EmulatorClock(Clock base, AtomicReference<Duration> ahead) {
        this.base = base;
        this.ahead = ahead;
    }

    void advance(Duration duration) {
        ahead.updateAndGet(duration::plus);
    }

    /** {@return how far the clock was moved} */
    Duration ahead() {
        return Duration.ZERO.plus(ahead.get());
    }

    void reset() {
        ahead.set(Duration.ZERO);
    }

    @Override
    public Instant instant() {
        return base.instant().plus(ahead.get());
    }

    @Override
    public ZoneId getZone() {
        return base.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new EmulatorClock(base.withZone(zone), ahead);
    }
}
