package io.github.graphattach.mail;

import io.github.graphattach.graph.GraphClient;
import io.github.graphattach.item.OutlookItem;
import io.github.graphattach.session.MailRecord;
import io.github.graphattach.upload.OwnedGraphClient;
import io.github.graphattach.upload.Ownership;
import io.github.graphattach.upload.Transition;
import io.github.graphattach.upload.UploadContext;
import io.github.graphattach.upload.UploadException;
import java.time.Duration;
import java.util.Optional;

/** What the stages of sending one mail share. */
final class SendState extends MailState {

    final SendTask task;
    final SendTerms terms;

    /** For what may be asked before the mail is claimed. */
    final GraphClient asking;

    /** Names attachments by ordinary ids. */
    final GraphClient attachments;

    private String internetMessageId = "";

    SendState(
            Ownership ownership,
            GraphClient client,
            GraphClient attachments,
            SendTask task,
            SendTerms terms,
            UploadContext context) {
        super(ownership, client, task.folder(), task.source(), context);
        this.asking = client;
        this.attachments = new OwnedGraphClient(attachments, ownership, reply -> {});
        this.task = task;
        this.terms = terms;
    }

    /** {@return the draft} */
    OutlookItem draft() {
        return folder.message(task.messageId());
    }

    /** The draft was seen. */
    void saw(StoredMessage message) {
        internetMessageId = message.internetMessageId();
        claimed(known().leavingAt(message.sendAt()));
    }

    /** {@return whether the service keeps the mail for a time that is still to come} */
    boolean isDeferred() {
        return known().sendAt().filter(context.clock().now()::isBefore).isPresent();
    }

    /** The copy was seen among what was sent; {@return the end} */
    Transition sent(StoredMessage copy, SendResult.Outcome outcome) {
        return noted(
                known().named(copy.id()).in(MailRecord.State.SENT),
                () -> finished(new SendResult(outcome, copy.id(), copy.internetMessageId())));
    }

    /** {@return the end of a mail whose copy was not seen} */
    Transition unseen(SendResult.Outcome outcome) {
        return finished(new SendResult(outcome, known().messageId().orElse(task.messageId()), internetMessageId));
    }

    private static Transition finished(SendResult result) {
        return Transition.to(new MailWork.Finished<>(result));
    }

    /**
     * {@return the evidence of what became of the mail, for so long as a copy may take to appear}
     *
     * @param outcome of a copy that is seen
     * @param patience after which time, from when the service was asked, a draft that is there counts as unsent
     * @param stillThere goes on where the draft is there then
     */
    Settling settling(SendResult.Outcome outcome, Optional<Duration> patience, Transition.Continuation stillThere) {
        return new Settling(
                this,
                task.messageId(),
                terms.confirmTimeout(),
                patience.map(this::untilAsked).orElse(terms.confirmTimeout()),
                copy -> sent(copy, outcome),
                this::leftWithoutACopy,
                stillThere);
    }

    /** As an administrator's rule or a property of the mail has it. */
    private Transition leftWithoutACopy() throws UploadException {
        return noted(known().in(MailRecord.State.ACCEPTED), () -> unseen(SendResult.Outcome.UNCONFIRMED));
    }
}
