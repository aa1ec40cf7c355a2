package io.github.graphattach.upload;

import io.github.graphattach.content.ByteRange;
import io.github.graphattach.content.SourceException;
import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.graph.RangeReply;
import io.github.graphattach.graph.SessionFamily;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Sends the next range. The service's offset wins over ours wherever the two differ. */
final class Sending implements Stage {

    private final UploadState state;

    /** Whether the present range was begun, so that there was a connection for it. */
    private boolean begun;

    private int brokenInARow;

    /** Whether the store has the session. */
    private boolean known;

    Sending(UploadState state) {
        this.state = state;
    }

    @Override
    public Transition step() throws UploadException {
        if (!state.transfer().session().orElseThrow().isUsable(state.clock())) {
            return startOver(UploadException.of(UploadFailure.SESSION_LOST, state.committed()));
        }
        ByteRange range = state.nextRange();
        boolean repeated = state.transfer().repeats(range);
        boolean mayBeMadeBefore = state.attached.mayBeMade();
        state.sending(range);
        if (state.isLast(range)) {
            state.attached.mayBeMadeNow();
        }
        try {
            state.writeDown();
            known = true;
            GraphReply reply = put(range);
            brokenInARow = 0;
            if (reply.isRefusedUnread() && !mayBeMadeBefore) {
                state.attached.isNotMade();
            }
            return answered(reply, range, repeated);
        } catch (SourceException e) {
            if (!mayBeMadeBefore) {
                state.attached.isNotMade();
            }
            throw state.sourceChanged(e);
        } catch (IOException e) {
            return unanswered(e);
        }
    }

    @Override
    public long bytes() {
        return state.nextRange().length();
    }

    @Override
    public boolean writesDown() {
        return known;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    private GraphReply put(ByteRange range) throws IOException {
        begun = false;
        if (state.isLast(range)) {
            state.content().requireUnchanged();
        }
        return state.client.putRange(
                state.url(), new ContentRange(range, state.length()).header(), range.length(), sink -> {
                    begun = true;
                    state.digest().transfer(range, sink);
                });
    }

    private Transition answered(GraphReply reply, ByteRange range, boolean repeated) throws UploadException {
        RangeReply said = SessionFamily.OUTLOOK.read(reply);
        if (said instanceof RangeReply.Completed done) {
            // A service that has finished before it got everything holds something else than the file.
            return Transition.to(
                    state.isLast(range)
                            ? Verifying.made(state, done.attachmentId(), reply)
                            : Verifying.doubtful(state, done.attachmentId(), reply));
        }
        if (said instanceof RangeReply.Refused) {
            return refused(reply, repeated);
        }
        return orSearched(() -> {
            if (said instanceof RangeReply.Malformed) {
                state.disturbed();
                return state.tries.again(new AskingOffset(state, this), UploadFailure.MALFORMED_ANSWER, reply);
            }
            return progressed(said instanceof RangeReply.Progress at ? at.next() : range.end(), range, reply);
        });
    }

    /** The service's offset wins: inside what was sent it goes on there, behind it rewinds. */
    private Transition progressed(long next, ByteRange range, GraphReply reply) throws UploadException {
        if (next > range.offset()) {
            return resumeAt(next, reply);
        }
        state.rewound(next);
        return state.tries.again(this, UploadFailure.OFFSET_DISPUTED, reply);
    }

    /**
     * Goes on at an offset of the service.
     *
     * @param next where it wants to go on
     * @param reply the answer that says so
     */
    Transition resumeAt(long next, GraphReply reply) throws UploadException {
        if (next > state.transfer().sentUpTo() || next == state.length()) {
            return startOver(failed(UploadFailure.OFFSET_DISPUTED, reply));
        }
        if (state.acknowledged(next)) {
            state.tries.succeeded();
            state.tell(UploadEvent.Type.RANGE_ACCEPTED, Duration.ZERO, "");
        }
        return Transition.to(this);
    }

    /**
     * A proxy on the way may break off a request that is large or takes long, and its 413 may be lost with the connection. A
     * connection that never came about says nothing about the size of the range.
     */
    private Transition unanswered(IOException e) throws UploadException {
        state.disturbed();
        brokenInARow = begun ? brokenInARow + 1 : 0;
        if (brokenInARow >= 2) {
            state.ranges.halve();
        }
        UploadFailure failure = brokenInARow >= 2 ? UploadFailure.RANGE_BROKEN_OFF : UploadFailure.NO_ANSWER;
        return orSearched(() -> state.tries.again(new AskingOffset(state, this), failure, e));
    }

    private Transition refused(GraphReply reply, boolean repeated) throws UploadException {
        UploadFailure failure = Judgement.onUploadHost(reply, repeated);
        // The service may refuse a repeated range because it has taken it before and is done.
        boolean forGood = !repeated && !failure.retryable() && failure != UploadFailure.PROXY;
        return forGood ? reactTo(failure, reply) : orSearched(() -> reactTo(failure, reply));
    }

    private Transition reactTo(UploadFailure failure, GraphReply reply) throws UploadException {
        return switch (failure) {
            case THROTTLED -> state.tries.again(this, failure, reply);
            case SERVICE_FAULT -> {
                state.disturbed();
                yield state.tries.again(new AskingOffset(state, this), failure, reply);
            }
            case OFFSET_DISPUTED -> {
                state.disturbed();
                yield state.tries.again(AskingOffset.disputed(state, this, failed(failure, reply)), failure, reply);
            }
            case SESSION_LOST ->
                startOver(failed(isFreshRefused(reply) ? UploadFailure.SESSION_REFUSED : failure, reply));
            case ITEM_CONFLICT -> startOver(failed(failure, reply));
            case RANGE_TOO_LARGE -> {
                if (!state.ranges.halve()) {
                    throw failed(failure, reply);
                }
                yield Transition.to(this);
            }
            default -> throw failed(failure, reply);
        };
    }

    private boolean isFreshRefused(GraphReply reply) {
        return state.transfer().furthest() == 0 && reply.status() == 401;
    }

    /** Opens another session, unless the attachment is made already. */
    Transition startOver(UploadException why) throws UploadException {
        return Searching.before(state, () -> Opening.anew(state, why));
    }

    /** Before the upload gives up, it looks whether the attachment is made already. */
    private Transition orSearched(Transition.Continuation reaction) throws UploadException {
        try {
            return reaction.proceed();
        } catch (UploadException gaveUp) {
            return Searching.before(state, () -> {
                throw gaveUp;
            });
        }
    }

    private UploadException failed(UploadFailure failure, GraphReply reply) {
        return UploadException.of(failure, reply, Optional.empty(), state.committed());
    }
}
