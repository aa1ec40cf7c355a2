package io.github.graphattach.emulator.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.Content.Chunk;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.IO;

/**
 * The body of one request: counts what was read and gives up on a peer that drips bytes to hold the thread. Its bytes can be had
 * as they came from the socket, without a copy.
 */
final class RequestBody extends InputStream {

    private static final long LEAST_BYTES_PER_SECOND = 8 * 1024;

    private final Content.Source source;
    private final long patienceNanos;
    private final SmallCopy copy = new SmallCopy();
    private Chunk chunk = Chunk.EMPTY;
    private Pace pace;
    private long waitingNanos;
    private long bytes;

    RequestBody(Content.Source source, Duration patience, Pace pace) {
        this.source = source;
        this.patienceNanos = patience.toNanos();
        this.pace = pace;
    }

    void hold(Pace newPace) {
        pace = newPace;
    }

    long bytes() {
        return bytes;
    }

    /** {@return what has been read as a stream, which contents of files are not} */
    SmallCopy copy() {
        return copy;
    }

    /** Waits for bytes; {@return those that have come, at most so many, none at the end} They hold until the next call. */
    ByteBuffer next(int most) throws IOException {
        long asked = System.nanoTime();
        boolean come = fill();
        waitingNanos += System.nanoTime() - asked;
        if (!come) {
            return ByteBuffer.allocate(0);
        }
        ByteBuffer all = chunk.getByteBuffer();
        int length = Math.min(pace.step(most), all.remaining());
        ByteBuffer next = all.slice(all.position(), length);
        all.position(all.position() + length);
        bytes += length;
        requireProgress();
        pace.passed(length);
        return next;
    }

    /** {@return whether the chunk has bytes, which it lacks only at the end} */
    private boolean fill() throws IOException {
        while (!chunk.hasRemaining()) {
            boolean ended = chunk.isLast();
            chunk.release();
            chunk = ended ? Chunk.EOF : Chunk.EMPTY;
            if (ended) {
                return false;
            }
            chunk = await();
        }
        return true;
    }

    private Chunk await() throws IOException {
        Chunk come = source.read();
        while (come == null) {
            try (Blocker.Runnable ready = Blocker.runnable()) {
                source.demand(ready);
                ready.block();
            }
            come = source.read();
        }
        if (Chunk.isFailure(come)) {
            throw IO.rethrow(come.getFailure());
        }
        return come;
    }

    private void requireProgress() throws IOException {
        long allowed = patienceNanos + bytes * 1_000_000_000L / LEAST_BYTES_PER_SECOND;
        if (waitingNanos > allowed) {
            throw new IOException("the request body arrives slower than " + LEAST_BYTES_PER_SECOND + " bytes a second");
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        ByteBuffer next = length == 0 ? ByteBuffer.wrap(buffer, 0, 0) : next(length);
        int read = next.remaining();
        next.get(buffer, offset, read);
        copy.add(buffer, offset, read);
        return read == 0 && length > 0 ? -1 : read;
    }

    /** The exchange outlives whoever parses its body, and reads away what they left. */
    @Override
    public void close() {}
}
