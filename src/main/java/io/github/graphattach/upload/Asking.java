package io.github.graphattach.upload;

import io.github.graphattach.graph.GraphReply;
import java.io.IOException;
import java.util.Optional;

/**
 * Asks the session how far it is. Outlook does not document the question: where it is not answered, the upload goes on as if
 * nothing of the last range had arrived, or, after a disagreement, without this session.
 */
final class Asking implements Stage {

    private final UploadState state;
    private final Sending sending;
    private final Optional<UploadException> dispute;

    private Asking(UploadState state, Sending sending, Optional<UploadException> dispute) {
        this.state = state;
        this.sending = sending;
        this.dispute = dispute;
    }

    Asking(UploadState state, Sending sending) {
        this(state, sending, Optional.empty());
    }

    static Asking disputed(UploadState state, Sending sending, UploadException dispute) {
        return new Asking(state, sending, Optional.of(dispute));
    }

    @Override
    public Turn step() throws UploadException {
        try {
            GraphReply reply = state.client.sessionStatus(state.url());
            if (RangeReply.of(reply) instanceof RangeReply.Progress progress) {
                return sending.resumeAt(progress.next(), reply);
            }
        } catch (IOException e) {
            return noStatus();
        }
        return noStatus();
    }

    private Turn noStatus() throws UploadException {
        return dispute.isPresent() ? sending.startOver(dispute.get()) : Turn.to(sending);
    }
}
