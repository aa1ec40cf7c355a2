package io.github.graphattach.benchmark;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The sink's end of a connection, read with as few copies as its kind allows. */
interface Wire extends Closeable {

    /** {@return a buffer that this kind of connection is best read into} */
    ByteBuffer newBuffer(int size);

    int read(ByteBuffer into) throws IOException;

    void write(byte[] bytes) throws IOException;

    /** Ends the connection without a goodbye. */
    void reset() throws IOException;

    static Wire plain(SocketChannel channel) throws IOException {
        channel.socket().setTcpNoDelay(true);
        return new Wire() {
            @Override
            public ByteBuffer newBuffer(int size) {
                return ByteBuffer.allocateDirect(size);
            }

            @Override
            public int read(ByteBuffer into) throws IOException {
                return channel.read(into);
            }

            @Override
            public void write(byte[] bytes) throws IOException {
                for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
                    channel.write(left);
                }
            }

            @Override
            public void reset() throws IOException {
                channel.socket().setSoLinger(true, 0);
                channel.close();
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    static Wire tls(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        return new Wire() {
            @Override
            public ByteBuffer newBuffer(int size) {
                return ByteBuffer.allocate(size);
            }

            @Override
            public int read(ByteBuffer into) throws IOException {
                int count = socket.getInputStream()
                        .read(into.array(), into.arrayOffset() + into.position(), into.remaining());
                if (count > 0) {
                    into.position(into.position() + count);
                }
                return count;
            }

            @Override
            public void write(byte[] bytes) throws IOException {
                socket.getOutputStream().write(bytes);
            }

            @Override
            public void reset() throws IOException {
                socket.setSoLinger(true, 0);
                socket.close();
            }

            @Override
            public void close() throws IOException {
                socket.close();
            }
        };
    }
}
