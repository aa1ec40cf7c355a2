package io.github.graphattach.emulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The limits that Outlook keeps per mailbox, and its refusal of parallel writes to one item.
 *
 * @see <a href="https://learn.microsoft.com/graph/throttling-limits#outlook-service-limits">Outlook service limits</a>
 */
final class Throttling {

    static final int CONCURRENT_REQUESTS = 4;
    static final int REQUESTS = 10_000;
    static final Duration REQUEST_WINDOW = Duration.ofMinutes(10);
    static final long UPLOAD_BYTES = 150_000_000;
    static final Duration UPLOAD_WINDOW = Duration.ofMinutes(5);

    private static final Set<RequestKind> WRITES_TO_ITEM = EnumSet.of(
            RequestKind.PUT_RANGE,
            RequestKind.POST_ATTACHMENT,
            RequestKind.DELETE_ATTACHMENT,
            RequestKind.CHANGE_ITEM,
            RequestKind.SEND);
    private static final Duration CONCURRENCY_PAUSE = Duration.ofSeconds(1);

    private final boolean real;
    private final Wording wording;
    private final Clock clock;
    private final Map<Mailbox, Usage> usages = new ConcurrentHashMap<>();
    private final Set<StoredItem> itemsBeingWritten = ConcurrentHashMap.newKeySet();

    Throttling(boolean real, Wording wording, Clock clock) {
        this.real = real;
        this.wording = wording;
        this.clock = clock;
    }

    void reset() {
        usages.clear();
        itemsBeingWritten.clear();
    }

    /**
     * Lets a request in, until the admission is ended.
     *
     * @throws GraphFailure 429 when its mailbox is over a limit, 412 when another request is writing to its item
     */
    Admission admit(IncomingRequest request) {
        if (!real || request.mailbox().isEmpty()) {
            return new Admission(Optional.empty(), Optional.empty());
        }
        Usage usage = usages.computeIfAbsent(request.mailbox().get(), mailbox -> new Usage());
        usage.enter(request.bytes());
        Optional<StoredItem> written = request.item().filter(item -> WRITES_TO_ITEM.contains(request.kind()));
        if (written.isPresent() && !itemsBeingWritten.add(written.get())) {
            usage.leave();
            throw new GraphFailure(
                    412,
                    "ErrorIrresolvableConflict",
                    "The send or update operation could not be performed because the change key passed in the"
                            + " request does not match the current change key for the item.");
        }
        return new Admission(Optional.of(usage), written);
    }

    private GraphFailure throttled(String limit, Duration retryAfter) {
        GraphFailure failure =
                new GraphFailure(429, "ApplicationThrottled", "Application is over its " + limit + " limit.");
        wording.retryAfter(retryAfter, clock.instant()).ifPresent(value -> failure.withHeader("Retry-After", value));
        return failure;
    }

    /** A request that was let in. */
    final class Admission {

        private final Optional<Usage> usage;
        private final Optional<StoredItem> written;
        private boolean ended;

        private Admission(Optional<Usage> usage, Optional<StoredItem> written) {
            this.usage = usage;
            this.written = written;
        }

        /** Counts the request no longer. Idempotent. */
        void end() {
            if (!ended) {
                ended = true;
                written.ifPresent(itemsBeingWritten::remove);
                usage.ifPresent(Usage::leave);
            }
        }
    }

    /** What one mailbox has used of its limits. */
    private final class Usage {

        private record Charge(Instant at, long bytes) {}

        private final Deque<Instant> requests = new ArrayDeque<>();
        private final Deque<Charge> uploads = new ArrayDeque<>();
        private long uploadedBytes;
        private int inFlight;

        synchronized void enter(long bytes) {
            Instant now = clock.instant();
            forget(now);
            if (inFlight >= CONCURRENT_REQUESTS) {
                throw throttled("MailboxConcurrency", CONCURRENCY_PAUSE);
            }
            if (requests.size() >= REQUESTS) {
                throw throttled(
                        "MailboxRequests",
                        Duration.between(now, requests.getFirst().plus(REQUEST_WINDOW)));
            }
            if (uploadedBytes + bytes > UPLOAD_BYTES && !uploads.isEmpty()) {
                Instant free = uploads.getFirst().at().plus(UPLOAD_WINDOW);
                throw throttled("MailboxUpload", Duration.between(now, free));
            }
            inFlight++;
            requests.addLast(now);
            if (bytes > 0) {
                uploads.addLast(new Charge(now, bytes));
                uploadedBytes += bytes;
            }
        }

        synchronized void leave() {
            inFlight--;
        }

        private void forget(Instant now) {
            while (!requests.isEmpty()
                    && !requests.getFirst().plus(REQUEST_WINDOW).isAfter(now)) {
                requests.removeFirst();
            }
            while (!uploads.isEmpty()
                    && !uploads.getFirst().at().plus(UPLOAD_WINDOW).isAfter(now)) {
                uploadedBytes -= uploads.removeFirst().bytes();
            }
        }
    }
}
