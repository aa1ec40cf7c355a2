package io.github.graphattach.content;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A SHA-256 that another thread works out while the caller goes on to read and to send. It takes copies, which costs a
 * twentieth of the hashing, and few of them: where none is free, or there is one processor only, the caller hashes itself.
 *
 * <p>It is fed and asked by one thread at a time. Nobody has to wait for a thread to be free: who asks does what is left.
 */
public final class ConcurrentSha256 {

    /** To wake another thread takes as long as to hash this much. */
    private static final int LEAST_HANDED_OVER = 16 * 1024;

    private static final int MOST_COPIES = 16;

    /** 1 MiB in this JVM, however many uploads there are: more of them than processors have nothing to gain. */
    private static final Semaphore COPIES =
            new Semaphore(Runtime.getRuntime().availableProcessors() > 1 ? MOST_COPIES : 0);

    private final Executor others;
    private final Queue<Piece> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean handedOver = new AtomicBoolean();

    /** Who has it hashes; pieces are taken from the queue in their order only by its owner. */
    private final ReentrantLock hashing = new ReentrantLock();

    private final MessageDigest digest = Sha256.newDigest();

    /**
     * Starts with no bytes.
     *
     * @param others runs what is worked out beside the caller; may refuse
     */
    public ConcurrentSha256(Executor others) {
        this.others = others;
    }

    /**
     * Adds bytes.
     *
     * @param bytes may be changed as soon as this returns
     */
    public void update(byte[] bytes, int offset, int length) {
        if (length >= LEAST_HANDED_OVER && length <= Buffers.SIZE && COPIES.tryAcquire()) {
            byte[] copy = Buffers.take();
            System.arraycopy(bytes, offset, copy, 0, length);
            queue.add(new Piece(copy, length));
            handOver();
        } else {
            hashing.lock();
            try {
                hashQueued();
                digest.update(bytes, offset, length);
            } finally {
                hashing.unlock();
            }
        }
    }

    /** {@return the hash of all bytes so far, lower-case hexadecimal; more may follow} */
    public String hex() {
        hashing.lock();
        try {
            hashQueued();
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("every SHA-256 of a Java platform can be cloned", e);
        } finally {
            hashing.unlock();
        }
    }

    private void handOver() {
        if (handedOver.compareAndSet(false, true)) {
            try {
                others.execute(this::work);
            } catch (RejectedExecutionException | OutOfMemoryError noThread) {
                work();
            }
        }
    }

    private void work() {
        do {
            hashing.lock();
            try {
                hashQueued();
            } finally {
                hashing.unlock();
            }
            handedOver.set(false);
            // What was queued in between was left to this thread.
        } while (!queue.isEmpty() && handedOver.compareAndSet(false, true));
    }

    private void hashQueued() {
        for (Piece piece = queue.poll(); piece != null; piece = queue.poll()) {
            digest.update(piece.copy, 0, piece.length);
            Buffers.giveBack(piece.copy);
            COPIES.release();
        }
    }

    private static final class Piece {

        private final byte[] copy;
        private final int length;

        Piece(byte[] copy, int length) {
            this.copy = copy;
            this.length = length;
        }
    }
}
