package io.github.graphattach.upload;

import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.graph.RangeReply;
import io.github.graphattach.graph.SessionFamily;
import java.io.IOException;
import java.util.Optional;

/**
 * Asks the session how far it is. Outlook does not document the question: where it is not answered, the upload goes on as if
 * nothing of the last range had arrived, or, after a disagreement, without this session.
 *
 * @param state of the upload
 * @param sending goes on where the session is
 * @param dispute what the service disagreed about; empty where nothing did
 */
record AskingOffset(UploadState state, Sending sending, Optional<UploadException> dispute) implements Stage {

    AskingOffset(UploadState state, Sending sending) {
        this(state, sending, Optional.empty());
    }

    static AskingOffset disputed(UploadState state, Sending sending, UploadException dispute) {
        return new AskingOffset(state, sending, Optional.of(dispute));
    }

    @Override
    public Transition step() throws UploadException {
        try {
            GraphReply reply = state.client.sessionStatus(state.url());
            if (SessionFamily.OUTLOOK.read(reply) instanceof RangeReply.Progress progress) {
                return sending.resumeAt(progress.next(), reply);
            }
        } catch (IOException e) {
            return untold();
        }
        return untold();
    }

    private Transition untold() throws UploadException {
        return dispute.isPresent() ? sending.startOver(dispute.get()) : Transition.to(sending);
    }
}
