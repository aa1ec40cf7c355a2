package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Tells whoever watches what happens in the emulator, as it happens. */
final class Changes {

    /** Enough for every page that somebody has open; each holds a thread of the server. */
    private static final int MOST_WATCHERS = 32;

    private static final int BACKLOG = 1000;

    /**
     * Something that has happened.
     *
     * @param kind {@code exchange}, {@code session}, {@code changed} or {@code reload}
     * @param data what there is to say of it
     */
    record Change(String kind, JsonNode data) {}

    private static final Change RELOAD = new Change("reload", Json.object());

    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    /** {@return a new watcher, unless there are too many} */
    synchronized Optional<Watcher> watch() {
        if (watchers.size() >= MOST_WATCHERS) {
            return Optional.empty();
        }
        Watcher watcher = new Watcher();
        watchers.add(watcher);
        return Optional.of(watcher);
    }

    void exchange(RecordedExchange exchange) {
        if (!watchers.isEmpty()) {
            publish(new Change("exchange", ControlJson.of(exchange)));
        }
    }

    /** A session was opened, advanced, finished or discarded. */
    void session(UploadSession session, long received, String state) {
        if (!watchers.isEmpty()) {
            publish(new Change(
                    "session", ControlJson.of(session).put("received", received).put("state", state)));
        }
    }

    /** Something else about the mailboxes is different now. */
    void changed() {
        publish(new Change("changed", Json.object()));
    }

    /** Nothing of what watchers have seen holds any more. */
    void reload() {
        publish(RELOAD);
    }

    private void publish(Change change) {
        watchers.forEach(watcher -> watcher.offer(change));
    }

    /** One who watches. A watcher that falls behind misses changes, and is told to read everything again. */
    final class Watcher implements AutoCloseable {

        private final BlockingQueue<Change> backlog = new ArrayBlockingQueue<>(BACKLOG);

        private void offer(Change change) {
            boolean taken = backlog.offer(change);
            if (!taken) {
                backlog.clear();
                backlog.add(RELOAD);
            }
        }

        /** {@return the next change, or nothing within that time} */
        Optional<Change> next(long millis) throws InterruptedException {
            return Optional.ofNullable(backlog.poll(millis, TimeUnit.MILLISECONDS));
        }

        @Override
        public void close() {
            watchers.remove(this);
        }
    }
}
