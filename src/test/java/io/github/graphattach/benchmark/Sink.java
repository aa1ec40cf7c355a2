package io.github.graphattach.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * The service that everybody uploads to: it speaks the protocol and keeps nothing, so that it is never what is measured. It
 * runs in a JVM of its own and does what it is told on standard input.
 */
final class Sink {

    /** Where the two kinds of connections are taken. */
    record Ports(int plain, int tls) {

        String origin(boolean overTls) {
            return overTls ? "https://127.0.0.1:" + tls : "http://127.0.0.1:" + plain;
        }
    }

    private static final int BACKLOG = 1024;

    private final SinkSessions sessions = new SinkSessions();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "sink");
        thread.setDaemon(true);
        return thread;
    });

    private Sink() {}

    public static void main(String[] args) throws Exception {
        Sink sink = new Sink();
        Ports ports = new Ports(sink.listen(), sink.listenTls(Path.of(args[0]), args[1]));
        Peer.serve(ports, SinkSessions.Behaviour.class, behaviour -> {
            SinkSessions.Counts counts = sink.sessions.takeCounts();
            sink.sessions.behave(behaviour);
            return counts;
        });
    }

    private int listen() throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        int port = server.socket().getLocalPort();
        accept(() -> Wire.plain(server.accept()), "http://127.0.0.1:" + port);
        return port;
    }

    private int listenTls(Path identity, String password) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(identity)) {
            store.load(in, password.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        SSLServerSocket server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        accept(() -> Wire.tls(server.accept()), "https://127.0.0.1:" + server.getLocalPort());
        return server.getLocalPort();
    }

    private interface Door {
        Wire next() throws IOException;
    }

    private void accept(Door door, String origin) {
        Queue<ByteBuffer> bodyBuffers = new ConcurrentLinkedQueue<>();
        threads.execute(() -> {
            try {
                while (true) {
                    threads.execute(new SinkConnection(door.next(), sessions, origin, bodyBuffers));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
