package io.github.graphattach.emulator;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLConnection;
import java.nio.file.Files;
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
    StoredAttachment stored(PartialContent bytes, Instant now) throws IOException {
        ContentDigest digest = bytes.seal();
        Path content = bytes.file();
        EmulatedAttachment attachment = new EmulatedAttachment(
                Ids.entry(),
                this,
                contentType.isPresent() ? contentType.get() : guessedType(content),
                bytes.length(),
                digest,
                content);
        return new StoredAttachment(attachment, now);
    }

    /** As Graph does it: a picture named {@code smile} is known by its first bytes. */
    private String guessedType(Path content) throws IOException {
        String byName = URLConnection.guessContentTypeFromName(name);
        if (byName != null) {
            return byName;
        }
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(content))) {
            return Optional.ofNullable(URLConnection.guessContentTypeFromStream(bytes))
                    .orElse("application/octet-stream");
        }
    }
}
