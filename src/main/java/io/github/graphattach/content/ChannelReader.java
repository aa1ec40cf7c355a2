package io.github.graphattach.content;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;

/** Copies a part of a file to a stream through one buffer. */
final class ChannelReader {

    private ChannelReader() {}

    /** Whether the source may still be handed over. */
    interface Check {
        /** {@return what nothing is asked of} */
        static Check none() {
            return () -> {};
        }

        void pass() throws SourceException;
    }

    /**
     * Copies a range.
     *
     * @param check is passed when the last bytes were read and before they are written: a range that fails stays incomplete
     */
    static void transfer(FileChannel file, ByteRange range, OutputStream sink, String source, Check check)
            throws IOException {
        byte[] bytes = Buffers.take();
        try {
            transfer(file, range, sink, source, check, bytes);
        } finally {
            Buffers.giveBack(bytes);
        }
    }

    private static void transfer(
            FileChannel file, ByteRange range, OutputStream sink, String source, Check check, byte[] bytes)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        for (long position = range.offset(); position < range.end(); ) {
            buffer.clear().limit((int) Math.min(bytes.length, range.end() - position));
            int count = read(file, buffer, position, source);
            if (count < 0) {
                throw new SourceException(
                        source + " ended at byte " + position + " of a range up to byte " + range.end(),
                        "send it again when it is no longer written to");
            }
            position += count;
            if (position == range.end()) {
                check.pass();
            }
            sink.write(bytes, 0, count);
        }
    }

    private static int read(FileChannel file, ByteBuffer buffer, long position, String source) throws IOException {
        try {
            return file.read(buffer, position);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw new SourceException(source + " cannot be read any more", "check the disk it is on", e);
        }
    }
}
