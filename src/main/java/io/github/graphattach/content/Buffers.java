package io.github.graphattach.content;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Buffers for the way from disk to wire, used again: a range that brought its own would be most of what an upload allocates. */
final class Buffers {

    /** Writes of this size reach the socket without another copy; those of 8 KiB halve the throughput. */
    static final int SIZE = 64 * 1024;

    /** More than that many at once are made and forgotten. */
    private static final int MOST_KEPT = 64;

    private static final BlockingQueue<byte[]> FREE = new ArrayBlockingQueue<>(MOST_KEPT);

    private Buffers() {}

    /** {@return a buffer with whatever is in it, of {@link #SIZE}} */
    static byte[] take() {
        byte[] free = FREE.poll();
        return free == null ? new byte[SIZE] : free;
    }

    /**
     * Gives a buffer back.
     *
     * @param buffer nobody else uses it any more
     */
    static void giveBack(byte[] buffer) {
        boolean unused = FREE.offer(buffer);
    }
}
