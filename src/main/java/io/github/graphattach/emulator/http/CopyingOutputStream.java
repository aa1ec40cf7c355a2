package io.github.graphattach.emulator.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Copies what is written before it goes on, so that whoever has read it finds the copy. */
final class CopyingOutputStream extends FilterOutputStream {

    private final SmallCopy copy;

    CopyingOutputStream(OutputStream out, SmallCopy copy) {
        super(out);
        this.copy = copy;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        copy.add(bytes, offset, length);
        out.write(bytes, offset, length);
    }
}
