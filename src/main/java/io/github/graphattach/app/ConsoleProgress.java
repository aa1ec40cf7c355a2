package io.github.graphattach.app;

import io.github.graphattach.upload.UploadEvent;
import io.github.graphattach.upload.UploadListener;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Shows uploads to whoever sits before the console: one line that moves on a terminal, a few plain lines elsewhere. */
final class ConsoleProgress implements UploadListener {

    private static final int BAR = 30;
    private static final int STEP = 25;

    private final PrintStream out;
    private final boolean terminal;
    private final Map<String, Integer> shown = new HashMap<>();

    ConsoleProgress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public synchronized void on(UploadEvent event) {
        switch (event.type()) {
            case OPENED -> show(event, 0);
            case RANGE_ACCEPTED, RESUMED -> show(event, percent(event));
            case REOPENED -> say(event, "starts over in a new upload session");
            case WAITING -> say(event, "waits %s".formatted(seconds(event)));
            case COMPLETED -> {
                show(event, 100);
                end(event);
            }
            case FAILED -> end(event);
        }
    }

    private void show(UploadEvent event, int percent) {
        if (terminal) {
            var filled = BAR * percent / 100;
            out.printf(
                    Locale.ROOT,
                    "\r%s [%s%s] %3d %% ",
                    event.name(),
                    "#".repeat(filled),
                    ".".repeat(BAR - filled),
                    percent);
            out.flush();
        } else if (percent / STEP > shown.getOrDefault(event.name(), -1)) {
            shown.put(event.name(), percent / STEP);
            out.printf(
                    Locale.ROOT,
                    "%s: %,d of %,d bytes (%d %%)%n",
                    event.name(),
                    percent == 100 ? event.size() : event.bytesCommitted(),
                    event.size(),
                    percent);
        }
    }

    private void say(UploadEvent event, String what) {
        out.printf("%s%s: %s%n", terminal ? "\n" : "", event.name(), what);
    }

    private void end(UploadEvent event) {
        shown.remove(event.name());
        if (terminal) {
            out.println();
        }
    }

    private static int percent(UploadEvent event) {
        return event.size() == 0 ? 100 : (int) (100 * event.bytesCommitted() / event.size());
    }

    private static String seconds(UploadEvent event) {
        return event.pause().toMillis() < 1000 ? "a moment" : event.pause().toSeconds() + " s";
    }
}
