package io.github.graphattach.component;

import io.github.graphattach.graph.IdType;
import io.github.graphattach.item.OutlookItem;
import io.github.graphattach.mail.DraftResult;
import io.github.graphattach.mail.MailDraft;
import io.github.graphattach.mail.SendResult;
import io.github.graphattach.refusal.RefusedException;
import io.github.graphattach.upload.OnExisting;
import io.github.graphattach.upload.RecentLists;
import io.github.graphattach.upload.Upload;
import io.github.graphattach.upload.UploadResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * One mail from its content and files to its sending: a draft, every file, and the sending only when all are on it.
 *
 * @param endpoint whose options hold
 * @param reporting of the same
 * @param steps that it is made of
 */
record WholeMail(GraphAttachEndpoint endpoint, Reporting reporting, MailRequests steps) {

    private static final String SEND_AT_AND_CONFIRM =
            "the field sendAt and confirm=sent exclude each other: nobody waits" + " that long";

    /** Sends the mail that an exchange is. The body stays what it is. */
    CompletableFuture<Void> mail(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        GraphAttachConfiguration options = endpoint.getConfiguration();
        MailBody body = new MailBody(message, options);
        MailRequest request = MailRequest.of(message, body.ofMail(), options, endpoint.settings());
        MailDraft draft = request.draft();
        draft.requireRecipients();
        if (draft.sendAt().isPresent() && steps.confirm(message)) {
            throw new RefusedException(SEND_AT_AND_CONFIRM, "leave one of them out");
        }
        MailFiles files = MailFiles.of(
                exchange, body.isFile(), draft, options, endpoint.settings().maxFileSize());
        try {
            return new Run(exchange, request, files.all(), steps.jobKey(request, exchange, fingerprint(files)))
                    .begin()
                    .whenComplete((done, failure) -> files.close());
        } catch (Exception | Error e) {
            files.close();
            throw e;
        }
    }

    /** What tells two mails of one exchange apart. */
    private static String fingerprint(MailFiles files) {
        StringBuilder text = new StringBuilder();
        files.all().forEach(file -> text.append('\n')
                .append(file.name())
                .append('\n')
                .append(file.content().length()));
        return text.toString();
    }

    /** One try of one mail. */
    private final class Run {

        private final Exchange exchange;
        private final MailRequest request;
        private final List<MailFile> files;
        private final String jobKey;
        private final List<UploadResult> results = new ArrayList<>();

        Run(Exchange exchange, MailRequest request, List<MailFile> files, String jobKey) {
            this.exchange = exchange;
            this.request = request;
            this.files = files;
            this.jobKey = jobKey;
        }

        CompletableFuture<Void> begin() throws Exception {
            Duration grace = endpoint.settings().sendGrace();
            List<Long> bytes =
                    files.stream().map(file -> file.content().length()).toList();
            return steps.draft(request, jobKey, exchange, Optional.of(grace), bytes)
                    .thenCompose(this::drafted);
        }

        private CompletableFuture<Void> drafted(DraftResult draft) {
            CompletableFuture<Void> filled = draft.outcome() == DraftResult.Outcome.ALREADY_SENT
                    ? CompletableFuture.completedFuture(null)
                    : filled(draft);
            return filled.thenCompose(all -> sent(draft))
                    .thenAccept(result -> succeed(draft, result))
                    .exceptionallyCompose(failure -> failed(draft, failure));
        }

        /** One after another: Outlook refuses parallel writes to one message. */
        private CompletableFuture<Void> filled(DraftResult draft) {
            boolean isNew = draft.outcome() == DraftResult.Outcome.CREATED
                    && endpoint.getConfiguration().getIdType() == IdType.DEFAULT;
            Optional<RecentLists> lists = isNew ? Optional.of(RecentLists.ofNewItem()) : Optional.empty();
            CompletableFuture<Void> filled = CompletableFuture.completedFuture(null);
            for (MailFile file : files) {
                filled = filled.thenCompose(before -> attached(file, draft.messageId(), lists));
            }
            return filled;
        }

        private CompletableFuture<Void> attached(MailFile file, String draftId, Optional<RecentLists> lists) {
            OutlookItem draft = request.folder().message(draftId);
            UploadRequest upload = new UploadRequest(
                    draft,
                    file.name(),
                    file.contentType(),
                    file.contentId().isPresent(),
                    file.contentId(),
                    OptionalLong.empty(),
                    Optional.of(jobKey + " " + (results.size() + 1)),
                    OnExisting.ADD);
            OpenUpload open = planner().plan(exchange, upload, file.content(), lists);
            return reporting
                    .of(open.driveTo(Upload::isDone), exchange, "attach " + open, draft)
                    .whenComplete((done, failure) -> open.close())
                    .thenRun(() -> results.add(open.upload().result()));
        }

        private UploadPlanner planner() {
            try {
                return endpoint.planner();
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        }

        private CompletableFuture<SendResult> sent(DraftResult draft) {
            List<String> required =
                    results.stream().map(UploadResult::attachmentId).toList();
            SendRequest send =
                    new SendRequest(request.folder(), draft.messageId(), Optional.of(jobKey), Optional.of(required));
            try {
                return steps.send(send, exchange, draft.outcome() == DraftResult.Outcome.CREATED);
            } catch (Exception e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        private void succeed(DraftResult draft, SendResult sent) {
            boolean isNamed = !sent.internetMessageId().isEmpty();
            MailRequests.succeed(
                    exchange,
                    isNamed ? sent : new SendResult(sent.outcome(), sent.messageId(), draft.internetMessageId()));
            List<Map<String, Object>> receipts = new ArrayList<>();
            for (int i = 0; i < results.size(); i++) {
                receipts.add(receipt(files.get(i), results.get(i)));
            }
            exchange.getMessage().setHeader(GraphAttachConstants.ATTACHMENTS, receipts);
        }

        /** The draft stays, and its id is said; or it is deleted where it was surely not sent. */
        private CompletableFuture<Void> failed(DraftResult draft, Throwable failure) {
            Message message = exchange.getMessage();
            message.setHeader(GraphAttachConstants.MESSAGE_ID, draft.messageId());
            boolean goesOnLater = Reporting.unwrapped(failure) instanceof UploadInterruptedException;
            if (endpoint.getConfiguration().getOnFailure() == OnFailure.KEEP || goesOnLater) {
                return CompletableFuture.failedFuture(failure);
            }
            return discarded().handle((isGone, notDeleted) -> {
                if (notDeleted == null && isGone) {
                    message.removeHeader(GraphAttachConstants.MESSAGE_ID);
                }
                throw new CompletionException(Reporting.unwrapped(failure));
            });
        }

        private CompletableFuture<Boolean> discarded() {
            try {
                return steps.discard(request.folder(), jobKey);
            } catch (Exception e) {
                return CompletableFuture.failedFuture(e);
            }
        }
    }

    private static Map<String, Object> receipt(MailFile file, UploadResult result) {
        Map<String, Object> receipt = new LinkedHashMap<>();
        receipt.put("id", result.attachmentId());
        receipt.put("name", file.name());
        receipt.put("bytes", result.bytes());
        result.sha256().ifPresent(sha256 -> receipt.put("sha256", sha256));
        receipt.put("verified", result.verified().name().toLowerCase(Locale.ROOT));
        return receipt;
    }
}
