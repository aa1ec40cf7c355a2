package io.github.graphattach.emulator;

import io.github.graphattach.emulator.http.HttpExchange;
import io.github.graphattach.emulator.http.HttpService;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Tells whoever asks what happens, as server-sent events. */
final class EventStream implements HttpService {

    private static final long HEARTBEAT_MILLIS = 15_000;

    private final Changes changes;
    private final MailTransport transport;

    EventStream(Changes changes, MailTransport transport) {
        this.changes = changes;
        this.transport = transport;
    }

    @Override
    public void serve(HttpExchange exchange) throws IOException {
        try (Changes.Watcher watcher = changes.watch().orElseThrow(EventStream::tooManyWatchers)) {
            exchange.setHeader("Content-Type", "text/event-stream");
            exchange.reply(200, out -> follow(watcher, out));
        }
    }

    private static GraphFailure tooManyWatchers() {
        return new GraphFailure(503, "ServiceUnavailable", "Too many pages are watching; close one.");
    }

    /** Ends when the client goes away or the emulator closes. What the clock makes true is seen at the latest with a heartbeat. */
    private void follow(Changes.Watcher watcher, OutputStream out) throws IOException {
        send(out, ": watching\n\n");
        try {
            while (true) {
                var change = watcher.next(HEARTBEAT_MILLIS);
                transport.carryOut();
                send(out, change.map(EventStream::event).orElse(": still here\n\n"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static String event(Changes.Change change) {
        return "event: " + change.kind() + "\ndata: " + change.data() + "\n\n";
    }
}
