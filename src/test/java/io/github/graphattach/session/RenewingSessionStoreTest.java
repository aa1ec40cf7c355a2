package io.github.graphattach.session;

import static io.github.graphattach.session.Sample.COMPLETED;
import static io.github.graphattach.session.Sample.KEY;
import static io.github.graphattach.session.Sample.OTHER_KEY;
import static io.github.graphattach.session.Sample.checkpoint;
import static io.github.graphattach.session.Sample.claim;
import static io.github.graphattach.session.Sample.claimed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RenewingSessionStoreTest {

    private static final LeaseTerms TERMS =
            new LeaseTerms(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofDays(7));

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000);
    private final UploadSessionStore shared = new InMemoryUploadSessionStore(TERMS, 100, nanos::get);
    private final Tapped tapped = new Tapped(shared);
    private final HandDriven scheduler = new HandDriven();
    private final RenewingSessionStore store = new RenewingSessionStore(tapped, scheduler, nanos::get);

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
    }

    private void elapse(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aLeaseIsHeldFromItsClaimAsLongAsItLasts() {
        Lease lease = claim(store, KEY);
        assertThat(store.isHeld(lease)).isTrue();

        elapse(TERMS.lease().minusNanos(1));
        assertThat(store.isHeld(lease)).as("just before its end").isTrue();
        elapse(Duration.ofNanos(1));
        assertThat(store.isHeld(lease)).as("at its end").isFalse();
    }

    @Test
    void theHeartbeatKeepsAllLeases() {
        Lease one = claim(store, KEY);
        Lease other = claim(store, OTHER_KEY);

        for (int i = 0; i < 20; i++) {
            elapse(scheduler.period("beat"));
            scheduler.run("beat");
            assertThat(store.isHeld(one)).isTrue();
            assertThat(store.isHeld(other)).isTrue();
            assertThat(shared.claim(KEY)).isInstanceOf(Claim.Busy.class);
        }
        assertThat(scheduler.period("beat")).isEqualTo(TERMS.lease().dividedBy(3));
    }

    static List<BiPredicate<UploadSessionStore, Lease>> signsOfLife() {
        return List.of(UploadSessionStore::renew, (store, lease) -> store.save(lease, checkpoint(7)));
    }

    @ParameterizedTest
    @MethodSource("signsOfLife")
    void aSignOfLifeKeepsTheLeaseToo(BiPredicate<UploadSessionStore, Lease> sign) {
        Lease lease = claim(store, KEY);

        elapse(TERMS.lease().minusNanos(1));
        assertThat(sign.test(store, lease)).isTrue();
        elapse(TERMS.lease().minusNanos(1));

        assertThat(store.isHeld(lease)).isTrue();
    }

    @Test
    void anOwnerThatWasPausedKnowsThatItLostBeforeAnybodyIsAsked() {
        Lease paused = claim(store, KEY);
        elapse(TERMS.lease().plus(TERMS.grace()));
        Lease taken = claim(shared, KEY);
        tapped.broken = true;

        assertThat(store.isHeld(paused)).isFalse();

        tapped.broken = false;
        scheduler.run("beat");
        assertThat(store.isHeld(paused)).as("after a heartbeat").isFalse();
        assertThat(store.save(paused, checkpoint(7))).isFalse();
        assertThat(shared.renew(taken)).as("the new owner is not disturbed").isTrue();
    }

    @Test
    void anOwnerThatWakesUpBeforeAnybodyTookOverGoesOn() {
        Lease paused = claim(store, KEY);
        elapse(TERMS.lease().plus(TERMS.grace()).minusSeconds(1));
        assertThat(store.isHeld(paused)).isFalse();

        scheduler.run("beat");

        assertThat(store.isHeld(paused)).isTrue();
        elapse(TERMS.grace());
        assertThat(shared.claim(KEY)).isInstanceOf(Claim.Busy.class);
    }

    @Test
    void aLossIsRememberedEvenWhenItWasJustRenewed() {
        Lease lease = claim(store, KEY);
        shared.remove(lease);

        assertThat(store.save(lease, checkpoint(7))).isFalse();

        assertThat(store.isHeld(lease)).isFalse();
    }

    @Test
    void theTimeThatAClaimTakesCounts() {
        tapped.before = () -> elapse(TERMS.lease());

        Lease lease = claim(store, KEY);

        assertThat(store.isHeld(lease)).isFalse();
    }

    @Test
    void theTimeThatARenewalTakesCounts() {
        Lease lease = claim(store, KEY);
        tapped.before = () -> elapse(TERMS.lease());

        store.renew(lease);

        assertThat(store.isHeld(lease)).isFalse();
    }

    @Test
    void aHeartbeatThatFailsIsTriedAgainUntilTheLeaseEnds() {
        Lease lease = claim(store, KEY);
        tapped.broken = true;
        elapse(scheduler.period("beat"));
        scheduler.run("beat");
        assertThat(store.isHeld(lease)).as("after one failure").isTrue();
        elapse(TERMS.lease());
        scheduler.run("beat");
        assertThat(store.isHeld(lease)).as("after the lease").isFalse();

        tapped.broken = false;
        scheduler.run("beat");
        assertThat(store.isHeld(lease)).as("after the failure").isTrue();
    }

    static List<BiPredicate<UploadSessionStore, Lease>> ends() {
        return List.of(
                UploadSessionStore::release,
                UploadSessionStore::remove,
                (store, lease) -> store.complete(lease, COMPLETED));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void whatHasEndedIsNotHeldAndNotRenewed(BiPredicate<UploadSessionStore, Lease> end) {
        Lease lease = claim(store, KEY);

        assertThat(end.test(store, lease)).isTrue();

        assertThat(store.isHeld(lease)).isFalse();
        int calls = tapped.calls;
        scheduler.run("beat");
        assertThat(tapped.calls).as("calls of the store").isEqualTo(calls);
    }

    @ParameterizedTest
    @MethodSource("ends")
    void aRenewalThatAnEndOvertakesRevivesNothing(BiPredicate<UploadSessionStore, Lease> end) {
        Lease lease = claim(store, KEY);
        tapped.afterRenewal = () -> assertThat(end.test(store, lease)).isTrue();

        scheduler.run("beat");

        assertThat(store.isHeld(lease)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("ends")
    void anEndThatFailsLetsTheLeaseRunOff(BiPredicate<UploadSessionStore, Lease> end) {
        Lease lease = claim(store, KEY);
        tapped.broken = true;
        assertThatThrownBy(() -> end.test(store, lease)).isInstanceOf(SessionStoreException.class);
        tapped.broken = false;

        elapse(TERMS.lease().plus(TERMS.grace()));
        scheduler.run("beat");

        assertThat(shared.claim(KEY)).isInstanceOf(Claim.Claimed.class);
    }

    @Test
    void anUploadOfSomebodyElseIsNotHeld() {
        claim(shared, KEY);

        assertThat(store.claim(KEY)).isInstanceOf(Claim.Busy.class);
        assertThat(store.isHeld(new Lease(KEY, "somebody", 1))).isFalse();
        assertThat(claimed(store.claim(OTHER_KEY)).checkpoint()).isEmpty();
    }

    @Test
    void oldRecordsArePurgedEveryHourEvenAfterAFailure() {
        store.complete(claim(store, KEY), COMPLETED);
        elapse(TERMS.retention());
        tapped.broken = true;
        scheduler.run("purge");
        tapped.broken = false;
        scheduler.run("purge");

        assertThat(shared.purge()).as("left to be purged").isZero();
        assertThat(scheduler.period("purge")).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void closingEndsTheHeartbeatAndLeavesTheStoreOpen() {
        Lease lease = claim(store, KEY);

        store.close();

        assertThat(scheduler.tasks).allMatch(Task::isCancelled);
        assertThat(store.isHeld(lease)).isFalse();
        assertThat(tapped.closed).as("the store is its maker's to close").isFalse();
    }

    /** Runs its tasks when it is told to. */
    private static final class HandDriven extends ScheduledThreadPoolExecutor {

        private final List<Task> tasks = new ArrayList<>();

        HandDriven() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(
                Runnable command, long initialDelay, long delay, TimeUnit unit) {
            Task task = new Task(command, Duration.ofNanos(unit.toNanos(delay)));
            tasks.add(task);
            return task;
        }

        private Task task(String name) {
            return tasks.get(name.equals("beat") ? 0 : 1);
        }

        void run(String name) {
            task(name).command.run();
        }

        Duration period(String name) {
            return task(name).period;
        }
    }

    private static final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {

        private final Runnable command;
        private final Duration period;

        Task(Runnable command, Duration period) {
            super(command, null);
            this.command = command;
            this.period = period;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(period);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    /** A store that can be slow, out of order, and counts. */
    private static final class Tapped implements UploadSessionStore {

        private final UploadSessionStore store;
        private Runnable before = () -> {};
        private Runnable afterRenewal = () -> {};
        private boolean broken;
        private boolean closed;
        private int calls;

        Tapped(UploadSessionStore store) {
            this.store = store;
        }

        private UploadSessionStore tap() {
            calls++;
            before.run();
            if (broken) {
                throw new SessionStoreException("The database is away");
            }
            return store;
        }

        @Override
        public LeaseTerms terms() {
            return store.terms();
        }

        @Override
        public Claim claim(String key) {
            return tap().claim(key);
        }

        @Override
        public boolean save(Lease lease, Checkpoint checkpoint) {
            return tap().save(lease, checkpoint);
        }

        @Override
        public boolean renew(Lease lease) {
            boolean renewed = tap().renew(lease);
            afterRenewal.run();
            return renewed;
        }

        @Override
        public Claim claimAnew(String key, CompletedUpload gone) {
            return tap().claimAnew(key, gone);
        }

        @Override
        public boolean adopt(Lease lease, String itemKey, Checkpoint checkpoint, Proof proof) {
            return tap().adopt(lease, itemKey, checkpoint, proof);
        }

        @Override
        public boolean complete(Lease lease, CompletedUpload upload) {
            return tap().complete(lease, upload);
        }

        @Override
        public boolean release(Lease lease) {
            return tap().release(lease);
        }

        @Override
        public boolean remove(Lease lease) {
            return tap().remove(lease);
        }

        @Override
        public int purge() {
            return tap().purge();
        }

        @Override
        public void close() {
            closed = true;
            store.close();
        }
    }
}
