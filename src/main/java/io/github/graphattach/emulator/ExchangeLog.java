package io.github.graphattach.emulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The latest exchanges in the order of their answers, and the requests that have none yet. */
final class ExchangeLog {

    private static final int CAPACITY = 20_000;

    /** Of how many exchanges the bodies are kept: as many as somebody reads. */
    private static final int BODIES = 200;

    private final Deque<RecordedExchange> exchanges = new ArrayDeque<>();
    private final Map<String, ShownBodies> bodies = new LinkedHashMap<>();
    private final Map<String, RequestUnderWay> underWay = new LinkedHashMap<>();
    private final Changes changes;

    ExchangeLog(Changes changes) {
        this.changes = changes;
    }

    synchronized void begin(RequestUnderWay request) {
        underWay.put(request.requestId(), request);
    }

    synchronized void add(RecordedExchange exchange, ShownBodies shown) {
        if (exchanges.size() == CAPACITY) {
            exchanges.removeFirst();
        }
        exchanges.addLast(exchange);
        if (bodies.size() == BODIES) {
            bodies.remove(bodies.keySet().iterator().next());
        }
        bodies.put(exchange.requestId(), shown);
        underWay.remove(exchange.requestId());
        changes.exchange(exchange);
        if (!exchange.method().equals("GET")) {
            changes.changed();
        }
    }

    synchronized List<RecordedExchange> all() {
        return List.copyOf(exchanges);
    }

    synchronized List<RequestUnderWay> underWay() {
        return List.copyOf(underWay.values());
    }

    synchronized Optional<RecordedExchange> find(String requestId) {
        return exchanges.stream()
                .filter(exchange -> exchange.requestId().equals(requestId))
                .findFirst();
    }

    /** {@return the bodies of an exchange, of a late one only} */
    synchronized Optional<ShownBodies> bodies(String requestId) {
        return Optional.ofNullable(bodies.get(requestId));
    }

    synchronized void clear() {
        exchanges.clear();
        bodies.clear();
    }
}
