package io.github.graphattach.benchmark;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** All the sink knows: who is how far, how it behaves, and what it has counted. */
final class SinkSessions {

    /**
     * How the sink behaves from now on.
     *
     * @param hashing whether it works out the SHA-256 of what it gets; never while time is taken
     * @param keeping whether it keeps the last file that it gets, for who reads it back; never while time is taken
     * @param serviceMillis how long it takes over each request
     * @param resetAt after how many bytes of its body the next upload loses its connection, once; below zero: never
     */
    record Behaviour(boolean hashing, boolean keeping, long serviceMillis, long resetAt) {

        static final Behaviour PLAIN = new Behaviour(false, false, 0, -1);
        static final Behaviour HASHING = new Behaviour(true, false, 0, -1);

        static Behaviour slow(Duration service) {
            return new Behaviour(false, false, service.toMillis(), -1);
        }

        static Behaviour resetting(long at) {
            return new Behaviour(true, true, 0, at);
        }
    }

    /**
     * What was counted since the last time.
     *
     * @param requests of all kinds
     * @param bodyBytes of ranges, those of broken requests too
     * @param hashes of the finished files, with how many had each
     * @param nanos from the first request to the last answer
     */
    record Counts(long requests, long bodyBytes, Map<String, Integer> hashes, long nanos) {}

    /** One upload; its ranges come one after the other, though over different connections. */
    static final class Session {

        final long size;
        private final Optional<MessageDigest> digest;
        private final Optional<ByteArrayOutputStream> kept;
        private long committed;

        private Session(long size, Behaviour behaviour) {
            this.size = size;
            this.digest = behaviour.hashing() ? Optional.of(sha256()) : Optional.empty();
            this.kept = behaviour.keeping() ? Optional.of(new ByteArrayOutputStream()) : Optional.empty();
        }

        /** Takes bytes of a range; as long as nobody wants them, nothing is done with them. */
        void take(ByteBuffer bytes) {
            kept.ifPresent(file -> {
                byte[] copy = new byte[bytes.remaining()];
                bytes.duplicate().get(copy);
                file.writeBytes(copy);
            });
            digest.ifPresent(hash -> hash.update(bytes));
        }

        synchronized long committed() {
            return committed;
        }

        synchronized void commit(long end) {
            committed = end;
        }
    }

    private final Map<String, Session> open = new ConcurrentHashMap<>();
    private final Map<String, Integer> hashes = new TreeMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong bodyBytes = new AtomicLong();
    private final AtomicLong firstRequest = new AtomicLong();
    private final AtomicLong lastAnswer = new AtomicLong();
    private volatile Behaviour behaviour = Behaviour.PLAIN;
    private byte[] lastFile = {};
    private OptionalLong resetAt = OptionalLong.empty();

    synchronized void behave(Behaviour next) {
        behaviour = next;
        resetAt = next.resetAt() < 0 ? OptionalLong.empty() : OptionalLong.of(next.resetAt());
    }

    Behaviour behaviour() {
        return behaviour;
    }

    String open(long size) {
        String id = newId();
        open.put(id, new Session(size, behaviour));
        return id;
    }

    String newId() {
        return "s" + numbers.incrementAndGet();
    }

    Optional<Session> find(String id) {
        return Optional.ofNullable(open.get(id));
    }

    void finish(String id) {
        Optional<Session> finished = Optional.ofNullable(open.remove(id));
        synchronized (this) {
            finished.flatMap(session -> session.digest)
                    .ifPresent(digest -> hashes.merge(HexFormat.of().formatHex(digest.digest()), 1, Integer::sum));
            finished.flatMap(session -> session.kept).ifPresent(file -> lastFile = file.toByteArray());
        }
    }

    synchronized byte[] lastFile() {
        return lastFile;
    }

    void countRequest() {
        requests.incrementAndGet();
        firstRequest.compareAndSet(0, System.nanoTime());
    }

    void countAnswer() {
        lastAnswer.set(System.nanoTime());
    }

    void countBody(long bytes) {
        bodyBytes.addAndGet(bytes);
    }

    /** {@return how many bytes of a range are read before the connection is lost; empty for a range that is not hit} */
    synchronized OptionalLong reset(long first, long end) {
        if (resetAt.isEmpty() || resetAt.getAsLong() < first || resetAt.getAsLong() >= end) {
            return OptionalLong.empty();
        }
        OptionalLong bytes = OptionalLong.of(resetAt.getAsLong() - first);
        resetAt = OptionalLong.empty();
        return bytes;
    }

    synchronized Counts takeCounts() {
        Counts counts = new Counts(
                requests.getAndSet(0),
                bodyBytes.getAndSet(0),
                new TreeMap<>(hashes),
                lastAnswer.get() - firstRequest.getAndSet(0));
        hashes.clear();
        return counts;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
