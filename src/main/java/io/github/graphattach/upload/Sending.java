package io.github.graphattach.upload;

import io.github.graphattach.content.ByteRange;
import io.github.graphattach.content.SourceException;
import io.github.graphattach.graph.GraphReply;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Sends the next range. The service's offset wins over ours wherever the two differ. */
final class Sending implements Stage {

    /** Ranges are not made smaller than this. */
    private static final int SMALLEST_CHUNK = 327_680;

    private final UploadState state;

    /** Whether the present range was begun, so that there was a connection for it. */
    private boolean begun;

    private int brokenInARow;

    Sending(UploadState state) {
        this.state = state;
    }

    @Override
    public Turn step() throws UploadException {
        if (!state.session.orElseThrow().isUsable(state.clock)) {
            return startOver(UploadException.of(UploadFailure.SESSION_LOST, state.committed));
        }
        ByteRange range = next();
        boolean repeated = range.offset() < state.sentUpTo;
        boolean mayBeMadeBefore = state.mayBeMade;
        state.disturbed |= repeated;
        state.sentUpTo = Math.max(state.sentUpTo, range.end());
        if (isLast(range)) {
            state.mayMake();
        }
        try {
            state.writeDown();
            GraphReply reply = put(range);
            brokenInARow = 0;
            // A throttled request was not carried out.
            if (reply.status() == 429 && !mayBeMadeBefore) {
                state.hasMadeNothing();
            }
            return answered(reply, range, repeated);
        } catch (SourceException e) {
            if (!mayBeMadeBefore) {
                state.hasMadeNothing();
            }
            throw state.sourceChanged(e);
        } catch (IOException e) {
            return unanswered(e);
        }
    }

    private ByteRange next() {
        return ByteRange.between(state.committed, Math.min(state.length(), state.committed + state.chunkSize));
    }

    private boolean isLast(ByteRange range) {
        return range.end() == state.length();
    }

    @Override
    public long bytes() {
        return next().length();
    }

    private GraphReply put(ByteRange range) throws IOException {
        begun = false;
        if (isLast(range)) {
            state.content.requireUnchanged();
        }
        return state.client.putRange(
                state.url(), new ContentRange(range, state.length()).header(), range.length(), sink -> {
                    begun = true;
                    state.digest.transfer(range, sink);
                });
    }

    private Turn answered(GraphReply reply, ByteRange range, boolean repeated) throws UploadException {
        RangeReply said = RangeReply.of(reply);
        if (said instanceof RangeReply.Completed done) {
            // A service that has finished before it got everything holds something else than the file.
            return Turn.to(
                    isLast(range)
                            ? Verifying.made(state, done.attachmentId(), reply)
                            : Verifying.doubtful(state, done.attachmentId(), reply));
        }
        if (said instanceof RangeReply.Refused) {
            return refused(reply, repeated);
        }
        return orSearch(() -> {
            if (said instanceof RangeReply.Malformed) {
                state.disturbed = true;
                return state.again(new Asking(state, this), UploadFailure.MALFORMED_ANSWER, reply);
            }
            return progressed(said instanceof RangeReply.Progress at ? at.next() : range.end(), range, reply);
        });
    }

    /** The service's offset wins: inside what was sent it goes on there, behind it rewinds. */
    private Turn progressed(long next, ByteRange range, GraphReply reply) throws UploadException {
        if (next > range.offset()) {
            return resumeAt(next, reply);
        }
        state.disturbed = true;
        state.committed = next;
        return state.again(this, UploadFailure.OFFSET_DISPUTED, reply);
    }

    /**
     * Goes on at an offset of the service.
     *
     * @param next where it wants to go on
     * @param reply the answer that says so
     */
    Turn resumeAt(long next, GraphReply reply) throws UploadException {
        if (next > state.sentUpTo || next == state.length()) {
            return startOver(failed(UploadFailure.OFFSET_DISPUTED, reply));
        }
        state.committed = next;
        if (next > state.furthest) {
            state.furthest = next;
            state.advanced();
            state.tell(UploadEvent.Type.RANGE_ACCEPTED, Duration.ZERO, "");
        }
        return Turn.to(this);
    }

    /**
     * Something on the way may break off what is large, or takes long, and its 413 may be lost with the connection. One that
     * never came about says nothing of the range.
     */
    private Turn unanswered(IOException e) throws UploadException {
        state.disturbed = true;
        brokenInARow = begun ? brokenInARow + 1 : 0;
        if (brokenInARow >= 2) {
            halve();
        }
        UploadFailure failure = brokenInARow >= 2 ? UploadFailure.RANGE_BROKEN_OFF : UploadFailure.NO_ANSWER;
        return orSearch(() -> state.again(new Asking(state, this), failure, e));
    }

    private Turn refused(GraphReply reply, boolean repeated) throws UploadException {
        UploadFailure failure = UploadFailure.onUploadHost(reply, repeated);
        // A range that is refused when it comes again may have been the last one that was taken before.
        boolean forGood = !repeated && !failure.retryable() && failure != UploadFailure.PROXY;
        return forGood ? reactTo(failure, reply) : orSearch(() -> reactTo(failure, reply));
    }

    private Turn reactTo(UploadFailure failure, GraphReply reply) throws UploadException {
        return switch (failure) {
            case THROTTLED -> state.again(this, failure, reply);
            case SERVICE_FAULT -> {
                state.disturbed = true;
                yield state.again(new Asking(state, this), failure, reply);
            }
            case OFFSET_DISPUTED -> {
                state.disturbed = true;
                yield state.again(Asking.disputed(state, this, failed(failure, reply)), failure, reply);
            }
            case SESSION_LOST ->
                startOver(failed(refusedFresh(reply) ? UploadFailure.SESSION_REFUSED : failure, reply));
            case ITEM_CONFLICT -> startOver(failed(failure, reply));
            case RANGE_TOO_LARGE -> {
                if (!halve()) {
                    throw failed(failure, reply);
                }
                yield Turn.to(this);
            }
            default -> throw failed(failure, reply);
        };
    }

    private boolean refusedFresh(GraphReply reply) {
        return state.furthest == 0 && reply.status() == 401;
    }

    /** Opens another session, unless the attachment is made already. */
    Turn startOver(UploadException why) throws UploadException {
        return state.searchedFirst(() -> state.newSession(why));
    }

    /** Whatever cannot go on may be complete already. */
    private Turn orSearch(Turn.Choice reaction) throws UploadException {
        try {
            return reaction.turn();
        } catch (UploadException gaveUp) {
            return state.searchedFirst(() -> {
                throw gaveUp;
            });
        }
    }

    private boolean halve() {
        boolean possible = state.chunkSize > SMALLEST_CHUNK;
        state.chunkSize = Math.max(Math.min(state.chunkSize, SMALLEST_CHUNK), state.chunkSize / 2);
        return possible;
    }

    private UploadException failed(UploadFailure failure, GraphReply reply) {
        return UploadException.of(failure, reply, Optional.empty(), state.committed);
    }
}
