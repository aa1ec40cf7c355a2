package io.github.graphattach.mail;

import io.github.graphattach.session.Claim;
import io.github.graphattach.session.MailRecord;
import io.github.graphattach.upload.Stage;
import io.github.graphattach.upload.Transition;
import io.github.graphattach.upload.UploadException;
import io.github.graphattach.upload.UploadFailure;
import java.io.IOException;
import java.time.Duration;

/**
 * Makes the mail this process's, and goes on where an earlier try has stopped.
 *
 * @param state of the mail
 * @param next follows, when it is known how far the mail is
 */
record Claiming(MailState state, Transition.Continuation next) implements Stage {

    /** The owner may be done long before its lease is over. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

    @Override
    public Transition step() throws UploadException {
        try {
            state.markWith(state.source.marker());
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
        state.claimed(state.ownership.mail().orElse(MailRecord.NOT_MADE));
        state.tries.succeeded();
        return next.proceed();
    }
}
