package io.github.graphattach.emulator;

import java.nio.file.Path;
import java.util.Optional;

/** An attachment as it is stored. */
public final class EmulatedAttachment {

    private final String id;
    private final AttachmentDraft draft;
    private final String contentType;
    private final long length;
    private final ContentDigest digest;
    private final Path content;

    EmulatedAttachment(
            String id, AttachmentDraft draft, String contentType, long length, ContentDigest digest, Path content) {
        this.id = id;
        this.draft = draft;
        this.contentType = contentType;
        this.length = length;
        this.digest = digest;
        this.content = content;
    }

    /** {@return the same, as a service stores it that drops how the item's body shows it} */
    EmulatedAttachment withoutInline() {
        AttachmentDraft plain = new AttachmentDraft(draft.name(), draft.contentType(), false, Optional.empty());
        return new EmulatedAttachment(id, plain, contentType, length, digest, content);
    }

    /** {@return the same under a new id, with a file of its own beside this one} */
    EmulatedAttachment copied() {
        return new EmulatedAttachment(Ids.entry(), draft, contentType, length, digest, ContentStore.beside(content));
    }

    /** {@return the ordinary (not immutable) id} */
    public String id() {
        return id;
    }

    /** {@return the display name} */
    public String name() {
        return draft.name();
    }

    /** {@return the media type} */
    public String contentType() {
        return contentType;
    }

    /** {@return the true number of bytes} */
    public long length() {
        return length;
    }

    /** {@return what Graph reports as {@code size}: larger than the bytes, as 816 were reported as 1053, 3,483,322 as 3,640,066} */
    public long size() {
        return length + length * 45 / 1000 + 237;
    }

    /** {@return whether the item's body shows it in place} */
    public boolean isInline() {
        return draft.isInline();
    }

    /** {@return the content id of an inline attachment} */
    public Optional<String> contentId() {
        return draft.contentId();
    }

    /** {@return the SHA-256 of the bytes, lower-case hex; of a large attachment that came a moment ago it may take some 100 ms} */
    public String sha256() {
        return digest.hex();
    }

    /** {@return the file that holds the bytes, as long as the attachment exists} */
    public Path content() {
        return content;
    }

    @Override
    public String toString() {
        return "attachment '" + name() + "', " + length + " bytes";
    }
}
