package io.github.graphattach.content;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;

/** Copies a part of a file to a stream through one buffer. */
final class ChannelReader {

    private ChannelReader() {}

    static void transfer(FileChannel file, ByteRange range, OutputStream sink, String source) throws IOException {
        byte[] bytes = Buffers.take();
        try {
            transfer(file, range, sink, source, bytes);
        } finally {
            Buffers.giveBack(bytes);
        }
    }

    private static void transfer(FileChannel file, ByteRange range, OutputStream sink, String source, byte[] bytes)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        for (long position = range.offset(); position < range.end(); ) {
            buffer.clear().limit((int) Math.min(bytes.length, range.end() - position));
            int count = read(file, buffer, position, source);
            if (count < 0) {
                throw new SourceException(source + " ended at byte " + position + " of a range up to byte "
                        + range.end() + "; send it again when it is no longer written to");
            }
            sink.write(bytes, 0, count);
            position += count;
        }
    }

    private static int read(FileChannel file, ByteBuffer buffer, long position, String source) throws IOException {
        try {
            return file.read(buffer, position);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw new SourceException(source + " cannot be read any more; check the disk it is on", e);
        }
    }
}
