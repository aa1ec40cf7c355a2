package io.github.graphattach.component;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The uploads of this component that are neither finished nor given up, by what makes two tries the same upload. */
final class OpenUploads {

    private final Map<Key, OpenUpload> uploads = new ConcurrentHashMap<>();

    /**
     * What makes two tries the same upload.
     *
     * @param item the item's shortest path
     * @param name of the attachment
     * @param uploadId of the route or the body
     */
    record Key(String item, String name, String uploadId) {}

    /** Knows an upload until it is closed. */
    OpenUpload add(Key key, OpenUpload upload) {
        uploads.put(key, upload);
        upload.whenClosed(() -> uploads.remove(key, upload));
        return upload;
    }

    Optional<OpenUpload> find(Key key) {
        return Optional.ofNullable(uploads.get(key));
    }

    Collection<OpenUpload> all() {
        return List.copyOf(uploads.values());
    }
}
