package io.github.graphattach.component;

import io.github.graphattach.content.Sha256;
import io.github.graphattach.item.MessageFolder;
import io.github.graphattach.item.OutlookItem;
import io.github.graphattach.mail.CancelJob;
import io.github.graphattach.mail.DiscardJob;
import io.github.graphattach.mail.DraftJob;
import io.github.graphattach.mail.DraftResult;
import io.github.graphattach.mail.SendJob;
import io.github.graphattach.mail.SendResult;
import io.github.graphattach.refusal.RefusedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * The operations that make mails and send them in steps.
 *
 * @param endpoint whose options hold
 * @param reporting of the same
 */
record MailRequests(GraphAttachEndpoint endpoint, Reporting reporting) {

    /** Makes a draft, once. The body stays what it is. */
    CompletableFuture<Void> createDraft(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        GraphAttachConfiguration options = endpoint.getConfiguration();
        MailRequest request =
                MailRequest.of(message, new MailBody(message, options).ofDraft(), options, endpoint.settings());
        String jobKey = jobKey(request, exchange, "");
        return draft(request, jobKey, exchange, Optional.empty(), List.of()).thenAccept(result -> {
            MailRequest.removeHeaders(message);
            request.leadToDraft(message, result.messageId());
            new MadeDraft(
                            result.messageId(),
                            request.jobKey().isPresent() ? null : jobKey,
                            result.outcome() == DraftResult.Outcome.ALREADY_SENT)
                    .keepIn(exchange);
            message.setHeader(GraphAttachConstants.JOB_KEY, jobKey);
            tell(message, result.outcome(), result.messageId(), result.internetMessageId());
        });
    }

    /** Makes the draft of a mail and tells nobody yet. */
    CompletableFuture<DraftResult> draft(
            MailRequest request,
            String jobKey,
            Exchange exchange,
            Optional<Duration> renewedAfter,
            List<Long> fileBytes)
            throws Exception {
        UploadPlanner planner = endpoint.planner();
        endpoint.settings().mailLimits().itemSize().requireRoom(request.draft().bodyBytes(), fileBytes);
        boolean mayBeThere = request.jobKey().isPresent()
                || Boolean.TRUE.equals(exchange.getMessage().getHeader(Exchange.REDELIVERED, Boolean.class));
        DraftJob job = planner.mails().draft(request, jobKey, mayBeThere, renewedAfter);
        MessageFolder folder = request.folder();
        return reporting
                .of(
                        new Preflight(planner, request, fileBytes)
                                .before(job)
                                .thenCompose(none -> planner.drive(job, folder.mailbox(), DraftJob::isDone)),
                        exchange,
                        "create a draft in " + ShownPath.of(folder.path()),
                        folder.message("new"))
                .thenApply(done -> job.result());
    }

    /** Two mails of one exchange are two, and one that is made again is the same. */
    String jobKey(MailRequest request, Exchange exchange, String files) {
        return request.jobKey()
                .orElseGet(() -> exchange.getExchangeId() + " " + endpoint.getEndpointKey() + " "
                        + sha256(request.fingerprint() + files));
    }

    private static String sha256(String text) {
        return HexFormat.of().formatHex(Sha256.newDigest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends a draft, once. The body stays what it is. */
    CompletableFuture<Void> send(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        SendRequest request = SendRequest.of(message, endpoint.getConfiguration(), endpoint.settings());
        return send(request, exchange, false).thenAccept(result -> succeed(exchange, result));
    }

    /** Sends a draft, and tells nobody yet. */
    CompletableFuture<SendResult> send(SendRequest request, Exchange exchange, boolean untouched) throws Exception {
        UploadPlanner planner = endpoint.planner();
        SendJob job = planner.mails().sending(request, confirm(exchange.getMessage()), untouched);
        MessageFolder mailbox = request.mailbox();
        OutlookItem draft = mailbox.message(request.messageId());
        return reporting
                .ofSending(
                        planner.drive(job, mailbox.mailbox(), SendJob::isDone),
                        exchange,
                        "send " + ShownPath.of(draft.path()),
                        draft)
                .thenApply(done -> job.result());
    }

    /** {@return whether the copy is waited for} */
    boolean confirm(Message message) {
        String header = message.getHeader(GraphAttachConstants.CONFIRM, String.class);
        Confirm confirm = header == null
                ? endpoint.getConfiguration().getConfirm()
                : Arrays.stream(Confirm.values())
                        .filter(one -> one.name().equalsIgnoreCase(header.strip()))
                        .findFirst()
                        .orElseThrow(() -> new RefusedException(
                                "the header " + GraphAttachConstants.CONFIRM + " is no choice",
                                "set it to none or sent"));
        return confirm == Confirm.SENT;
    }

    /** What was made for this mail steers nothing more. */
    static void succeed(Exchange exchange, SendResult result) {
        Message message = exchange.getMessage();
        MadeDraft.forget(exchange);
        UploadRequest.removeHeaders(message);
        MailRequest.removeHeaders(message);
        message.removeHeader(GraphAttachConstants.JOB_KEY);
        message.removeHeader(GraphAttachConstants.REQUIRED);
        message.removeHeader(GraphAttachConstants.CONFIRM);
        tell(message, result.outcome(), result.messageId(), result.internetMessageId());
    }

    private static void tell(Message message, Enum<?> outcome, String messageId, String internetMessageId) {
        message.setHeader(GraphAttachConstants.MESSAGE_ID, messageId);
        message.setHeader(
                GraphAttachConstants.OUTCOME,
                outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        if (internetMessageId.isEmpty()) {
            message.removeHeader(GraphAttachConstants.INTERNET_MESSAGE_ID);
        } else {
            message.setHeader(GraphAttachConstants.INTERNET_MESSAGE_ID, internetMessageId);
        }
    }

    /** Takes back a mail that the service keeps until its time comes. */
    CompletableFuture<Void> cancel(Exchange exchange, String jobKey) throws Exception {
        UploadPlanner planner = endpoint.planner();
        Message message = exchange.getMessage();
        MessageFolder mailbox = planner.mails().mailbox(message);
        CancelJob job = planner.mails().cancelling(mailbox, jobKey);
        return reporting
                .of(
                        planner.drive(job, mailbox.mailbox(), CancelJob::isDone),
                        exchange,
                        "cancel a mail of " + ShownPath.of(mailbox.mailboxPath()),
                        mailbox.message("new"))
                .thenRun(() -> {
                    message.removeHeader(GraphAttachConstants.JOB_KEY);
                    message.setHeader(
                            GraphAttachConstants.OUTCOME,
                            job.result().name().toLowerCase(Locale.ROOT).replace('_', '-'));
                });
    }

    /** Deletes the draft of a mail that came to nothing; {@return whether it is gone} */
    CompletableFuture<Boolean> discard(MessageFolder mailbox, String jobKey) throws Exception {
        UploadPlanner planner = endpoint.planner();
        DiscardJob job = planner.mails().discarding(mailbox, jobKey);
        return planner.drive(job, mailbox.mailbox(), DiscardJob::isDone).thenApply(done -> job.result());
    }
}
