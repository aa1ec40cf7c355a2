package io.github.graphattach.emulator.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** A reply body on its way out: held to a pace, and cut off where the script says. */
final class PacedOutputStream extends OutputStream {

    private final OutputStream out;
    private final Pace pace;
    private final OptionalLong cutAfter;
    private final Supplier<ConnectionCut> cut;
    private long bytes;

    PacedOutputStream(OutputStream out, Pace pace, OptionalLong cutAfter, Supplier<ConnectionCut> cut) {
        this.out = out;
        this.pace = pace;
        this.cutAfter = cutAfter;
        this.cut = cut;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int count = (int) Math.min(pace.step(length - done), cutAfter.orElse(Long.MAX_VALUE) - bytes);
            out.write(buffer, offset + done, count);
            done += count;
            bytes += count;
            if (bytes == cutAfter.orElse(-1)) {
                throw cut.get();
            }
            pace.passed(count);
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
