package io.github.graphattach.upload;

import io.github.graphattach.graph.GraphReply;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Opens an upload session. Opening is harmless to repeat: a session that nobody uses lapses. */
record Opening(UploadState state) implements Stage {

    /** More than what is said of a file takes; the service counts it as uploaded. */
    static final long DESCRIPTION_BYTES = 2048;

    /** The way to attach a file of this size. */
    static Stage orPosting(UploadState state) {
        boolean small = state.length() == 0 || state.length() < state.policy().smallFileLimit();
        return small ? new Posting(state) : new Opening(state);
    }

    /** Gives the session up and opens another one, which starts from byte 0. */
    static Transition anew(UploadState state, UploadException why) throws UploadException {
        state.closeSession();
        if (state.sessionsOpened() >= state.policy().maxSessions()) {
            throw why;
        }
        return state.tries.afterBackOff(state.sessionsOpened(), new Opening(state), why.failure());
    }

    @Override
    public Transition step() throws UploadException {
        return Request.repeatable(this, () -> state.client.createUploadSession(state.item(), state.attachment()))
                .answeredBy(reply -> isTooSmall(reply) || session(reply).isPresent())
                .make(state.tries, reply -> isTooSmall(reply) ? otherWay(reply) : opened(reply));
    }

    @Override
    public long bytes() {
        return DESCRIPTION_BYTES;
    }

    private static boolean isTooSmall(GraphReply reply) {
        return reply.error().code().equals(Judgement.MINIMUM_SIZE_CODE);
    }

    private Optional<UploadSession> session(GraphReply reply) {
        return reply.isSuccess() ? UploadSession.of(reply, state.clock()) : Optional.empty();
    }

    private Transition opened(GraphReply reply) throws UploadException {
        UploadSession session = session(reply).orElseThrow();
        if (!state.policy().uploadHost().isAllowed(session.url())) {
            throw UploadException.of(
                    UploadFailure.UPLOAD_HOST_REFUSED,
                    new IOException("it is at " + session.url().origin()),
                    state.committed());
        }
        state.opened(session);
        UploadEvent.Type type = state.sessionsOpened() > 1 ? UploadEvent.Type.REOPENED : UploadEvent.Type.OPENED;
        state.tell(type, Duration.ZERO, reply.requestId());
        return Transition.to(new Sending(state));
    }

    private Transition otherWay(GraphReply reply) throws UploadException {
        if (state.hasTriedPost()) {
            throw UploadException.of(UploadFailure.WRONG_ROUTE, reply, Optional.empty(), state.committed());
        }
        return Transition.to(new Posting(state));
    }
}
