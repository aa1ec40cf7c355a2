package io.github.graphattach.mail;

import io.github.graphattach.session.MailRecord;
import io.github.graphattach.session.MailRecord.State;
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
        MailRecord known = state.known().named(made.messageId());
        if (!known.state().maybeSent() && known.state() != State.FOUND) {
            state.save(stands(known.leavingAt(state.task.draft().sendAt())));
        }
        return Transition.to(new MailWork.Finished<>(made));
    }

    private MailRecord stands(MailRecord known) {
        return switch (made.outcome()) {
            case ALREADY_SENT -> known.in(State.SENT);
            case CREATED -> known.in(State.DRAFT);
            case ALREADY_PRESENT ->
                known.state() == State.NOT_MADE
                        ? known.asked(State.FOUND, state.context.clock().now())
                        : known.in(State.DRAFT);
        };
    }
}
