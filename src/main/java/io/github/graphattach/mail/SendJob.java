package io.github.graphattach.mail;

import io.github.graphattach.graph.GraphClient;
import io.github.graphattach.mailbox.SendRate;
import io.github.graphattach.session.MailRecord;
import io.github.graphattach.session.MailRecord.State;
import io.github.graphattach.upload.Ownership;
import io.github.graphattach.upload.Stage;
import io.github.graphattach.upload.Transition;
import io.github.graphattach.upload.UploadContext;
import io.github.graphattach.upload.UploadException;
import io.github.graphattach.upload.UploadFailure;
import java.util.Optional;

/**
 * One mail, sent once and with all its files: whatever becomes of an answer, the same draft is sent again only where the
 * evidence says that it was not.
 *
 * <p>What may follow what; each stage follows itself when its request is made again.
 *
 * <pre>
 * Identifying → Claiming
 * Claiming    → Inspecting, Settling, Pacing, Finished
 * Settling    → Inspecting, Sending, Noting, Finished
 * Inspecting  → Marking, Counting, Pacing, Looking, Noting
 * Marking     → Counting, Pacing
 * Counting    → Pacing
 * Pacing      → Sending
 * Sending     → Noting, Settling
 * Noting      → Settling, Finished
 * </pre>
 */
public final class SendJob extends MailWork<SendResult> {

    private final SendRate.Turn turn;

    /**
     * Plans a sending; nothing is asked before the first step.
     *
     * @param ownership of this mail among all processes, and what is known of it
     * @param client makes the requests; its ids are immutable ones
     * @param attachments the same, with ordinary ids
     * @param task which draft
     * @param terms how it is sent
     * @param context bounds, waits and time, as of an upload
     */
    public SendJob(
            Ownership ownership,
            GraphClient client,
            GraphClient attachments,
            SendTask task,
            SendTerms terms,
            UploadContext context) {
        this(new SendState(ownership, client, attachments, task, terms, context));
    }

    private SendJob(SendState state) {
        super(state, () -> first(state));
        this.turn = state.terms.turn();
    }

    private static Stage first(SendState state) {
        Stage claiming = new Claiming(state, () -> claimed(state));
        return state.task.source() instanceof MarkerOfDraft marker
                ? new Identifying(state, marker, claiming)
                : claiming;
    }

    private static Transition claimed(SendState state) throws UploadException {
        MailRecord known = state.known();
        return switch (known.state()) {
            case SENT -> state.unseen(SendResult.Outcome.ALREADY_SENT);
            case ACCEPTED ->
                Transition.to(state.settling(
                        SendResult.Outcome.ALREADY_SENT,
                        Optional.empty(),
                        () -> state.unseen(SendResult.Outcome.UNCONFIRMED)));
            case SUBMITTED, SUBMITTED_AGAIN ->
                Transition.to(Sending.settling(
                        state, known.state() == State.SUBMITTED_AGAIN, SendResult.Outcome.ALREADY_SENT));
            case DRAFT ->
                state.task.untouched()
                        ? next(state)
                        : Transition.to(new Inspecting(state, () -> counted(state), () -> counted(state)));
            case FOUND -> Transition.to(cautiously(state));
            case NOT_MADE, ASKED_FOR -> nothingKnown(state);
            case DISCARDED -> throw UploadException.of(UploadFailure.DRAFT_GONE, 0);
            case CANCELLED -> throw UploadException.of(UploadFailure.CANCELLED, 0);
        };
    }

    /** A draft that has the job's marker may have been sent a moment ago; one that has none was not sent by us. */
    private static Transition nothingKnown(SendState state) {
        MailRecord found = state.known()
                .named(state.task.messageId())
                .asked(State.FOUND, state.context.clock().now());
        return Transition.to(new Inspecting(
                state, () -> state.noted(found, () -> Transition.to(cautiously(state))), () -> counted(state)));
    }

    private static Stage cautiously(SendState state) {
        return new Settling(
                state,
                state.task.messageId(),
                state.terms.confirmTimeout(),
                state.untilAsked(state.terms.grace()),
                copy -> state.sent(copy, SendResult.Outcome.ALREADY_SENT),
                () -> {
                    throw UploadException.of(UploadFailure.DRAFT_GONE, 0);
                },
                () -> Transition.to(new Inspecting(state, () -> countedUnlessDeferred(state), () -> counted(state))));
    }

    /** What waits for its time looks as if it had never been sent. */
    private static Transition countedUnlessDeferred(SendState state) throws UploadException {
        return state.isDeferred() ? state.unseen(SendResult.Outcome.UNCONFIRMED) : counted(state);
    }

    private static Transition counted(SendState state) {
        return state.task
                .required()
                .map(ids -> Transition.to(new Counting(state, ids, () -> next(state))))
                .orElseGet(() -> next(state));
    }

    private static Transition next(SendState state) {
        return Transition.to(new Sending(state, false));
    }

    /** Others send meanwhile. */
    @Override
    public void abandon() {
        turn.giveUp();
        super.abandon();
    }
}
