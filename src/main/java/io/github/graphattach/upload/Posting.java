package io.github.graphattach.upload;

import io.github.graphattach.content.ByteRange;
import io.github.graphattach.content.SourceException;
import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.item.ExchangeId;
import java.io.IOException;
import java.util.Optional;

/** Attaches a small file with one request. */
record Posting(UploadState state) implements Stage {

    @Override
    public Transition step() throws UploadException {
        state.posting();
        return Request.once(this, Searching.effect(state), this::post)
                .answeredBy(reply -> reply.status() == 201 || isTooLarge(reply))
                .make(state.tries, reply -> isTooLarge(reply) ? otherWay(reply) : made(reply));
    }

    private GraphReply post() throws IOException, UploadException {
        try {
            state.content().requireUnchanged();
            state.writeDown();
            return state.client.postAttachment(state.item(), state.attachment(), sink -> state.digest()
                    .transfer(new ByteRange(0, state.length()), sink));
        } catch (SourceException e) {
            state.attached.isNotMade();
            throw state.sourceChanged(e);
        }
    }

    private static boolean isTooLarge(GraphReply reply) {
        return Judgement.onGraph(reply) == UploadFailure.WRONG_ROUTE;
    }

    private Transition made(GraphReply reply) throws UploadException {
        Optional<String> id = Optional.ofNullable(reply.field("id").textValue());
        return Transition.to(Verifying.described(state, id.map(ExchangeId::urlSafe), reply));
    }

    private Transition otherWay(GraphReply reply) throws UploadException {
        state.attached.isNotMade();
        if (state.sessionsOpened() > 0 || state.length() == 0) {
            throw UploadException.of(UploadFailure.WRONG_ROUTE, reply, Optional.empty(), state.committed());
        }
        return Transition.to(new Opening(state));
    }

    @Override
    public long bytes() {
        return (state.length() + 2) / 3 * 4 + Opening.DESCRIPTION_BYTES;
    }

    @Override
    public boolean writesDown() {
        return true;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isWhole() {
        return true;
    }
}
