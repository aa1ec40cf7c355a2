package io.github.graphattach.upload;

import io.github.graphattach.content.SourceException;
import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.session.CompletedUpload;
import java.util.Optional;

/**
 * Looks whether what an earlier try has attached is on the item still: a record proves what was, not what is. Only what was
 * seen is said to be there. Where the attachment is gone from its item, the upload starts anew. Where the item is gone, the
 * attachment may have gone with it, so nothing is attached.
 */
final class Looking {

    private final UploadState state;
    private final CompletedUpload record;

    private Looking(UploadState state, CompletedUpload record) {
        this.state = state;
        this.record = record;
    }

    /**
     * The look, which takes one request where the attachment is there.
     *
     * @param state of the upload
     * @param record of what was attached
     */
    static Stage at(UploadState state, CompletedUpload record) {
        Looking look = new Looking(state, record);
        return new Inquiry(
                state,
                () -> state.asking.getAttachment(state.item, record.attachmentId()),
                reply -> StoredAttachment.isOne(reply) || UploadFailure.isGone(reply),
                look::onAttachment);
    }

    private Turn onAttachment(GraphReply reply) throws UploadException {
        if (reply.isSuccess() && StoredAttachment.sizeOf(reply) >= record.bytes()) {
            return Turn.to(new Done(present(reply)));
        }
        return Turn.to(new Inquiry(
                state,
                () -> state.asking.getItem(state.item),
                answer -> answer.isSuccess() || UploadFailure.isGone(answer),
                this::onItem));
    }

    private Turn onItem(GraphReply reply) throws UploadException {
        if (!reply.isSuccess()) {
            UploadFailure failure = UploadFailure.onGraph(reply);
            throw failure == UploadFailure.ITEM_NOT_FOUND
                    ? UploadException.itemGone(record, reply)
                    : UploadException.of(failure, reply, Optional.empty(), 0);
        }
        return Turn.to(new Claiming(state, Optional.of(record)));
    }

    private UploadResult present(GraphReply reply) throws UploadException {
        if (!isSource()) {
            throw UploadException.of(
                    UploadFailure.SOURCE_CHANGED,
                    new SourceException("an upload with the same uploadId has attached " + differing()),
                    0);
        }
        return new UploadResult(
                UploadResult.Outcome.ALREADY_PRESENT,
                record.attachmentId(),
                record.bytes(),
                reply.requestId(),
                record.sha256(),
                UploadResult.Verified.valueOf(record.verified()));
    }

    private boolean isSource() throws UploadException {
        return record.sha256().isPresent()
                ? record.sha256().get().equals(state.sha256())
                : record.fingerprint().equals(state.content.fingerprint());
    }

    private String differing() {
        return record.sha256().isPresent() || record.bytes() != state.length()
                ? "other bytes; name another uploadId for another file"
                : "a file of another time or place, and verify=none has kept no SHA-256 of it; look whether the item has"
                        + " this file, and name another uploadId if not";
    }
}
