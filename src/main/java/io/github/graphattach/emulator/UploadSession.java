package io.github.graphattach.emulator;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One file on its way into an item, from {@code createUploadSession} to its last range.
 *
 * @param active when bytes of it came last, on the emulator's clock
 */
record UploadSession(
        String id,
        String token,
        String path,
        Mailbox mailbox,
        StoredItem item,
        AttachmentDraft draft,
        long size,
        Instant expires,
        PartialContent content,
        AtomicReference<Instant> active) {

    /** Without the token, which is as good as a password. */
    @Override
    public String toString() {
        return "upload session " + id;
    }
}
