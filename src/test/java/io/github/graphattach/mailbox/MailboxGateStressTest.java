package io.github.graphattach.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.mailbox.MailboxGate.Permit;
import io.github.graphattach.mailbox.MailboxGate.Waiting;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MailboxGateStressTest {

    private static final int THREADS = 8;
    private static final int REQUESTS_PER_THREAD = 5_000;
    private static final int KEYS = 4;
    private static final int LIMIT = 2;

    private final Map<String, AtomicInteger> inside = new ConcurrentHashMap<>();
    private final AtomicInteger crowds = new AtomicInteger();
    private final AtomicInteger granted = new AtomicInteger();
    private final AtomicInteger cancelled = new AtomicInteger();

    @Test
    @Timeout(60)
    void manyThreadsNeverCrowdAKeyAndNobodyIsLostOrServedTwice() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        ExecutorService clients = Executors.newFixedThreadPool(THREADS);
        MailboxGate gate = new MailboxGate(Runnable::run);
        CountDownLatch open = new CountDownLatch(THREADS * REQUESTS_PER_THREAD);
        try {
            List<? extends Future<?>> runs = IntStream.range(0, THREADS)
                    .mapToObj(seed -> clients.submit(() -> client(gate, pool, seed, open)))
                    .toList();
            for (Future<?> run : runs) {
                run.get();
            }
            assertThat(open.await(40, TimeUnit.SECONDS))
                    .as("%s requests were neither granted nor cancelled", open.getCount())
                    .isTrue();
        } finally {
            clients.shutdownNow();
            pool.shutdown();
        }
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();

        assertThat(crowds).as("times more than the limit were inside").hasValue(0);
        assertThat(granted.get() + cancelled.get()).isEqualTo(THREADS * REQUESTS_PER_THREAD);
        assertThat(cancelled.get()).as("some cancelled").isPositive();
        assertThat(gate.snapshot()).isEmpty();
    }

    private void client(MailboxGate gate, ExecutorService pool, int seed, CountDownLatch open) {
        Random random = new Random(seed);
        for (int i = 0; i < REQUESTS_PER_THREAD; i++) {
            String key = "key" + random.nextInt(KEYS);
            boolean later = random.nextBoolean();
            Waiting waiting =
                    gate.acquire(key, LIMIT, pool, permit -> work(key, permit, later ? pool : Runnable::run, open));
            if (random.nextInt(4) == 0 && waiting.cancel()) {
                cancelled.incrementAndGet();
                open.countDown();
            }
        }
    }

    private void work(String key, Permit permit, Executor where, CountDownLatch open) {
        AtomicInteger here = inside.computeIfAbsent(key, name -> new AtomicInteger());
        if (here.incrementAndGet() > LIMIT) {
            crowds.incrementAndGet();
        }
        granted.incrementAndGet();
        where.execute(() -> {
            here.decrementAndGet();
            permit.close();
            open.countDown();
        });
    }
}
