package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes mail from Drafts to where it goes. What is accepted waits in Drafts until its time has come by the emulator's clock;
 * then it is delivered to each recipient who has a mailbox here, and filed with the sender. Nothing runs by itself: whoever
 * looks at mailboxes has {@link #carryOut()} done first, so that they see what the clock makes true.
 *
 * @see <a href="https://learn.microsoft.com/graph/outlook-things-to-know-about-send-mail">The pipeline of sending mail</a>
 */
final class MailTransport {

    /**
     * A mail that was accepted.
     *
     * @param folder where the draft was then; one that has been moved since is not sent
     * @param due when it leaves
     * @param saved whether a copy goes to Sent Items
     * @param leavesDraft whether another draft like it stays behind
     * @param times how often the recipients get it
     */
    private record Submission(
            Mailbox sender,
            StoredItem draft,
            String folder,
            Instant due,
            boolean saved,
            boolean leavesDraft,
            int times) {

        boolean isCancelled() {
            return !draft.isStored() || !draft.container().equals(folder);
        }

        Submission onceMore() {
            return new Submission(sender, draft, folder, due, saved, leavesDraft, times + 1);
        }
    }

    private final Map<StoredItem, Submission> accepted = new LinkedHashMap<>();
    private final MailPolicies policies;
    private final MailDelivery delivery;
    private final Sending settings;
    private final ContentStore store;
    private final Clock clock;
    private final Changes changes;

    MailTransport(
            Mailboxes mailboxes,
            MailPolicies policies,
            Sending settings,
            ContentStore store,
            Clock clock,
            Changes changes) {
        this.policies = policies;
        this.delivery = new MailDelivery(mailboxes, policies, settings);
        this.settings = settings;
        this.store = store;
        this.clock = clock;
        this.changes = changes;
    }

    /**
     * Accepts a draft as {@code send} does: for the time that it asks for itself, if that is still to come.
     *
     * @throws GraphFailure when it cannot be sent
     */
    void send(Mailbox sender, StoredItem draft) {
        Instant usual = clock.instant().plus(settings.delay.get());
        Instant due = DeferredSend.time(draft).filter(usual::isBefore).orElse(usual);
        accept(new Submission(sender, draft, draft.container(), due, true, false, 1));
    }

    /**
     * Accepts a draft as {@code sendMail} does.
     *
     * @param saved whether a copy goes to Sent Items
     * @param deferred whether a time to send it at was asked for, with what was reported of that: it goes at once, and a copy
     *     stays in Drafts
     * @throws GraphFailure when it cannot be sent
     */
    void sendNew(Mailbox sender, StoredItem draft, boolean saved, boolean deferred) {
        Instant due = deferred ? clock.instant() : clock.instant().plus(settings.delay.get());
        accept(new Submission(sender, draft, draft.container(), due, saved, deferred, 1));
    }

    private synchronized void accept(Submission submission) {
        requireSendable(submission);
        accepted.merge(
                submission.draft(),
                submission,
                (first, second) -> settings.again.get() == Sending.Again.DELIVERED_AGAIN ? first.onceMore() : first);
        carryOut();
    }

    /** Recipients and size are looked at here only: a draft may have none, and be of any size that its mailbox holds. */
    private void requireSendable(Submission submission) {
        requireSender(submission);
        List<String> recipients = Addresses.recipients(submission.draft().properties());
        if (recipients.isEmpty() || !recipients.stream().allMatch(Addresses::isWellFormed)) {
            throw new GraphFailure(400, "ErrorInvalidRecipients", "At least one recipient isn't valid.");
        }
        MailPolicy policy = policies.of(submission.sender());
        if (policy.isFull()) {
            throw new GraphFailure(507, "ErrorQuotaExceeded", "The mailbox has exceeded its storage quota.");
        }
        if (MailDelivery.size(submission.draft()) > policy.sendLimit()) {
            throw new GraphFailure(
                    413,
                    "ErrorMessageSizeExceeded",
                    "The message exceeds the maximum supported size., Cannot submit the message.");
        }
    }

    private void requireSender(Submission submission) {
        String from = Addresses.of(submission.draft().properties().path("from"));
        Mailbox sender = submission.sender();
        if (!from.isEmpty()
                && !from.equalsIgnoreCase(sender.name())
                && !policies.of(sender).maySendAs(from)) {
            throw new GraphFailure(
                    403,
                    "ErrorSendAsDenied",
                    "The user account which was used to submit this request does not have the right to send mail on behalf"
                            + " of the specified sending account., Cannot submit message.");
        }
    }

    /** Sends what is due. */
    synchronized void carryOut() {
        Instant now = clock.instant();
        List<Submission> due = accepted.values().stream()
                .filter(submission -> !submission.due().isAfter(now))
                .sorted(Comparator.comparing(Submission::due))
                .toList();
        for (Submission submission : due) {
            accepted.remove(submission.draft());
            if (!submission.isCancelled()) {
                carryOut(submission);
                changes.changed();
            }
        }
    }

    private void carryOut(Submission submission) {
        StoredItem draft = submission.draft();
        ObjectNode envelope = MailDelivery.envelope(submission.sender(), draft, submission.due());
        if (submission.leavesDraft()) {
            submission
                    .sender()
                    .add(Mailbox.DRAFTS, draft.properties(), draft.copyAttachments(submission.due()), submission.due());
        }
        draft.update(envelope, submission.due());
        for (int time = 0; time < submission.times(); time++) {
            delivery.deliver(submission.sender(), draft, submission.due());
        }
        if (submission.saved() && settings.outcome.get() != Sending.Outcome.NO_COPY) {
            submission.sender().send(draft, settings.ids.get());
        } else {
            store.delete(submission.sender().remove(draft));
        }
    }

    synchronized void clear() {
        accepted.clear();
    }
}
