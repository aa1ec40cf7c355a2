package io.github.graphattach.session;

import java.time.Duration;
import java.util.Optional;

/** The answer to who asks to work on an upload. */
public sealed interface Claim {

    /**
     * The upload is the caller's.
     *
     * @param lease to be renewed, and ended by {@code complete}, {@code release} or {@code remove}
     * @param checkpoint what the owner before saved last; empty when there was none
     */
    record Claimed(Lease lease, Optional<Checkpoint> checkpoint) implements Claim {}

    /**
     * The upload was completed before.
     *
     * @param upload what came of it
     */
    record Completed(CompletedUpload upload) implements Claim {}

    /**
     * Somebody else is at it.
     *
     * @param retryIn when it could be taken over if its owner gave no further sign of life; longer than zero. The owner may
     *     be done much earlier
     */
    record Busy(Duration retryIn) implements Claim {}
}
