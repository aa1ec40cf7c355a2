package io.github.graphattach.emulator.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Sees that connections end: those of a peer that drips header lines to keep one open (a silent one ends by the idle timeout),
 * and on closing all of them, also one that was accepted a moment too late for the server to know of it.
 */
final class ConnectionGuard implements SelectorManager.AcceptListener, Connection.Listener {

    /** What a connection had received when it was first seen to wait for the rest of a request's headers. */
    private record Sighting(long bytes, long requests, long nanos) {}

    private final Duration patience;
    private final Set<SelectableChannel> channels = ConcurrentHashMap.newKeySet();
    private final Map<Connection, Sighting> connections = new ConcurrentHashMap<>();
    private final Set<Connection> busy = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    ConnectionGuard(Duration patience) {
        this.patience = patience;
    }

    @Override
    public void onAccepting(SelectableChannel channel) {
        channels.add(channel);
        if (closed) {
            close(channel);
        }
    }

    @Override
    public void onClosed(SelectableChannel channel) {
        channels.remove(channel);
    }

    @Override
    public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
        channels.remove(channel);
    }

    @Override
    public void onOpened(Connection connection) {
        if (!(connection instanceof SslConnection)) {
            connections.put(connection, sighting(connection));
        }
    }

    @Override
    public void onClosed(Connection connection) {
        connections.remove(connection);
        busy.remove(connection);
    }

    /** Leaves a connection alone while its request is served. */
    void beginRequest(Connection connection) {
        busy.add(connection);
    }

    void endRequest(Connection connection) {
        busy.remove(connection);
        connections.computeIfPresent(connection, (key, sighting) -> sighting(connection));
    }

    /** Looks after the connections again and again until the scheduler stops. */
    void watch(Scheduler scheduler) {
        scheduler.schedule(
                () -> {
                    connections.forEach(this::check);
                    watch(scheduler);
                },
                Math.max(1, patience.toMillis() / 2),
                TimeUnit.MILLISECONDS);
    }

    private void check(Connection connection, Sighting before) {
        Sighting now = sighting(connection);
        boolean receivesHeaders =
                !busy.contains(connection) && now.requests() == before.requests() && now.bytes() > before.bytes();
        if (!receivesHeaders) {
            connections.replace(connection, before, now);
        } else if (now.nanos() - before.nanos() > patience.toNanos()) {
            connection.getEndPoint().close();
        }
    }

    private static Sighting sighting(Connection connection) {
        return new Sighting(connection.getBytesIn(), connection.getMessagesIn(), System.nanoTime());
    }

    /** Lets nothing be served from here on, and closes each connection as soon as it is accepted. */
    void refuse() {
        closed = true;
    }

    boolean refuses() {
        return closed;
    }

    /** Closes what is open. */
    void closeAll() {
        channels.forEach(ConnectionGuard::close);
    }

    private static void close(SelectableChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Tried to close a connection but failed", e);
        }
    }
}
