package io.github.graphattach.emulator.http;

import java.io.ByteArrayOutputStream;

/** A copy of a body that passes, kept as long as it is small. Safe for use by several threads. */
public final class SmallCopy {

    /** The most that is kept: what is larger nobody reads on a page. */
    private static final int MOST = 16 * 1024;

    private ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
    private boolean tooMuch;

    SmallCopy() {}

    synchronized void add(byte[] bytes, int offset, int length) {
        if (tooMuch || kept.size() + length > MOST) {
            tooMuch = true;
            kept = new ByteArrayOutputStream(0);
        } else {
            kept.write(bytes, offset, length);
        }
    }

    /** {@return what has passed so far, nothing once it is too much} */
    public synchronized byte[] bytes() {
        return kept.toByteArray();
    }
}
