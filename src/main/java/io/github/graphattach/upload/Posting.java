package io.github.graphattach.upload;

import io.github.graphattach.content.ByteRange;
import io.github.graphattach.content.SourceException;
import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.graph.TokenException;
import io.github.graphattach.item.ExchangeId;
import java.io.IOException;
import java.util.Optional;

/**
 * Attaches a small file with one request. That request is not idempotent: when its answer is lost the attachment is looked
 * for before there is a second one.
 */
record Posting(UploadState state) implements Stage {

    @Override
    public Turn step() throws UploadException {
        state.triedPost = true;
        state.mayMake();
        GraphReply reply;
        try {
            state.content.requireUnchanged();
            state.writeDown();
            reply = state.client.postAttachment(
                    state.item,
                    state.attachment,
                    sink -> state.digest.transfer(new ByteRange(0, state.length()), sink));
        } catch (SourceException e) {
            state.hasMadeNothing();
            throw state.sourceChanged(e);
        } catch (TokenException e) {
            state.hasMadeNothing();
            return state.again(this, UploadFailure.NO_TOKEN, e);
        } catch (IOException e) {
            return Turn.to(new Searching(state, () -> state.again(this, UploadFailure.NO_ANSWER, e)));
        }
        if (reply.status() == 201) {
            Optional<String> id = Optional.ofNullable(reply.field("id").textValue());
            return Turn.to(Verifying.made(state, id.map(ExchangeId::urlSafe), reply));
        }
        UploadFailure failure = UploadFailure.onGraph(reply);
        if (mayHaveActed(failure, reply)) {
            return Turn.to(new Searching(state, () -> state.onGraph(this, reply)));
        }
        state.hasMadeNothing();
        return failure == UploadFailure.WRONG_ROUTE ? otherRoute(reply) : state.onGraph(this, reply);
    }

    private static boolean mayHaveActed(UploadFailure failure, GraphReply reply) {
        return switch (failure) {
            case SERVICE_FAULT, MALFORMED_ANSWER, PROXY -> true;
            case THROTTLED -> reply.status() != 429;
            default -> false;
        };
    }

    private Turn otherRoute(GraphReply reply) throws UploadException {
        if (state.sessionsOpened > 0 || state.length() == 0) {
            throw UploadException.of(UploadFailure.WRONG_ROUTE, reply, Optional.empty(), state.committed);
        }
        state.advanced();
        return Turn.to(new Opening(state));
    }

    @Override
    public long bytes() {
        return (state.length() + 2) / 3 * 4 + Opening.DESCRIPTION_BYTES;
    }
}
