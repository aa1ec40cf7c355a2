package io.github.graphattach.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Many threads, each with a store of its own where stores can share their rows, and one upload. */
final class OwnershipRace {

    private static final int THREADS = 6;

    private OwnershipRace() {}

    /** {@return what the threads returned} */
    static <T> List<T> together(Supplier<Callable<T>> tasks) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Callable<T> task = tasks.get();
                running.add(pool.submit(() -> {
                    start.await(30, TimeUnit.SECONDS);
                    return task.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get(60, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    /** All ask for the same new upload at once: one gets it. */
    static void claimAtOnce(Supplier<UploadSessionStore> stores, int rounds) throws Exception {
        for (int round = 0; round < rounds; round++) {
            String key = "at once " + round;
            List<Claim> claims = together(() -> {
                UploadSessionStore store = stores.get();
                return () -> store.claim(key);
            });
            assertThat(claims)
                    .as("claims of one new upload by %s threads, round %s", THREADS, round)
                    .filteredOn(Claim.Claimed.class::isInstance)
                    .hasSize(1);
        }
    }

    /**
     * Each thread claims, counts one up in the checkpoint and lets go, or plays dead so that it is taken over while it works.
     * Were there ever two owners, an epoch would come twice or a count would be lost.
     *
     * @param stores with leases of a few milliseconds
     */
    static void countUp(Supplier<UploadSessionStore> stores, int claimsPerThread) throws Exception {
        Map<Long, String> owners = new ConcurrentHashMap<>();
        AtomicLong counted = new AtomicLong();
        AtomicInteger lost = new AtomicInteger();
        together(() -> {
            UploadSessionStore store = stores.get();
            return () -> {
                for (int i = 0; i < claimsPerThread; i++) {
                    Claim.Claimed mine = claimPatiently(store);
                    assertThat(owners.put(mine.lease().epoch(), mine.lease().owner()))
                            .as("another owner of epoch %s", mine.lease().epoch())
                            .isNull();
                    long next = mine.checkpoint().map(Checkpoint::nextOffset).orElse(0L) + 1;
                    if (i % 3 == 0) {
                        playDead(store.terms());
                    }
                    if (store.save(mine.lease(), Sample.checkpoint(next))) {
                        counted.incrementAndGet();
                        store.release(mine.lease());
                    } else {
                        lost.incrementAndGet();
                    }
                }
                return true;
            };
        });
        assertThat(claimPatiently(stores.get()).checkpoint().map(Checkpoint::nextOffset))
                .as("what was counted")
                .contains(counted.get());
        assertThat(lost).as("leases that were lost to a takeover").hasPositiveValue();
    }

    private static Claim.Claimed claimPatiently(UploadSessionStore store) {
        return Sample.claimed(await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(30))
                .until(() -> store.claim("contended"), Claim.Claimed.class::isInstance));
    }

    /** Long enough for somebody else to come. */
    private static void playDead(LeaseTerms terms) {
        await().pollInSameThread()
                .pollDelay(terms.untilTakeover().multipliedBy(2))
                .until(() -> true);
    }
}
