package io.github.graphattach.emulator;

import java.nio.file.Path;
import java.util.Optional;

/**
 * An attachment as it is stored.
 *
 * @param id the ordinary (not immutable) id
 * @param name the display name
 * @param contentType the media type
 * @param length the true number of bytes
 * @param size what Graph reports as {@code size}: larger than the bytes, as in reality
 * @param isInline whether the item's body shows it in place
 * @param contentId the content id of an inline attachment
 * @param sha256 the SHA-256 of the bytes, lower-case hex
 * @param content the file that holds the bytes, as long as the attachment exists
 */
public record EmulatedAttachment(
        String id,
        String name,
        String contentType,
        long length,
        long size,
        boolean isInline,
        Optional<String> contentId,
        String sha256,
        Path content) {}
