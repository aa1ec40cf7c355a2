package io.github.graphattach.emulator;

import java.time.Instant;

/** One file on its way into an item, from {@code createUploadSession} to its last range. */
record UploadSession(
        String id,
        String token,
        String path,
        Mailbox mailbox,
        StoredItem item,
        AttachmentDraft draft,
        long size,
        Instant expires,
        PartialContent content) {

    /** Without the token, which is as good as a password. */
    @Override
    public String toString() {
        return "upload session " + id;
    }
}
