package io.github.graphattach.upload;

import io.github.graphattach.graph.GraphReply;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Opens an upload session. Opening is harmless to repeat: a session that nobody uses lapses. */
record Opening(UploadState state) implements Stage {

    /** More than what is said of a file takes; the service counts it as uploaded. */
    static final long DESCRIPTION_BYTES = 2048;

    @Override
    public Turn step() throws UploadException {
        GraphReply reply;
        try {
            reply = state.client.createUploadSession(state.item, state.attachment);
        } catch (IOException e) {
            return state.again(this, UploadFailure.NO_ANSWER, e);
        }
        if (reply.error().code().equals(UploadFailure.MINIMUM_SIZE_CODE)) {
            return otherRoute(reply);
        }
        if (!reply.isSuccess()) {
            return state.onGraph(this, reply);
        }
        Optional<UploadSession> session = UploadSession.of(reply, state.clock);
        if (session.isEmpty()) {
            return state.again(this, UploadFailure.MALFORMED_ANSWER, reply);
        }
        return opened(session.get(), reply);
    }

    @Override
    public long bytes() {
        return DESCRIPTION_BYTES;
    }

    private Turn opened(UploadSession session, GraphReply reply) throws UploadException {
        if (!state.policy.uploadHost().isAllowed(session.url())) {
            throw UploadException.of(
                    UploadFailure.UPLOAD_HOST_REFUSED,
                    new IOException("it is at " + session.url().origin()),
                    state.committed);
        }
        state.session = Optional.of(session);
        state.sessionsOpened++;
        state.advanced();
        state.disturbed |= state.sessionsOpened > 1;
        UploadEvent.Type type = state.sessionsOpened > 1 ? UploadEvent.Type.REOPENED : UploadEvent.Type.OPENED;
        state.tell(type, Duration.ZERO, reply.requestId());
        return Turn.to(new Sending(state));
    }

    private Turn otherRoute(GraphReply reply) throws UploadException {
        if (state.triedPost) {
            throw UploadException.of(UploadFailure.WRONG_ROUTE, reply, Optional.empty(), state.committed);
        }
        state.advanced();
        return Turn.to(new Posting(state));
    }
}
