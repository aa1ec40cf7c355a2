package io.github.graphattach.upload;

import io.github.graphattach.content.ByteRange;
import io.github.graphattach.content.SourceException;
import io.github.graphattach.graph.GraphReply;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;

/** Sends the next range. The service's offset wins over ours wherever the two differ. */
final class Sending implements Stage {

    /** Ranges are not made smaller than this. */
    private static final int SMALLEST_CHUNK = 327_680;

    private final UploadState state;
    private int timeoutsInARow;

    Sending(UploadState state) {
        this.state = state;
    }

    @Override
    public Turn step() throws UploadException {
        if (!state.session.orElseThrow().isUsable(state.clock)) {
            return state.newSession(UploadException.of(UploadFailure.SESSION_LOST, state.committed));
        }
        ByteRange range = next();
        boolean repeated = range.offset() < state.sentUpTo;
        state.disturbed |= repeated;
        state.sentUpTo = Math.max(state.sentUpTo, range.end());
        GraphReply reply;
        try {
            state.content.requireUnchanged();
            reply = state.client.putRange(
                    state.url(),
                    new ContentRange(range, state.length()).header(),
                    range.length(),
                    sink -> state.digest.transfer(range, sink));
        } catch (SourceException e) {
            throw UploadException.of(UploadFailure.SOURCE_CHANGED, e, state.committed);
        } catch (IOException e) {
            return unanswered(e);
        }
        timeoutsInARow = 0;
        RangeReply said = RangeReply.of(reply);
        if (said instanceof RangeReply.Completed done) {
            return completed(done, range, reply);
        }
        if (said instanceof RangeReply.Progress progress) {
            return progressed(progress.next(), range, reply);
        }
        if (said instanceof RangeReply.Received) {
            return progressed(range.end(), range, reply);
        }
        if (said instanceof RangeReply.Malformed) {
            state.disturbed = true;
            return state.again(new Asking(state, this), UploadFailure.MALFORMED_ANSWER, reply);
        }
        return refused(reply, repeated);
    }

    private ByteRange next() {
        return ByteRange.between(state.committed, Math.min(state.length(), state.committed + state.chunkSize));
    }

    @Override
    public long bytes() {
        return next().length();
    }

    private Turn completed(RangeReply.Completed done, ByteRange range, GraphReply reply) throws UploadException {
        // A service that has finished before it got everything holds something else than the file.
        state.disturbed |= range.end() < state.length();
        return Turn.to(Verifying.made(state, done.attachmentId(), reply));
    }

    /** The service's offset wins: inside what was sent it goes on there, behind it rewinds. */
    private Turn progressed(long next, ByteRange range, GraphReply reply) throws UploadException {
        if (next > range.offset() || next > state.sentUpTo) {
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
        if (next > state.sentUpTo) {
            return state.newSession(failed(UploadFailure.OFFSET_DISPUTED, reply));
        }
        if (next == state.length()) {
            return lostFinalAnswer(failed(UploadFailure.OFFSET_DISPUTED, reply));
        }
        state.committed = next;
        if (next > state.furthest) {
            state.furthest = next;
            state.advanced();
            state.tell(UploadEvent.Type.RANGE_ACCEPTED, Duration.ZERO, "");
        }
        return Turn.to(this);
    }

    private Turn unanswered(IOException e) throws UploadException {
        state.disturbed = true;
        timeoutsInARow = e instanceof InterruptedIOException ? timeoutsInARow + 1 : 0;
        if (timeoutsInARow >= 2) {
            halve();
        }
        try {
            return state.again(new Asking(state, this), UploadFailure.NO_ANSWER, e);
        } catch (UploadException gaveUp) {
            return searchedFirst(() -> {
                throw gaveUp;
            });
        }
    }

    private Turn refused(GraphReply reply, boolean repeated) throws UploadException {
        UploadFailure failure = UploadFailure.onUploadHost(reply, repeated);
        try {
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
                case SESSION_LOST -> lost(reply);
                case ITEM_CONFLICT -> searchedFirst(() -> state.newSession(failed(failure, reply)));
                case RANGE_TOO_LARGE -> {
                    if (!halve()) {
                        throw failed(failure, reply);
                    }
                    yield Turn.to(this);
                }
                default -> throw failed(failure, reply);
            };
        } catch (UploadException gaveUp) {
            // A range that is refused when it comes again may have been the last one that was taken before.
            if (!repeated && !failure.retryable()) {
                throw gaveUp;
            }
            return searchedFirst(() -> {
                throw gaveUp;
            });
        }
    }

    private Turn lost(GraphReply reply) throws UploadException {
        boolean fresh = state.furthest == 0 && reply.status() == 401;
        UploadException why = failed(fresh ? UploadFailure.SESSION_REFUSED : UploadFailure.SESSION_LOST, reply);
        return lostFinalAnswer(why);
    }

    /** What may be complete is looked for before it is sent once more. */
    Turn lostFinalAnswer(UploadException why) throws UploadException {
        return searchedFirst(() -> state.newSession(why));
    }

    private Turn searchedFirst(Searching.Resort resort) throws UploadException {
        return state.lastByteMayHaveArrived() ? Turn.to(new Searching(state, resort)) : resort.turn();
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
