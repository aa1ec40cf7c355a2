package io.github.graphattach.emulator.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A free port that nobody in this JVM was given before. The system hands a port out again soon after it was closed, and a
 * client in this JVM may still remember what it knows of the service that listened there: what it listed, what it sent, how
 * long it shall wait.
 */
final class FreshPort {

    /** Of the 28,000 that Linux hands out; when so many were given, the oldest are long forgotten. */
    private static final int MOST_GIVEN = 10_000;

    private static final Set<Integer> GIVEN = new HashSet<>();

    private FreshPort() {}

    /**
     * {@return a channel that is bound to a fresh port of an address}
     *
     * @throws IOException when the address is not one of this machine
     */
    static ServerSocketChannel bind(String address) throws IOException {
        List<ServerSocketChannel> givenBefore = new ArrayList<>();
        try {
            ServerSocketChannel channel = bindAny(address);
            while (!isFresh(channel)) {
                // It stays bound for the moment, or the system might offer it again.
                givenBefore.add(channel);
                channel = bindAny(address);
            }
            return channel;
        } finally {
            for (ServerSocketChannel channel : givenBefore) {
                channel.close();
            }
        }
    }

    private static ServerSocketChannel bindAny(String address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            return channel.setOption(StandardSocketOptions.SO_REUSEADDR, true).bind(new InetSocketAddress(address, 0));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean isFresh(ServerSocketChannel channel) throws IOException {
        int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        synchronized (GIVEN) {
            if (GIVEN.size() == MOST_GIVEN) {
                GIVEN.clear();
            }
            return GIVEN.add(port);
        }
    }
}
