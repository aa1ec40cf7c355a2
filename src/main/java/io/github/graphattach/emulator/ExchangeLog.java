package io.github.graphattach.emulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest exchanges in the order of their answers. */
final class ExchangeLog {

    private static final int CAPACITY = 20_000;

    private final Deque<RecordedExchange> exchanges = new ArrayDeque<>();

    synchronized void add(RecordedExchange exchange) {
        if (exchanges.size() == CAPACITY) {
            exchanges.removeFirst();
        }
        exchanges.addLast(exchange);
    }

    synchronized List<RecordedExchange> all() {
        return List.copyOf(exchanges);
    }

    synchronized void clear() {
        exchanges.clear();
    }
}
