package io.github.graphattach.graph;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/**
 * A request body of known length that is written straight to the connection. It refuses to be short or long: the client
 * library would send a short one as if it were whole.
 */
class StreamedEntity extends AbstractHttpEntity {

    private final long length;
    private final RangeBody content;

    StreamedEntity(long length, ContentType type, RangeBody content) {
        super(type, null);
        this.length = length;
        this.content = content;
    }

    @Override
    public void writeTo(OutputStream connection) throws IOException {
        CountingStream counted = new CountingStream(connection, length);
        content.writeTo(counted);
        if (counted.count != length) {
            throw new IOException("the source gave " + counted.count + " of " + length + " bytes");
        }
    }

    @Override
    public long getContentLength() {
        return length;
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public boolean isStreaming() {
        return false;
    }

    @Override
    public InputStream getContent() {
        throw new UnsupportedOperationException("this body is only written");
    }

    @Override
    public void close() {}

    private static final class CountingStream extends OutputStream {

        private final OutputStream connection;
        private final long limit;
        private long count;

        CountingStream(OutputStream connection, long limit) {
            this.connection = connection;
            this.limit = limit;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length > limit - count) {
                throw new IOException("the source gives more than the " + limit + " bytes announced");
            }
            connection.write(bytes, offset, length);
            count += length;
        }
    }
}
