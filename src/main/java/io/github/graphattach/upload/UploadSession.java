package io.github.graphattach.upload;

import io.github.graphattach.graph.GraphClient;
import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.graph.UploadUrl;
import io.github.graphattach.session.Checkpoint;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * An open upload session.
 *
 * @param url where its ranges go
 * @param expiry when the service will forget it, as it said
 * @param deadlineNanos the same on this machine's monotonic clock: a clock that is set cannot shorten or lengthen it
 */
record UploadSession(UploadUrl url, Optional<Instant> expiry, long deadlineNanos) {

    /** No range starts in a session's last minute, because it could end after it. */
    private static final Duration LAST_MINUTE = Duration.ofMinutes(1);

    private static final Duration LONGEST_LIFE = Duration.ofDays(365);

    /**
     * Reads the answer that opened a session. Its remaining life is its expiry minus the answer's own date.
     *
     * @param reply 2xx of createUploadSession
     * @param clock this machine's
     * @return the session; empty when the answer names no usable upload URL
     */
    static Optional<UploadSession> of(GraphReply reply, UploadClock clock) {
        String url = reply.field("uploadUrl").asText("");
        Optional<Instant> expiry = instant(reply.field("expirationDateTime").asText(""));
        return session(url, expiry, reply.date().orElse(clock.now()), clock);
    }

    /**
     * Takes up the session that an earlier try opened. That may have been in another process, so its life goes by the clock
     * on the wall; and under another configuration, so its host is judged anew.
     *
     * @param left what the try wrote down
     * @param clock this machine's
     * @param uploadHost where ranges may go
     * @return the session; empty when there is none, or it is of no use any more
     */
    static Optional<UploadSession> restored(Checkpoint left, UploadClock clock, UploadHost uploadHost) {
        return left.uploadUrl()
                .flatMap(url -> session(url, left.expiry(), clock.now(), clock))
                .filter(session -> session.isUsable(clock) && uploadHost.isAllowed(session.url()));
    }

    private static Optional<UploadSession> session(
            String url, Optional<Instant> expiry, Instant now, UploadClock clock) {
        Duration life = expiry.map(end -> Duration.between(now, end))
                .filter(left -> left.compareTo(LONGEST_LIFE) < 0)
                .map(left -> left.isNegative() ? Duration.ZERO : left)
                .orElse(LONGEST_LIFE);
        try {
            return Optional.of(new UploadSession(UploadUrl.of(url), expiry, clock.nanos() + life.toNanos()));
        } catch (IllegalArgumentException noUrl) {
            return Optional.empty();
        }
    }

    /** {@return whether another range may start} */
    boolean isUsable(UploadClock clock) {
        return deadlineNanos - clock.nanos() > LAST_MINUTE.toNanos();
    }

    /** Asks for the session to be deleted, if need be twice; {@return whether it is gone} */
    boolean delete(GraphClient client) {
        // An interrupted thread would not get the request out.
        boolean interrupted = Thread.interrupted();
        boolean deleted = false;
        for (int tries = 0; tries < 2 && !deleted; tries++) {
            deleted = isDeleted(client);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return deleted;
    }

    /** Asks for the session to be deleted; {@return whether asking again is of no use} */
    boolean isDeleted(GraphClient client) {
        try {
            return !client.deleteSession(url).mayPass();
        } catch (IOException noAnswer) {
            return false;
        }
    }

    /** The service writes up to seven fractional digits, and now and then an offset. */
    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }
}
