package io.github.graphattach.emulator;

import io.github.graphattach.emulator.http.HttpExchange;
import java.util.Set;

/**
 * Keeps web pages of elsewhere from steering an emulator that listens on the same machine: neither by a form or script that
 * posts across origins, nor by a name of theirs that resolves to loopback.
 */
final class SameOrigin {

    private static final Set<String> LOOPBACK_NAMES = Set.of("127.0.0.1", "localhost", "[::1]");

    private SameOrigin() {}

    /**
     * Refuses what comes by a name that somebody else has let resolve to loopback.
     *
     * @throws GraphFailure 403
     */
    static void requireThisMachine(HttpExchange exchange) {
        if (exchange.isOnLoopback() && !LOOPBACK_NAMES.contains(host(exchange).replaceFirst(":\\d+$", ""))) {
            throw new GraphFailure(403, "Forbidden", "The Host header does not name this machine.");
        }
    }

    private static String host(HttpExchange exchange) {
        return exchange.header("Host").orElse("");
    }

    /**
     * Refuses what a browser sends on behalf of another origin.
     *
     * @throws GraphFailure 403
     */
    static void require(HttpExchange exchange) {
        requireThisMachine(exchange);
        String host = host(exchange);
        exchange.header("Origin").ifPresent(origin -> {
            if (!origin.replaceFirst("^https?://", "").equals(host)) {
                throw new GraphFailure(403, "Forbidden", "The request comes from another origin.");
            }
        });
    }
}
