package io.github.graphattach.upload;

import io.github.graphattach.content.SourceException;
import io.github.graphattach.session.Checkpoint;
import io.github.graphattach.session.Claim;
import io.github.graphattach.session.CompletedUpload;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the upload ours, or waits while somebody else has it. What that one left, or an earlier try of this one, decides
 * where to begin.
 *
 * @param state of the upload
 * @param gone what it was recorded to have attached, where that was seen to be gone
 */
record Claiming(UploadState state, Optional<CompletedUpload> gone) implements Stage {

    /** The owner may be done long before its lease could run out. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(2);

    @Override
    public Turn step() throws UploadException {
        Claim claim;
        try {
            claim = gone.isPresent() ? state.ownership.claimAnew(gone.get()) : state.ownership.claim();
        } catch (SourceException e) {
            throw state.sourceChanged(e);
        } catch (IOException e) {
            return state.again(this, UploadFailure.NO_TOKEN, e);
        }
        if (claim instanceof Claim.Completed completed) {
            return Turn.to(Looking.at(state, completed.upload()));
        }
        if (claim instanceof Claim.Busy busy) {
            Duration free = busy.retryIn();
            return state.waiting(this, free.compareTo(ASK_AGAIN) < 0 ? free : ASK_AGAIN, UploadFailure.OWNED_ELSEWHERE);
        }
        state.advanced();
        return Turn.to(((Claim.Claimed) claim).checkpoint().map(this::resumed).orElseGet(() -> new Listing(state)));
    }

    /** Another source starts over. */
    private Stage resumed(Checkpoint left) {
        boolean sameSource = left.fingerprint().equals(state.content.fingerprint())
                && left.contentLength() == state.length()
                && left.prefix().map(state.digest::startsWith).orElse(true);
        if (!sameSource) {
            state.session = sessionOf(left);
            state.closeSession();
            boolean mayBeThere = left.mayBeMade() || left.attachmentId().isPresent();
            return mayBeThere && left.contentLength() == state.length() ? lookedFor(left) : new Listing(state);
        }
        restore(left);
        if (left.attachmentId().isPresent()) {
            return Verifying.resumed(state, left.attachmentId().get());
        }
        if (state.session.isPresent()) {
            return new Asking(state, new Sending(state));
        }
        return state.mayBeMade ? new Searching(state, () -> Turn.to(state.route())) : new Listing(state);
    }

    /**
     * The same bytes may come from elsewhere, as from a volume that was restored, and be attached already. Whatever other
     * bytes were made counts as there before.
     */
    private Stage lookedFor(Checkpoint left) {
        state.baseline = Optional.of(Set.copyOf(left.baselineIds()));
        state.idsToRemove = left.idsToRemove();
        state.mayBeMade = true;
        state.madeSince = left.madeSince();
        return new Searching(state, () -> {
            state.idsToRemove = List.of();
            return Turn.to(new Listing(state));
        });
    }

    /** The last request of the earlier try may have been carried out or not. */
    private void restore(Checkpoint left) {
        state.baseline = Optional.of(Set.copyOf(left.baselineIds()));
        state.idsToRemove = left.idsToRemove();
        state.mayBeMade = left.mayBeMade();
        state.madeSince = left.madeSince();
        state.attachmentId = left.attachmentId();
        state.removable = left.removable();
        state.disturbed = true;
        state.session = sessionOf(left);
        if (state.session.isPresent()) {
            state.sessionsOpened = 1;
            state.committed = left.nextOffset();
            state.furthest = left.nextOffset();
            state.sentUpTo = left.inFlightEnd();
        }
        state.tell(UploadEvent.Type.RESUMED, Duration.ZERO, "");
    }

    private Optional<UploadSession> sessionOf(Checkpoint left) {
        return UploadSession.restored(left, state.clock, state.policy.uploadHost());
    }
}
