package io.github.graphattach.session;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * Keeps checkpoints for the life of this JVM, so that a redelivery resumes. It survives no crash and is shared with nobody.
 *
 * <p>It is bounded: when it is full, what was completed or released longest ago is forgotten, never an upload whose lease
 * runs.
 */
public final class InMemoryUploadSessionStore implements UploadSessionStore {

    /** How many uploads are remembered unless somebody says otherwise. */
    public static final int DEFAULT_CAPACITY = 1000;

    private final LeaseTerms terms;
    private final int capacity;
    private final LongSupplier nanoClock;
    private final String instance = UUID.randomUUID().toString();

    /** What was claimed, completed or released longest ago comes first. Guarded by this. */
    private final Map<String, Row> rows = new LinkedHashMap<>();

    private long claims;

    /**
     * Makes an empty store.
     *
     * @param terms how long leases and records last
     * @param capacity how many uploads to remember, 1 or more; more are kept only while all of them are at work
     * @param nanoClock a monotonic clock such as {@code System::nanoTime}
     * @throws IllegalArgumentException when the capacity is below 1
     */
    public InMemoryUploadSessionStore(LeaseTerms terms, int capacity, LongSupplier nanoClock) {
        if (capacity < 1) {
            throw new IllegalArgumentException("A capacity of " + capacity + " remembers nothing: give 1 or more");
        }
        this.terms = terms;
        this.capacity = capacity;
        this.nanoClock = nanoClock;
    }

    /** One upload; it has an owner, or a result, or only the checkpoint that was left behind. */
    private record Row(
            long epoch,
            Optional<Lease> lease,
            long freeAt,
            Optional<Checkpoint> checkpoint,
            Optional<CompletedUpload> result,
            Optional<String> adoptedId) {

        static Row atWork(Lease lease, long freeAt, Optional<Checkpoint> checkpoint, Optional<String> adoptedId) {
            return new Row(lease.epoch(), Optional.of(lease), freeAt, checkpoint, Optional.empty(), adoptedId);
        }

        Row left(long freeAt, Optional<Checkpoint> left, Optional<CompletedUpload> outcome) {
            return new Row(epoch, Optional.empty(), freeAt, left, outcome, adoptedId);
        }

        Row with(String attachmentId) {
            return new Row(epoch, lease, freeAt, checkpoint, result, Optional.of(attachmentId));
        }

        boolean isFree(long now) {
            return freeAt - now <= 0;
        }

        boolean isAtWork(long now) {
            return lease.isPresent() && !isFree(now);
        }
    }

    @Override
    public LeaseTerms terms() {
        return terms;
    }

    @Override
    public synchronized Claim claim(String key) {
        long now = nanoClock.getAsLong();
        Optional<Row> before = Optional.ofNullable(rows.get(key));
        if (before.isPresent() && !before.get().isFree(now)) {
            Duration wait = Duration.ofNanos(before.get().freeAt - now);
            return before.get().result.<Claim>map(Claim.Completed::new).orElseGet(() -> new Claim.Busy(wait));
        }
        long epoch = before.map(Row::epoch).orElse(0L) + 1;
        Lease lease = new Lease(key, instance + "/" + ++claims, epoch);
        Optional<Checkpoint> checkpoint = before.flatMap(Row::checkpoint);
        Optional<String> adoptedId = before.flatMap(Row::adoptedId);
        moveToEnd(key, Row.atWork(lease, takeoverAfter(now), checkpoint, adoptedId));
        makeRoom(now);
        return new Claim.Claimed(lease, checkpoint);
    }

    @Override
    public synchronized boolean save(Lease lease, Checkpoint checkpoint) {
        return keep(lease, row -> Optional.of(checkpoint));
    }

    @Override
    public synchronized boolean renew(Lease lease) {
        return keep(lease, Row::checkpoint);
    }

    @Override
    public synchronized boolean adopt(Lease lease, String attachmentId) {
        boolean isAnothers = rows.entrySet().stream()
                .anyMatch(row -> !row.getKey().equals(lease.key())
                        && row.getValue().adoptedId.equals(Optional.of(attachmentId)));
        Optional<Row> own = owned(lease).filter(row -> !isAnothers);
        own.ifPresent(row -> rows.put(lease.key(), row.with(attachmentId)));
        return own.isPresent();
    }

    @Override
    public synchronized boolean complete(Lease lease, CompletedUpload upload) {
        long end = nanoClock.getAsLong() + terms.retention().toNanos();
        return leave(lease, row -> row.left(end, Optional.empty(), Optional.of(upload)));
    }

    @Override
    public synchronized boolean release(Lease lease) {
        long now = nanoClock.getAsLong();
        return leave(lease, row -> row.left(now, row.checkpoint, Optional.empty()));
    }

    @Override
    public synchronized boolean remove(Lease lease) {
        Optional<Row> own = owned(lease);
        own.ifPresent(row -> rows.remove(lease.key()));
        return own.isPresent();
    }

    @Override
    public synchronized int purge() {
        long now = nanoClock.getAsLong();
        long retention = terms.retention().toNanos();
        int before = rows.size();
        rows.values().removeIf(row -> row.isFree(now - (row.result.isPresent() ? 0 : retention)));
        return before - rows.size();
    }

    @Override
    public synchronized void close() {
        rows.clear();
    }

    private Optional<Row> owned(Lease lease) {
        return Optional.ofNullable(rows.get(lease.key())).filter(row -> row.lease.equals(Optional.of(lease)));
    }

    private boolean keep(Lease lease, Function<Row, Optional<Checkpoint>> checkpoint) {
        long freeAt = takeoverAfter(nanoClock.getAsLong());
        Optional<Row> own = owned(lease);
        own.ifPresent(row -> rows.put(lease.key(), Row.atWork(lease, freeAt, checkpoint.apply(row), row.adoptedId)));
        return own.isPresent();
    }

    private boolean leave(Lease lease, UnaryOperator<Row> left) {
        Optional<Row> own = owned(lease);
        own.ifPresent(row -> moveToEnd(lease.key(), left.apply(row)));
        return own.isPresent();
    }

    private void moveToEnd(String key, Row row) {
        rows.remove(key);
        rows.put(key, row);
    }

    private void makeRoom(long now) {
        Iterator<Row> oldest = rows.values().iterator();
        while (rows.size() > capacity && oldest.hasNext()) {
            if (!oldest.next().isAtWork(now)) {
                oldest.remove();
            }
        }
    }

    private long takeoverAfter(long now) {
        return now + terms.untilTakeover().toNanos();
    }
}
