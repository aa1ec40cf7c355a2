package io.github.graphattach.emulator.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** The body of one request: counts what was read and gives up on a peer that drips bytes to hold the thread. */
final class RequestBody extends FilterInputStream {

    private static final long LEAST_BYTES_PER_SECOND = 1024;

    private final long patienceNanos;
    private final long started = System.nanoTime();
    private long bytes;

    RequestBody(InputStream in, Duration patience) {
        super(in);
        this.patienceNanos = patience.toNanos();
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
        int read = super.read(buffer, offset, length);
        if (read > 0) {
            bytes += read;
            requirePace();
        }
        return read;
    }

    private void requirePace() throws IOException {
        long allowed = patienceNanos + bytes * 1_000_000_000L / LEAST_BYTES_PER_SECOND;
        if (System.nanoTime() - started > allowed) {
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

    @Override
    public boolean markSupported() {
        return false;
    }
}
