package io.github.graphattach.emulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The SHA-256 of a file that is complete: no request waits for it, only whoever asks for it before it is known. */
final class ContentDigest implements Runnable {

    private static final int BUFFER = 64 * 1024;

    private final FutureTask<String> work;

    /**
     * Takes over the file.
     *
     * @param file closed as soon as it has been read; until then the digest survives that it is deleted
     */
    ContentDigest(FileChannel file) {
        work = new FutureTask<>(() -> hexOf(file));
    }

    /** Works it out, unless somebody else has begun to. */
    @Override
    public void run() {
        work.run();
    }

    /** {@return the digest, lower-case hex} */
    String hex() {
        run();
        try {
            return work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the SHA-256 of an attachment is worked out", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Tried to read an attachment's content but failed", e.getCause());
        }
    }

    private static String hexOf(FileChannel file) throws IOException {
        try (file) {
            MessageDigest digest = sha256();
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
            for (long position = 0; file.read(buffer, position) >= 0; buffer.clear()) {
                position += buffer.flip().remaining();
                digest.update(buffer);
            }
            return HexFormat.of().formatHex(digest.digest());
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
