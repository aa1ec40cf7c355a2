package io.github.graphattach.upload;

import io.github.graphattach.content.SourceException;
import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.session.CompletedUpload;

/**
 * Looks whether what an earlier try has attached is on the item still, by one request where it is: a record proves what was,
 * not what is. Only what was seen is said to be there.
 *
 * @param state of the upload
 * @param record of what was attached
 */
record Rechecking(UploadState state, CompletedUpload record) implements Stage {

    @Override
    public Transition step() throws UploadException {
        return Request.repeatable(this, () -> state.asking.getAttachment(state.item(), record.attachmentId()))
                .answeredBy(reply -> StoredAttachment.isOne(reply) || Judgement.isGone(reply))
                .make(state.tries, this::seen);
    }

    private Transition seen(GraphReply reply) throws UploadException {
        boolean there = reply.isSuccess() && StoredAttachment.sizeOf(reply) >= record.bytes();
        return Transition.to(there ? new Done(present(reply)) : new RecheckingItem(state, record));
    }

    private UploadResult present(GraphReply reply) throws UploadException {
        if (!isSource()) {
            throw UploadException.of(UploadFailure.SOURCE_CHANGED, differing(), 0);
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
                : record.fingerprint().equals(state.content().fingerprint());
    }

    private SourceException differing() {
        String attached = "an upload with the same uploadId has attached ";
        return record.sha256().isPresent() || record.bytes() != state.length()
                ? new SourceException(attached + "other bytes", "name another uploadId for another file")
                : new SourceException(
                        attached + "a file of another time or place, and verify=none has kept no SHA-256 of it",
                        "look whether the item has this file, and name another uploadId if not");
    }
}
