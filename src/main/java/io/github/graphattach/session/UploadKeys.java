package io.github.graphattach.session;

import java.util.Optional;

/**
 * Under what a store knows an upload.
 *
 * @param key of the upload, from {@link UploadKey#of}
 * @param itemKey of the item that gets the file, from {@link UploadKey#ofItem}
 * @param formerKey that release 0.1.0 gave to the same upload, where it could have written it
 */
public record UploadKeys(String key, String itemKey, Optional<String> formerKey) {}
