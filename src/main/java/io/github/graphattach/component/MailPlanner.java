package io.github.graphattach.component;

import io.github.graphattach.item.MessageFolder;
import io.github.graphattach.mail.CancelJob;
import io.github.graphattach.mail.DiscardJob;
import io.github.graphattach.mail.DraftJob;
import io.github.graphattach.mail.DraftTask;
import io.github.graphattach.mail.MarkerOfDraft;
import io.github.graphattach.mail.MarkerSource;
import io.github.graphattach.mail.RecipientCheck;
import io.github.graphattach.mail.SendJob;
import io.github.graphattach.mail.SendTask;
import io.github.graphattach.mail.SendTerms;
import io.github.graphattach.upload.Ownership;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.apache.camel.Message;

/**
 * Makes the work of an endpoint's mails.
 *
 * @param uploads of the same endpoint
 */
record MailPlanner(UploadPlanner uploads) {

    /**
     * Plans a draft; nothing is sent.
     *
     * @param request which mail
     * @param jobKey what makes two tries the same mail
     * @param mayBeThere whether another process may have made it
     * @param renewedAfter as in {@link DraftTask}
     * @return the work
     */
    DraftJob draft(MailRequest request, String jobKey, boolean mayBeThere, Optional<Duration> renewedAfter) {
        MarkerSource marker = uploads.keys().marker(request.folder().mailbox(), jobKey);
        return new DraftJob(
                mail(request.folder(), marker),
                uploads.mailClient(),
                uploads.ordinaryClient(),
                new DraftTask(request.folder(), request.draft(), marker, mayBeThere, renewedAfter, request.answered()),
                uploads.context());
    }

    /** Plans the sending of a draft; nothing is asked yet. */
    SendJob sending(SendRequest request, boolean confirmed, boolean untouched) {
        MessageFolder mailbox = request.mailbox();
        MarkerSource marker = request.jobKey()
                .map(key -> uploads.keys().marker(mailbox.mailbox(), key))
                .orElseGet(() ->
                        new MarkerOfDraft(uploads.keys().marker(mailbox.mailbox(), "message " + request.messageId())));
        GraphAttachConfiguration options = uploads.endpoint().getConfiguration();
        return new SendJob(
                mail(mailbox, marker),
                uploads.mailClient(),
                uploads.ordinaryClient(),
                new SendTask(mailbox, request.messageId(), marker, request.required(), options.isSendAny(), untouched),
                new SendTerms(
                        confirmed,
                        Duration.ofMillis(options.getConfirmTimeout()),
                        uploads.endpoint().settings().sendGrace(),
                        uploads.endpoint()
                                .settings()
                                .mailLimits()
                                .sendRate()
                                .turn(uploads.keys().mailbox(mailbox.mailbox()))),
                uploads.context());
    }

    /** Plans to take back a mail that waits for its time; nothing is asked yet. */
    CancelJob cancelling(MessageFolder mailbox, String jobKey) {
        MarkerSource marker = uploads.keys().marker(mailbox.mailbox(), jobKey);
        return new CancelJob(mail(mailbox, marker), uploads.mailClient(), mailbox, marker, uploads.context());
    }

    /** Plans to delete the draft of a mail that came to nothing; nothing is asked yet. */
    DiscardJob discarding(MessageFolder mailbox, String jobKey) {
        MarkerSource marker = uploads.keys().marker(mailbox.mailbox(), jobKey);
        return new DiscardJob(mail(mailbox, marker), uploads.mailClient(), mailbox, marker, uploads.context());
    }

    private Ownership mail(MessageFolder mailbox, MarkerSource marker) {
        return uploads.ownership(uploads.keys().mail(mailbox.mailbox(), marker));
    }

    /** {@return the mailbox that the headers and options name} */
    MessageFolder mailbox(Message message) {
        MessageFolder folder = MessageFolder.of(
                UploadRequest.address(message, uploads.endpoint().settings()));
        uploads.endpoint().settings().requireMailbox(folder.mailbox());
        return folder;
    }

    /**
     * Plans the question who cannot get a mail; nothing is sent.
     *
     * @param request which mail
     * @param fileBytes of each of its files
     * @return the work
     */
    RecipientCheck check(MailRequest request, Collection<Long> fileBytes) {
        return new RecipientCheck(
                uploads.mailClient(), request.folder(), request.draft(), fileBytes, uploads.context());
    }
}
