package io.github.graphattach.emulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of the beginning of a growing file, brought up to date in steps: the last step need not read it all. */
final class FileDigest {

    private static final int BUFFER = 64 * 1024;

    private final FileChannel file;
    private MessageDigest digest = sha256();
    private long digested;
    private volatile int run;

    FileDigest(FileChannel file) {
        this.file = file;
    }

    /** {@return the number of this run, which a restart ends} */
    int run() {
        return run;
    }

    /** Digests what lies before that offset and is not digested yet; does nothing when the run has ended. */
    synchronized void advance(int expectedRun, long offset) throws IOException {
        if (expectedRun == run) {
            advanceTo(offset);
        }
    }

    private void advanceTo(long offset) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(0, Math.min(BUFFER, offset - digested)));
        while (digested < offset) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), offset - digested));
            digested += file.read(buffer, digested);
            digest.update(buffer.flip());
        }
    }

    /** {@return the digest of the first so many bytes, lower-case hex} */
    synchronized String hexOf(long length) throws IOException {
        advanceTo(length);
        String hex = HexFormat.of().formatHex(digest.digest());
        restart();
        return hex;
    }

    /** Begins again at the first byte, because bytes that were digested no longer count. */
    synchronized void restart() {
        run++;
        digest = sha256();
        digested = 0;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
