package io.github.graphattach.emulator.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** The body of one request: counts what was read and gives up on a peer that drips bytes to hold the thread. */
final class RequestBody extends FilterInputStream {

    private static final long LEAST_BYTES_PER_SECOND = 8 * 1024;

    private final long patienceNanos;
    private Pace pace;
    private long waitingNanos;
    private long bytes;

    RequestBody(InputStream in, Duration patience, Pace pace) {
        super(in);
        this.patienceNanos = patience.toNanos();
        this.pace = pace;
    }

    void hold(Pace newPace) {
        pace = newPace;
    }

    long bytes() {
        return bytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        long asked = System.nanoTime();
        int read = super.read(buffer, offset, pace.step(length));
        waitingNanos += System.nanoTime() - asked;
        if (read > 0) {
            bytes += read;
            requireProgress();
            pace.passed(read);
        }
        return read;
    }

    private void requireProgress() throws IOException {
        long allowed = patienceNanos + bytes * 1_000_000_000L / LEAST_BYTES_PER_SECOND;
        if (waitingNanos > allowed) {
            throw new IOException("the request body arrives slower than " + LEAST_BYTES_PER_SECOND + " bytes a second");
        }
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = 0;
        byte[] scratch = new byte[(int) Math.min(8192, Math.max(1, count))];
        while (skipped < count) {
            int read = read(scratch, 0, (int) Math.min(scratch.length, count - skipped));
            if (read < 0) {
                break;
            }
            skipped += read;
        }
        return skipped;
    }

    /** The exchange outlives whoever parses its body, and reads away what they left. */
    @Override
    public void close() {}

    @Override
    public boolean markSupported() {
        return false;
    }
}
