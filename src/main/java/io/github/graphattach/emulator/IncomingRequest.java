package io.github.graphattach.emulator;

import java.util.Optional;

/**
 * A request as faults and limits see it, before anything is done about it.
 *
 * @param kind what it is for
 * @param mailbox whose mailbox it concerns, if that exists
 * @param item which item it concerns, if that exists
 * @param session which upload session it concerns
 * @param bytes the announced length of its body, 0 when there is none
 * @param lastRange whether it brings the last byte of a session
 */
record IncomingRequest(
        RequestKind kind,
        Optional<Mailbox> mailbox,
        Optional<StoredItem> item,
        Optional<UploadSession> session,
        long bytes,
        boolean lastRange) {}
