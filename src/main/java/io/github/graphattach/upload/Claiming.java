package io.github.graphattach.upload;

import io.github.graphattach.content.SourceException;
import io.github.graphattach.session.Checkpoint;
import io.github.graphattach.session.Claim;
import io.github.graphattach.session.CompletedUpload;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes the upload ours, or waits while somebody else has it. What that one left, or an earlier try of this one, decides
 * where to begin.
 *
 * @param state of the upload
 * @param gone what it was recorded to have attached, where that was seen to be gone
 * @param told until when the upload was said to wait, by the monotonic clock; empty before it waits
 */
record Claiming(UploadState state, Optional<CompletedUpload> gone, Optional<Long> told) implements Stage {

    /** The owner may finish long before its lease runs out. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(2);

    Claiming(UploadState state, Optional<CompletedUpload> gone) {
        this(state, gone, Optional.empty());
    }

    @Override
    public Transition step() throws UploadException {
        Claim claim;
        try {
            claim = gone.isPresent() ? state.ownership.claimAnew(gone.get()) : state.ownership.claim();
        } catch (SourceException e) {
            throw state.sourceChanged(e);
        } catch (IOException e) {
            return state.tries.again(this, UploadFailure.NO_TOKEN, e);
        }
        if (claim instanceof Claim.Completed completed) {
            return Transition.to(new Rechecking(state, completed.upload()));
        }
        if (claim instanceof Claim.Busy busy) {
            return whenFree(busy.retryIn());
        }
        state.tries.succeeded();
        Optional<Checkpoint> left = ((Claim.Claimed) claim).checkpoint();
        return Transition.to(left.isPresent() ? resumed(left.get()) : new Listing(state));
    }

    /** The whole wait is told once, not each time that the store is asked; and again when the owner has lengthened it. */
    private Transition whenFree(Duration free) throws UploadException {
        Duration pause = free.compareTo(ASK_AGAIN) < 0 ? free : ASK_AGAIN;
        long now = state.clock().nanos();
        if (told.isPresent() && told.get() - now > 0) {
            return state.tries.quietlyAfter(pause, this);
        }
        Claiming next = new Claiming(state, gone, Optional.of(now + free.toNanos()));
        return state.tries.after(pause, free, next, UploadFailure.OWNED_ELSEWHERE);
    }

    /** Another source starts over. */
    private Stage resumed(Checkpoint left) {
        boolean sameSource = left.fingerprint().equals(state.content().fingerprint())
                && left.contentLength() == state.length()
                && left.prefix().map(state.digest()::startsWith).orElse(true);
        return sameSource ? goneOn(left) : startedOver(left);
    }

    /** The last request of the earlier try may have been carried out or not. */
    private Stage goneOn(Checkpoint left) {
        state.resumed(left, sessionOf(left));
        state.tell(UploadEvent.Type.RESUMED, Duration.ZERO, "");
        if (left.attachmentId().isPresent()) {
            return Verifying.resumed(state, left.attachmentId().get());
        }
        if (state.transfer().session().isPresent()) {
            return new AskingOffset(state, new Sending(state));
        }
        return state.attached.mayBeMade()
                ? new Searching(state, () -> Transition.to(Opening.orPosting(state)))
                : new Listing(state);
    }

    /**
     * The same bytes may be attached already, although the file looks like another one, for instance because its volume was
     * restored. An attachment with other bytes counts as one that was there before.
     */
    private Stage startedOver(Checkpoint left) {
        sessionOf(left).ifPresent(state::discard);
        boolean mayBeThere = left.mayBeMade() || left.attachmentId().isPresent();
        if (!mayBeThere || left.contentLength() != state.length()) {
            return new Listing(state);
        }
        state.attached.suspect(left);
        return new Searching(state, () -> {
            state.attached.removeNothing();
            return Transition.to(new Listing(state));
        });
    }

    private Optional<UploadSession> sessionOf(Checkpoint left) {
        return UploadSession.restored(left, state.clock(), state.policy().uploadHost());
    }
}
