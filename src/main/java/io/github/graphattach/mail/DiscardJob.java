package io.github.graphattach.mail;

import io.github.graphattach.graph.GraphClient;
import io.github.graphattach.item.MessageFolder;
import io.github.graphattach.session.MailRecord.State;
import io.github.graphattach.upload.Ownership;
import io.github.graphattach.upload.Stage;
import io.github.graphattach.upload.Transition;
import io.github.graphattach.upload.UploadContext;

/**
 * Deletes the draft of a mail that came to nothing. One whose sending was begun stays: deleting it could delete a mail on its
 * way.
 */
public final class DiscardJob extends MailWork<Boolean> {

    /**
     * Plans it; nothing is asked before the first step.
     *
     * @param ownership of this mail among all processes, and what is known of it
     * @param client makes the requests; its ids are immutable ones
     * @param mailbox that has the draft
     * @param source of the marker by which it is found again
     * @param context bounds, waits and time, as of an upload
     */
    public DiscardJob(
            Ownership ownership,
            GraphClient client,
            MessageFolder mailbox,
            MarkerSource source,
            UploadContext context) {
        this(new MailState(ownership, client, mailbox, source, context));
    }

    private DiscardJob(MailState state) {
        super(state, () -> new Claiming(state, () -> claimed(state)));
    }

    /** That it was never asked for is written down: a draft that was tried to be sent has the time of it. */
    private static Transition claimed(MailState state) {
        State known = state.known().state();
        boolean isUnsent = known == State.DISCARDED
                || (known == State.DRAFT && state.known().askedAt().isEmpty());
        return isUnsent && state.known().messageId().isPresent()
                ? Transition.to(unlessSent(state, state.known().messageId().get()))
                : finished(false);
    }

    /** Somebody may have sent it by hand, and its id is the same then. */
    private static Stage unlessSent(MailState state, String messageId) {
        return new LookingById(
                state,
                messageId,
                message -> message.filter(found -> !found.draft()).isPresent()
                        ? finished(false)
                        : Transition.to(new Discarding(state, messageId, () -> finished(true))));
    }

    private static Transition finished(boolean isGone) {
        return Transition.to(new Finished<>(isGone));
    }
}
