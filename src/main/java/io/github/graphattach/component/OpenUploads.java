package io.github.graphattach.component;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The uploads of this component that are neither finished nor given up, by their keys. */
final class OpenUploads {

    private final Map<String, OpenUpload> uploads = new ConcurrentHashMap<>();

    /** Knows an upload until it is closed. */
    OpenUpload add(String key, OpenUpload upload) {
        uploads.put(key, upload);
        upload.whenClosed(() -> uploads.remove(key, upload));
        return upload;
    }

    Optional<OpenUpload> find(String key) {
        return Optional.ofNullable(uploads.get(key));
    }

    Collection<OpenUpload> all() {
        return List.copyOf(uploads.values());
    }
}
