package io.github.graphattach.session;

import java.time.Duration;

/**
 * How long a store keeps what.
 *
 * @param lease how long an owner that gives no sign of life stays the owner; {@link #DEFAULT_LEASE} by default
 * @param grace how much longer nobody else may take over, so that a request the owner started in its last moment has ended:
 *     the option {@code requestTimeout}. Zero where only one JVM can open the store, as an H2 file: it stops as a whole
 * @param retention how long the record of a completed upload is kept, and a checkpoint that nobody came back for;
 *     {@link #DEFAULT_RETENTION} by default
 */
public record LeaseTerms(Duration lease, Duration grace, Duration retention) {

    /** Long enough for a garbage collection or a restart of the database, short enough to wait for after a crash. */
    public static final Duration DEFAULT_LEASE = Duration.ofSeconds(30);

    /** Seven days: within them the same upload is not done twice. */
    public static final Duration DEFAULT_RETENTION = Duration.ofDays(7);

    /** Refuses terms under which nothing could be owned or kept. */
    public LeaseTerms {
        if (lease.toMillis() < 1 || grace.isNegative() || retention.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "A lease of " + lease + ", a grace of " + grace + " and a retention of " + retention
                            + " cannot be kept: lease and retention last 1 ms or longer, the grace is not negative");
        }
    }

    /**
     * The default terms.
     *
     * @param requestTimeout the longest a request of the owner can outlive its lease
     * @return them
     */
    public static LeaseTerms withGrace(Duration requestTimeout) {
        return new LeaseTerms(DEFAULT_LEASE, requestTimeout, DEFAULT_RETENTION);
    }

    /** How long after a sign of life nobody else can take over. */
    Duration untilTakeover() {
        return lease.plus(grace);
    }
}
