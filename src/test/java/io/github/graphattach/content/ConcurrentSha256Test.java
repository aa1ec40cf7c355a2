package io.github.graphattach.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ConcurrentSha256Test {

    private final ExecutorService pool = Executors.newCachedThreadPool();

    @AfterEach
    void stop() throws InterruptedException {
        pool.shutdown();
        assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void manyAtOnceAreRightThoughTheirBuffersAreWrittenToAgain() throws Exception {
        List<Future<String>> hashes = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int seed = 0; seed < 24; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[3_000_000 + random.nextInt(100)];
            random.nextBytes(bytes);
            expected.add(sha256(bytes));
            hashes.add(pool.submit(() -> inPieces(bytes, random, new ConcurrentSha256(pool))));
        }
        for (int i = 0; i < hashes.size(); i++) {
            assertThat(hashes.get(i).get()).isEqualTo(expected.get(i));
        }
    }

    /** One buffer for all pieces, as those who read files have it; some of its bytes are no part of the content. */
    private static String inPieces(byte[] bytes, Random random, ConcurrentSha256 digest) throws Exception {
        byte[] buffer = new byte[Buffers.SIZE];
        for (int from = 0; from < bytes.length; ) {
            int length = Math.min(bytes.length - from, 1 + random.nextInt(Buffers.SIZE));
            int offset = random.nextInt(Buffers.SIZE - length + 1);
            System.arraycopy(bytes, from, buffer, offset, length);
            digest.update(buffer, offset, length);
            Arrays.fill(buffer, (byte) 7);
            from += length;
            if (random.nextInt(20) == 0) {
                assertThat(digest.hex()).isEqualTo(sha256(Arrays.copyOf(bytes, from)));
            }
        }
        return digest.hex();
    }

    @Test
    void theCallerGoesOnBeforeALargePieceIsHashed() throws Exception {
        Assumptions.assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "one processor hashes in line");
        Queue<Runnable> later = new ArrayDeque<>();
        ConcurrentSha256 digest = new ConcurrentSha256(later::add);
        byte[] piece = new byte[Buffers.SIZE];

        digest.update(piece, 0, piece.length);
        digest.update(piece, 0, piece.length);

        assertThat(later)
                .as("one thread for both pieces, as they are hashed one after the other")
                .hasSize(1);
        later.remove().run();
        digest.update(piece, 0, piece.length);
        assertThat(later).as("a thread for what came when the first had gone").hasSize(1);
        assertThat(digest.hex()).isEqualTo(sha256(new byte[3 * Buffers.SIZE]));
    }

    @Test
    void aSmallPieceIsHashedWhereItIs() throws Exception {
        ConcurrentSha256 digest = new ConcurrentSha256(task -> {
            throw new AssertionError("nobody should be woken for ten bytes");
        });

        digest.update(new byte[10], 0, 10);

        assertThat(digest.hex()).isEqualTo(sha256(new byte[10]));
    }

    @Test
    void noThreadIsNeeded() throws Exception {
        byte[] bytes = new byte[100 * Buffers.SIZE];
        new Random(1).nextBytes(bytes);
        ConcurrentSha256 refused = new ConcurrentSha256(task -> {
            throw new RejectedExecutionException("the pool is shut down");
        });
        ConcurrentSha256 neverRun = new ConcurrentSha256(task -> {});

        for (int at = 0; at < bytes.length; at += Buffers.SIZE) {
            refused.update(bytes, at, Buffers.SIZE);
            neverRun.update(bytes, at, Buffers.SIZE);
        }

        assertThat(refused.hex()).isEqualTo(sha256(bytes));
        assertThat(neverRun.hex()).isEqualTo(sha256(bytes));
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
