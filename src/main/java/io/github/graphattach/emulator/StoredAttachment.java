package io.github.graphattach.emulator;

import java.time.Instant;

/** An attachment with what only the service knows of it. */
record StoredAttachment(EmulatedAttachment attachment, Instant lastModified) {

    /** {@return the same under another id, as the service makes of it when the item that has it is copied} */
    StoredAttachment copied() {
        return new StoredAttachment(attachment.copied(), lastModified);
    }

    String id() {
        return attachment.id();
    }

    String immutableId() {
        return Ids.immutable(attachment.id());
    }

    /** {@return whether one of the two ids is the given one; ids are case-sensitive} */
    boolean isKnownAs(String id) {
        return id().equals(id) || immutableId().equals(id);
    }
}
