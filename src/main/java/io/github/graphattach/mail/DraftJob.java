package io.github.graphattach.mail;

import io.github.graphattach.graph.GraphClient;
import io.github.graphattach.session.MailRecord;
import io.github.graphattach.upload.Ownership;
import io.github.graphattach.upload.Stage;
import io.github.graphattach.upload.Transition;
import io.github.graphattach.upload.UploadContext;
import io.github.graphattach.upload.UploadException;
import io.github.graphattach.upload.UploadFailure;

/**
 * One draft, made once: the second try finds what the first has made, whatever became of its answer.
 *
 * <p>What may follow what; each stage follows itself when its request is made again.
 *
 * <pre>
 * Claiming   → Rechecking, Looking, Discarding, Creating
 * Rechecking → Looking, Recording
 * Looking    → Choosing, Creating
 * Choosing   → Clearing, Recording, Looking, Creating, Quoting
 * Clearing   → Recording, Quoting
 * Discarding → Creating, Looking
 * Creating   → Recording, Looking, Quoting
 * Quoting    → Bringing, Recording
 * Bringing   → Completing, Recording
 * Completing → Recording
 * Recording  → Finished
 * </pre>
 *
 * <p>A draft that answers a message is made by the service and finished here: until it has its marker, it counts as asked for.
 */
public final class DraftJob extends MailWork<DraftResult> {

    /**
     * Plans a draft; nothing is sent before the first step.
     *
     * @param ownership of this mail among all processes, and what is known of it
     * @param client makes the requests; its ids are immutable ones
     * @param attachments the same, with ordinary ids
     * @param task which draft is made where
     * @param context bounds, waits and time, as of an upload
     */
    public DraftJob(
            Ownership ownership, GraphClient client, GraphClient attachments, DraftTask task, UploadContext context) {
        this(new DraftState(ownership, client, attachments, task, context));
    }

    private DraftJob(DraftState state) {
        super(state, () -> new Claiming(state, () -> claimed(state)));
    }

    private static Transition claimed(DraftState state) throws UploadException {
        Transition.Continuation create = () -> Transition.to(new Creating(state));
        MailRecord known = state.known();
        return switch (known.state()) {
            case DRAFT, SUBMITTED, SUBMITTED_AGAIN, ACCEPTED, SENT ->
                Transition.to(new Rechecking(state, known.messageId().orElseThrow()));
            case FOUND ->
                Transition.to(state.task
                        .renewedAfter()
                        .map(state::renewing)
                        .orElseGet(() -> new Rechecking(state, known.messageId().orElseThrow())));
            case ASKED_FOR ->
                Transition.to(known.messageId()
                        .<Stage>map(id -> new Rechecking(state, id))
                        .orElseGet(() -> state.lookLongEnough(create)));
            case DISCARDED ->
                Transition.to(new Discarding(state, known.messageId().orElseThrow(), create));
            case CANCELLED -> throw UploadException.of(UploadFailure.CANCELLED, 0);
            case NOT_MADE -> Transition.to(nothingBegun(state, create));
        };
    }

    /** As far as is known here. So nothing is begun too late; what was begun goes on. */
    private static Stage nothingBegun(DraftState state, Transition.Continuation create) {
        state.task.draft().requireTimeToCome(state.context.clock().now());
        return state.task.mayBeThere() ? state.lookOnce(create) : new Creating(state);
    }

    /** {@return whether the draft is not there, for all that is known, and the next step makes it} */
    public boolean isMaking() {
        return isAt(Creating.class);
    }
}
