package io.github.graphattach.mail;

import io.github.graphattach.session.Claim;
import io.github.graphattach.session.MailRecord;
import io.github.graphattach.upload.Stage;
import io.github.graphattach.upload.Transition;
import io.github.graphattach.upload.UploadException;
import io.github.graphattach.upload.UploadFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes the mail this process's, and goes on where an earlier try has stopped.
 *
 * @param state of the draft
 */
record Claiming(DraftState state) implements Stage {

    /** The owner may be done long before its lease is over. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

    @Override
    public Transition step() throws UploadException {
        try {
            state.markWith(state.task.source().marker());
        } catch (IOException e) {
            return state.tries.again(this, UploadFailure.NO_TOKEN, e);
        }
        // Where the store has failed just after a claim, the mail is ours already.
        if (!state.ownership.isClaimed()) {
            Claim claim;
            try {
                claim = state.ownership.claim();
            } catch (IOException e) {
                return state.tries.again(this, UploadFailure.NO_TOKEN, e);
            }
            if (claim instanceof Claim.Busy busy) {
                Duration free = busy.retryIn();
                return state.tries.after(
                        free.compareTo(ASK_AGAIN) < 0 ? free : ASK_AGAIN, this, UploadFailure.OWNED_ELSEWHERE);
            }
        }
        Optional<MailRecord> known = state.ownership.mail();
        state.tries.succeeded();
        return Transition.to(next(known));
    }

    private Stage next(Optional<MailRecord> known) {
        if (known.flatMap(MailRecord::draftId).isPresent()) {
            return new Rechecking(state, known.flatMap(MailRecord::draftId).get());
        }
        if (known.filter(MailRecord::mayBeMade).isPresent()) {
            return Looking.longEnough(state, () -> Transition.to(new Creating(state)));
        }
        // Nothing was begun, as far as is known here, so nothing is begun too late. What was begun goes on.
        state.task.draft().requireTimeToCome(state.context.clock().now());
        return state.task.mayBeThere()
                ? Looking.once(state, () -> Transition.to(new Creating(state)))
                : new Creating(state);
    }
}
