package io.github.graphattach.session;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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

    /** What is known of the mails among them. Guarded by this. */
    private final Map<String, MailRecord> mails = new HashMap<>();

    /** Which of them has an attachment, so that none has to be searched. Guarded by this. */
    private final Map<Attachment, String> owners = new HashMap<>();

    private long claims;

    /** Counts what happens, so that of two events it is known which came first. */
    private long events;

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

    /**
     * One upload; it has an owner, or a result, or only the checkpoint that was left behind.
     *
     * @param madeSince the event with which the owner first said that the service may have made the attachment
     */
    private record Row(
            long epoch,
            Optional<Lease> lease,
            long freeAt,
            Optional<Checkpoint> checkpoint,
            Optional<CompletedUpload> result,
            Optional<Adopted> adopted,
            Optional<Long> madeSince) {

        static final Row NEW =
                new Row(0, Optional.empty(), 0, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        Row claimed(Lease next, long busyUntil) {
            return new Row(
                    next.epoch(), Optional.of(next), busyUntil, checkpoint, Optional.empty(), adopted, madeSince);
        }

        Row saved(Checkpoint latest, long event, long busyUntil) {
            Optional<Long> since = latest.mayBeMade() ? madeSince.or(() -> Optional.of(event)) : Optional.empty();
            return new Row(epoch, lease, busyUntil, Optional.of(latest), result, adopted, since);
        }

        Row renewed(long busyUntil) {
            return new Row(epoch, lease, busyUntil, checkpoint, result, adopted, madeSince);
        }

        Row released(long now) {
            return new Row(epoch, Optional.empty(), now, checkpoint, Optional.empty(), adopted, madeSince);
        }

        Row completed(CompletedUpload upload, long keptUntil) {
            return new Row(
                    epoch,
                    Optional.empty(),
                    keptUntil,
                    Optional.empty(),
                    Optional.of(upload),
                    adopted,
                    Optional.empty());
        }

        Row owning(Optional<Adopted> attachment) {
            return new Row(epoch, lease, freeAt, checkpoint, result, attachment, madeSince);
        }

        boolean isCompletedAs(CompletedUpload upload) {
            return result.equals(Optional.of(upload));
        }

        boolean isFree(long now) {
            return freeAt - now <= 0;
        }

        boolean isAtWork(long now) {
            return lease.isPresent() && !isFree(now);
        }
    }

    private record Attachment(String itemKey, String id) {}

    /** An attachment of an item, and the event of taking it. */
    private record Adopted(Attachment attachment, long event) {}

    @Override
    public LeaseTerms terms() {
        return terms;
    }

    @Override
    public synchronized Claim claim(String key) {
        long now = nanoClock.getAsLong();
        Row row = rows.getOrDefault(key, Row.NEW);
        if (rows.containsKey(key) && !row.isFree(now)) {
            Duration wait = Duration.ofNanos(row.freeAt - now);
            return row.result.<Claim>map(Claim.Completed::new).orElseGet(() -> new Claim.Busy(wait));
        }
        Lease lease = new Lease(key, instance + "/" + ++claims, row.epoch + 1);
        moveToEnd(key, row.claimed(lease, takeoverAfter(now)));
        makeRoom(now);
        return new Claim.Claimed(lease, row.checkpoint);
    }

    @Override
    public synchronized Claim claimAnew(String key, CompletedUpload gone) {
        if (rows.getOrDefault(key, Row.NEW).isCompletedAs(gone)) {
            takeAttachment(key);
        }
        return claim(key);
    }

    @Override
    public synchronized boolean save(Lease lease, Checkpoint checkpoint) {
        long freeAt = takeoverAfter(nanoClock.getAsLong());
        return change(lease, row -> row.saved(checkpoint, ++events, freeAt));
    }

    @Override
    public synchronized Optional<MailRecord> mail(Lease lease) {
        return owned(lease).flatMap(row -> Optional.ofNullable(mails.get(lease.key())));
    }

    @Override
    public synchronized boolean saveMail(Lease lease, MailRecord mail) {
        boolean ours = renew(lease);
        if (ours) {
            mails.put(lease.key(), mail);
        }
        return ours;
    }

    @Override
    public synchronized boolean renew(Lease lease) {
        return change(lease, row -> row.renewed(takeoverAfter(nanoClock.getAsLong())));
    }

    @Override
    public synchronized boolean adopt(Lease lease, String itemKey, Checkpoint checkpoint, Proof proof) {
        Optional<Row> own = owned(lease);
        if (own.isEmpty()) {
            return false;
        }
        Attachment attachment =
                new Attachment(itemKey, checkpoint.attachmentId().orElseThrow());
        Optional<String> another = Optional.ofNullable(owners.get(attachment)).filter(key -> !key.equals(lease.key()));
        if (another.isPresent()) {
            boolean isStale =
                    proof == Proof.NAMED && isBefore(rows.getOrDefault(another.get(), Row.NEW), own.get().madeSince);
            if (!isStale) {
                return false;
            }
            takeAttachment(another.get());
        }
        disown(lease.key());
        owners.put(attachment, lease.key());
        Adopted adopted = new Adopted(attachment, ++events);
        return change(lease, row -> row.owning(Optional.of(adopted))) && save(lease, checkpoint);
    }

    private static boolean isBefore(Row owner, Optional<Long> madeSince) {
        return madeSince.isEmpty() || owner.adopted.orElseThrow().event < madeSince.get();
    }

    /** What it has attached is gone, so it is not completed either. */
    private void takeAttachment(String key) {
        disown(key);
        rows.computeIfPresent(key, (same, row) -> (row.result.isPresent() ? row.released(nanoClock.getAsLong()) : row)
                .owning(Optional.empty()));
    }

    private void disown(String key) {
        rows.getOrDefault(key, Row.NEW).adopted.ifPresent(own -> owners.remove(own.attachment));
    }

    @Override
    public synchronized boolean complete(Lease lease, CompletedUpload upload) {
        long keptUntil = nanoClock.getAsLong() + terms.retention().toNanos();
        return leave(lease, row -> row.completed(upload, keptUntil));
    }

    @Override
    public synchronized boolean release(Lease lease) {
        return leave(lease, row -> row.released(nanoClock.getAsLong()));
    }

    @Override
    public synchronized boolean remove(Lease lease) {
        Optional<Row> own = owned(lease);
        own.ifPresent(row -> forget(lease.key()));
        return own.isPresent();
    }

    @Override
    public synchronized int purge() {
        long now = nanoClock.getAsLong();
        long retention = terms.retention().toNanos();
        int before = rows.size();
        rows.values().removeIf(row -> row.isFree(now - (row.result.isPresent() ? 0 : retention)));
        mails.keySet().retainAll(rows.keySet());
        owners.values().retainAll(rows.keySet());
        return before - rows.size();
    }

    @Override
    public synchronized void close() {
        rows.clear();
        mails.clear();
        owners.clear();
    }

    private Optional<Row> owned(Lease lease) {
        return Optional.ofNullable(rows.get(lease.key())).filter(row -> row.lease.equals(Optional.of(lease)));
    }

    private boolean change(Lease lease, UnaryOperator<Row> changed) {
        Optional<Row> own = owned(lease);
        own.ifPresent(row -> rows.put(lease.key(), changed.apply(row)));
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
        Iterator<Map.Entry<String, Row>> oldest = rows.entrySet().iterator();
        while (rows.size() > capacity && oldest.hasNext()) {
            Map.Entry<String, Row> row = oldest.next();
            if (!row.getValue().isAtWork(now)) {
                disown(row.getKey());
                mails.remove(row.getKey());
                oldest.remove();
            }
        }
    }

    /** What is known of a mail goes with its row. */
    private void forget(String key) {
        disown(key);
        rows.remove(key);
        mails.remove(key);
    }

    private long takeoverAfter(long now) {
        return now + terms.untilTakeover().toNanos();
    }
}
