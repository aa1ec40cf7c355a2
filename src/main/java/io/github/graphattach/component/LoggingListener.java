package io.github.graphattach.component;

import io.github.graphattach.graph.GraphError;
import io.github.graphattach.upload.UploadEvent;
import io.github.graphattach.upload.UploadListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one INFO line for each finished upload and DEBUG lines on the way, then tells the application's listener.
 *
 * @param next the application's, or null
 */
record LoggingListener(@Nullable UploadListener next) implements UploadListener {

    private static final Logger LOG = LoggerFactory.getLogger(LoggingListener.class);

    @Override
    public void on(UploadEvent event) {
        String name = GraphError.oneLine(event.name());
        String path = ShownPath.of(event.itemPath());
        if (event.type() == UploadEvent.Type.COMPLETED) {
            LOG.info("Attached '{}' ({} bytes) to {}", name, event.size(), path);
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
        if (next != null) {
            try {
                next.on(event);
            } catch (RuntimeException e) {
                LOG.warn("The uploadListener failed on {}; the upload goes on", event.type(), e);
            }
        }
    }
}
