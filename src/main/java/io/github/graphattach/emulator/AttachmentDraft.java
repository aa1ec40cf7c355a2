package io.github.graphattach.emulator;

import java.net.URLConnection;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * What a client says of an attachment before its bytes are there.
 *
 * @param name the display name
 * @param contentType the media type, if it was given
 * @param isInline whether the item's body shows it in place
 * @param contentId the content id, if it was given
 */
record AttachmentDraft(String name, Optional<String> contentType, boolean isInline, Optional<String> contentId) {

    /** {@return the attachment that these bytes make of the draft} */
    StoredAttachment stored(long length, String sha256, Path content, Instant now) {
        EmulatedAttachment attachment = new EmulatedAttachment(
                Ids.entry(),
                name,
                contentType.orElseGet(this::guessedType),
                length,
                reportedSize(length),
                isInline,
                contentId,
                sha256,
                content);
        return new StoredAttachment(attachment, now);
    }

    private String guessedType() {
        return Optional.ofNullable(URLConnection.guessContentTypeFromName(name)).orElse("application/octet-stream");
    }

    /** Graph's size is that of the stored object: 816 bytes were reported as 1053, 3,483,322 as 3,640,066. */
    private static long reportedSize(long length) {
        return length + length * 45 / 1000 + 237;
    }
}
