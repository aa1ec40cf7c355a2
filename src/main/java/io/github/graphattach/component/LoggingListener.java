package io.github.graphattach.component;

import io.github.graphattach.graph.GraphError;
import io.github.graphattach.upload.UploadEvent;
import io.github.graphattach.upload.UploadListener;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one INFO line for a finished upload and for each of its waits that takes longer than {@link #LONG}, DEBUG lines on
 * the way, then tells the application's listener. Each upload has one of its own.
 */
final class LoggingListener implements UploadListener {

    /** Shorter waits need no word. */
    private static final Duration LONG = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(LoggingListener.class);

    private final @Nullable UploadListener next;
    private Wait wait = Wait.NONE;

    /** @param next the application's, or null */
    LoggingListener(@Nullable UploadListener next) {
        this.next = next;
    }

    /**
     * One wait, of one pause or of several that follow each other for the same reason.
     *
     * @param reason of it
     * @param length of all pauses up to now
     * @param told whether it has its line
     */
    private record Wait(String reason, Duration length, boolean told) {

        static final Wait NONE = new Wait("", Duration.ZERO, false);

        Wait and(UploadEvent event) {
            return reason.equals(event.detail())
                    ? new Wait(reason, length.plus(event.pause()), told)
                    : new Wait(event.detail(), event.pause(), false);
        }

        boolean isNewAndLong() {
            return !told && length.compareTo(LONG) > 0;
        }
    }

    /** The steps of one upload follow one another, on whichever threads. */
    @Override
    public synchronized void on(UploadEvent event) {
        String name = GraphError.oneLine(event.name());
        String path = ShownPath.of(event.itemPath());
        wait = event.type() == UploadEvent.Type.WAITING ? wait.and(event) : Wait.NONE;
        if (event.type() == UploadEvent.Type.COMPLETED) {
            LOG.info("Attached '{}' ({} bytes) to {}", name, event.size(), path);
        } else if (wait.isNewAndLong()) {
            wait = new Wait(wait.reason(), wait.length(), true);
            LOG.info("'{}' to {} waits for {} s: {}", name, path, seconds(wait.length()), wait.reason());
        } else {
            LOG.debug(
                    "{} '{}' ({} of {} bytes) to {}: wait {} ms {}",
                    event.type(),
                    name,
                    event.bytesCommitted(),
                    event.size(),
                    path,
                    event.pause().toMillis(),
                    event.detail());
        }
        tellNext(event);
    }

    private void tellNext(UploadEvent event) {
        if (next != null) {
            try {
                next.on(event);
            } catch (RuntimeException e) {
                LOG.warn("The uploadListener failed on {}; the upload goes on", event.type(), e);
            }
        }
    }

    /** Rounded up, as what is over five seconds should not read as five. */
    private static long seconds(Duration length) {
        return length.plusMillis(999).toSeconds();
    }
}
