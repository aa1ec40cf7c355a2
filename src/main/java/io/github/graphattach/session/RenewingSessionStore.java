package io.github.graphattach.session;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The heartbeat of the uploads in this JVM: a store that renews the leases which were claimed through it, from one task, and
 * knows at any moment which of them it still holds.
 *
 * <p>A JVM that was paused, by SIGSTOP or a long garbage collection, wakes up in the middle of whatever it was doing. So
 * {@link #isHeld} goes by this machine's monotonic clock and not by whether some renewal has already failed. The clock of a
 * machine that sleeps may stand still; then the next {@code save} tells.
 *
 * <p>Old records are purged once an hour.
 */
public final class RenewingSessionStore implements UploadSessionStore {

    private static final Logger LOG = LoggerFactory.getLogger(RenewingSessionStore.class);

    /** Two renewals in a row may fail before a lease is at risk. */
    private static final int BEATS_PER_LEASE = 3;

    private static final Duration PURGE_PERIOD = Duration.ofHours(1);

    private final UploadSessionStore store;
    private final LongSupplier nanoClock;
    private final long leaseNanos;
    private final Future<?> beats;
    private final Future<?> purges;

    /** When each lease was last known to be ours, by the monotonic clock, read before the store was asked. */
    private final Map<Lease, Long> held = new ConcurrentHashMap<>();

    /**
     * Starts the heartbeat.
     *
     * @param store keeps the uploads; stays open when this one is closed
     * @param scheduler runs the heartbeat, which blocks while it asks the store: not one that others rely on to be punctual
     * @param nanoClock a monotonic clock such as {@code System::nanoTime}
     */
    public RenewingSessionStore(UploadSessionStore store, ScheduledExecutorService scheduler, LongSupplier nanoClock) {
        this.store = store;
        this.nanoClock = nanoClock;
        this.leaseNanos = store.terms().lease().toNanos();
        long period = Math.max(1, leaseNanos / BEATS_PER_LEASE);
        this.beats = scheduler.scheduleWithFixedDelay(this::beat, period, period, TimeUnit.NANOSECONDS);
        this.purges = scheduler.scheduleWithFixedDelay(
                this::purgeQuietly, period, PURGE_PERIOD.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Tells whether an upload is surely still the caller's. Asks nobody; cheap enough for every buffer that is sent.
     *
     * @param lease from {@link #claim}
     * @return false when the lease was lost, ended, or not renewed for as long as it lasts; then nothing more may be sent
     */
    public boolean isHeld(Lease lease) {
        Long since = held.get(lease);
        return since != null && nanoClock.getAsLong() - since < leaseNanos;
    }

    /**
     * Stops the heartbeat of a lease and leaves it to run off.
     *
     * @param lease nothing more is done under it
     */
    public void forget(Lease lease) {
        held.remove(lease);
    }

    @Override
    public LeaseTerms terms() {
        return store.terms();
    }

    @Override
    public Claim claim(String key) {
        return kept(() -> store.claim(key));
    }

    @Override
    public Claim claimAnew(String key, CompletedUpload gone) {
        return kept(() -> store.claimAnew(key, gone));
    }

    private Claim kept(Supplier<Claim> asking) {
        long asked = nanoClock.getAsLong();
        Claim claim = asking.get();
        if (claim instanceof Claim.Claimed claimed) {
            held.put(claimed.lease(), asked);
        }
        return claim;
    }

    @Override
    public boolean save(Lease lease, Checkpoint checkpoint) {
        return keep(lease, () -> store.save(lease, checkpoint));
    }

    @Override
    public Optional<MailRecord> mail(Lease lease) {
        return store.mail(lease);
    }

    @Override
    public boolean saveMail(Lease lease, MailRecord mail) {
        return keep(lease, () -> store.saveMail(lease, mail));
    }

    @Override
    public boolean renew(Lease lease) {
        return keep(lease, () -> store.renew(lease));
    }

    @Override
    public void carryOver(String formerKey, String key) {
        store.carryOver(formerKey, key);
    }

    @Override
    public boolean adopt(Lease lease, String itemKey, Checkpoint checkpoint, Proof proof) {
        return store.adopt(lease, itemKey, checkpoint, proof);
    }

    @Override
    public boolean complete(Lease lease, CompletedUpload upload) {
        held.remove(lease);
        return store.complete(lease, upload);
    }

    @Override
    public boolean release(Lease lease) {
        held.remove(lease);
        return store.release(lease);
    }

    @Override
    public boolean remove(Lease lease) {
        held.remove(lease);
        return store.remove(lease);
    }

    @Override
    public int purge() {
        return store.purge();
    }

    @Override
    public void requireReachable() {
        store.requireReachable();
    }

    /** Ends the heartbeat. The store behind it stays open: it is its maker's. */
    @Override
    public void close() {
        beats.cancel(false);
        purges.cancel(false);
        held.clear();
    }

    private boolean keep(Lease lease, BooleanSupplier signOfLife) {
        long asked = nanoClock.getAsLong();
        boolean ours = signOfLife.getAsBoolean();
        if (ours) {
            held.computeIfPresent(lease, (same, since) -> asked - since > 0 ? asked : since);
        } else if (held.remove(lease) != null) {
            LOG.warn("Upload {} was taken over by another owner; this one sends nothing more", lease.key());
        }
        return ours;
    }

    /** A task that throws would not run again. */
    private void beat() {
        Optional<RuntimeException> failure = Optional.empty();
        for (Lease lease : held.keySet()) {
            try {
                renew(lease);
            } catch (RuntimeException e) {
                failure = Optional.of(e);
            }
        }
        failure.ifPresent(
                e -> LOG.warn("Leases could not be renewed, uploads may be lost to others: {}", e.getMessage()));
    }

    private void purgeQuietly() {
        try {
            int count = purge();
            LOG.debug("{} old uploads were purged", count);
        } catch (RuntimeException e) {
            LOG.warn("Old uploads could not be purged, the next try is in an hour: {}", e.getMessage());
        }
    }
}
