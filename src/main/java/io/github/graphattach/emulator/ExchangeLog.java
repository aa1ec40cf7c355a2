package io.github.graphattach.emulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest exchanges in the order of their answers. */
final class ExchangeLog {

    private static final int CAPACITY = 20_000;

    private final Deque<RecordedExchange> exchanges = new ArrayDeque<>();
    private final Changes changes;

    ExchangeLog(Changes changes) {
        this.changes = changes;
    }

    synchronized void add(RecordedExchange exchange) {
        if (exchanges.size() == CAPACITY) {
            exchanges.removeFirst();
        }
        exchanges.addLast(exchange);
        changes.exchange(exchange);
        if (!exchange.method().equals("GET")) {
            changes.changed();
        }
    }

    synchronized List<RecordedExchange> all() {
        return List.copyOf(exchanges);
    }

    synchronized void clear() {
        exchanges.clear();
    }
}
