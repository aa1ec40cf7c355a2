package io.github.graphattach.component;

import io.github.graphattach.content.ByteRange;
import io.github.graphattach.content.SpooledContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;

/** What takes the place of a stream that could be read once: the same bytes, as often as needed, while the exchange lives. */
final class SpooledBody extends InputStream implements StreamCache {

    private final SpooledContent content;
    private long position;

    SpooledBody(SpooledContent content) {
        this.content = content;
    }

    SpooledContent content() {
        return content;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        int read = count == 0 ? 0 : content.read(position, bytes, offset, count);
        position += Math.max(0, read);
        return read;
    }

    @Override
    public void reset() {
        position = 0;
    }

    @Override
    public void writeTo(OutputStream sink) throws IOException {
        content.transferTo(ByteRange.between(position, content.length()), sink);
        position = content.length();
    }

    @Override
    public StreamCache copy(Exchange exchange) {
        return new SpooledBody(content);
    }

    @Override
    public boolean inMemory() {
        return false;
    }

    @Override
    public long length() {
        return content.length();
    }

    @Override
    public long position() {
        return position;
    }
}
