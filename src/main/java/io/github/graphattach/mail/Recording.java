package io.github.graphattach.mail;

import io.github.graphattach.session.MailRecord;
import io.github.graphattach.upload.Stage;
import io.github.graphattach.upload.Transition;

/**
 * Writes down which draft is the mail's. Where the store fails this is done again, and never the request before it.
 *
 * @param state of the draft
 * @param made what came of it
 */
record Recording(DraftState state, DraftResult made) implements Stage {

    @Override
    public Transition step() {
        if (!state.known().state().maybeSent()) {
            MailRecord.State stands =
                    made.outcome() == DraftResult.Outcome.ALREADY_SENT ? MailRecord.State.SENT : MailRecord.State.DRAFT;
            state.save(state.known()
                    .named(made.messageId())
                    .leavingAt(state.task.draft().sendAt())
                    .in(stands));
        }
        return Transition.to(new MailWork.Finished<>(made));
    }
}
