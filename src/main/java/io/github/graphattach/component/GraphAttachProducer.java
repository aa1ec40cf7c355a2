package io.github.graphattach.component;

import io.github.graphattach.content.SourceException;
import io.github.graphattach.refusal.RefusedException;
import io.github.graphattach.session.SessionStoreException;
import io.github.graphattach.upload.LeftUpload;
import io.github.graphattach.upload.Upload;
import io.github.graphattach.upload.UploadException;
import io.github.graphattach.upload.UploadResult;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Carries out the endpoint's operation. It holds no state of any upload; the thread that brings an exchange makes no request
 * for it, and the route goes on on a thread of the component. A body of unknown length is spooled by the thread that brings it.
 */
final class GraphAttachProducer extends DefaultAsyncProducer {

    private final GraphAttachOperation operation;
    private final GraphAttachEndpoint endpoint;
    private final Reporting reporting;
    private final AttachmentRequests attachments;
    private final MailRequests mails;
    private final WholeMail wholeMails;

    GraphAttachProducer(GraphAttachEndpoint endpoint) {
        super(endpoint);
        this.operation = endpoint.getConfiguration().getOperation();
        this.endpoint = endpoint;
        this.reporting = new Reporting(endpoint);
        this.attachments = new AttachmentRequests(endpoint, reporting);
        this.mails = new MailRequests(endpoint, reporting);
        this.wholeMails = new WholeMail(endpoint, reporting, mails);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        endpoint.started(this);
    }

    @Override
    protected void doStop() throws Exception {
        endpoint.stopped(this);
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        exchange.getMessage().removeHeader(Exchange.REDELIVERY_DELAY);
        CompletableFuture<Void> work = begin(exchange).handle((none, failure) -> {
            if (failure != null) {
                exchange.setException(Reporting.unwrapped(failure));
            }
            return null;
        });
        boolean doneAlready = work.isDone();
        CompletableFuture<Void> unused = work.thenRun(() -> callback.done(doneAlready));
        return doneAlready;
    }

    /** Uploads queue up on this thread, so that what one thread brings for an item is attached in that order. */
    private CompletableFuture<Void> begin(Exchange exchange) {
        boolean asksTheService = operation == GraphAttachOperation.STATUS || operation == GraphAttachOperation.CANCEL;
        if (!asksTheService || jobKey(exchange).isPresent()) {
            return carryOut(exchange);
        }
        try {
            ExecutorService pool = endpoint.getComponent().resources().pool();
            return CompletableFuture.runAsync(() -> carryOut(exchange).join(), pool);
        } catch (RejectedExecutionException | UploadInterruptedException stopped) {
            return CompletableFuture.failedFuture(Failures.stopped());
        }
    }

    private CompletableFuture<Void> carryOut(Exchange exchange) {
        try {
            return switch (operation) {
                case ATTACH -> attach(exchange);
                case OPEN -> open(exchange);
                case UPLOAD_RANGE -> uploadRange(exchange);
                case FINISH -> finish(exchange);
                case STATUS -> status(exchange);
                case CANCEL -> cancel(exchange);
                case LIST -> attachments.list(exchange);
                case GET -> attachments.get(exchange);
                case DELETE -> attachments.delete(exchange);
                case CREATE_DRAFT -> mails.createDraft(exchange);
                case SEND -> mails.send(exchange);
                case MAIL -> wholeMails.mail(exchange);
            };
        } catch (SourceException e) {
            return CompletableFuture.failedFuture(Failures.unusableSource(e));
        } catch (IllegalArgumentException | IOException | SessionStoreException e) {
            return CompletableFuture.failedFuture(Failures.beforeAnyRequest(e));
        } catch (Exception | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<Void> attach(Exchange exchange) throws Exception {
        Optional<MadeDraft> sent = MadeDraft.namedBy(exchange.getMessage()).filter(MadeDraft::isSent);
        if (sent.isPresent()) {
            return attachments.seenOnSent(exchange);
        }
        OpenUpload upload = endpoint.planner().plan(exchange);
        return drive(exchange, upload, Upload::isDone).whenComplete((none, failure) -> {
            upload.close();
            if (failure == null) {
                succeed(exchange.getMessage(), upload.upload().result());
            }
        });
    }

    private CompletableFuture<Void> open(Exchange exchange) throws Exception {
        if (MadeDraft.namedBy(exchange.getMessage()).filter(MadeDraft::isSent).isPresent()) {
            throw new RefusedException(
                    "the mail was sent already",
                    "attach nothing where " + GraphAttachConstants.OUTCOME + " of createDraft is already-sent");
        }
        OpenUpload upload = endpoint.planner().plan(exchange);
        ExchangeUploads.add(exchange, upload);
        return drive(exchange, upload, Upload::isOpen).whenComplete((none, failure) -> {
            if (failure == null) {
                exchange.getMessage().setBody(upload);
            } else {
                upload.close();
            }
        });
    }

    private CompletableFuture<Void> uploadRange(Exchange exchange) {
        if (exchange.getMessage().getBody() instanceof UploadRange range) {
            return drive(exchange, range.upload(), upload -> upload.has(range.range()));
        }
        throw new RefusedException(
                "operation=uploadRange needs one range as the message body", "split the body that operation=open made");
    }

    private CompletableFuture<Void> finish(Exchange exchange) {
        if (!(exchange.getMessage().getBody() instanceof OpenUpload upload)) {
            throw new RefusedException(
                    "operation=finish needs the upload of operation=open as the message body",
                    "split with UploadAggregationStrategy");
        }
        return drive(exchange, upload, Upload::isDone).whenComplete((none, failure) -> {
            exchange.getMessage().setBody(upload.originalBody());
            upload.close();
            if (failure == null) {
                succeed(exchange.getMessage(), upload.upload().result());
            }
        });
    }

    private CompletableFuture<Void> status(Exchange exchange) throws Exception {
        UploadPlanner planner = endpoint.planner();
        Message message = exchange.getMessage();
        message.removeHeader(GraphAttachConstants.NEXT_OFFSET);
        message.removeHeader(GraphAttachConstants.EXPIRY);
        Optional<OpenUpload> found = planner.find(exchange);
        progress(planner, exchange, found).ifPresent(at -> {
            at.nextOffset().ifPresent(offset -> message.setHeader(GraphAttachConstants.NEXT_OFFSET, offset));
            at.expiry().ifPresent(expiry -> message.setHeader(GraphAttachConstants.EXPIRY, expiry.toString()));
        });
        return CompletableFuture.completedFuture(null);
    }

    private static Optional<LeftUpload.Progress> progress(
            UploadPlanner planner, Exchange exchange, Optional<OpenUpload> found) {
        try {
            return found.isPresent()
                    ? found.get().upload().progress()
                    : planner.left(exchange).progress();
        } catch (UploadException e) {
            String upload = found.map(OpenUpload::toString).orElseGet(() -> planner.describe(exchange));
            throw Failures.of("ask about the upload of " + upload, e.failure().remedy(), e);
        }
    }

    private CompletableFuture<Void> cancel(Exchange exchange) throws Exception {
        Optional<String> jobKey = jobKey(exchange);
        if (jobKey.isPresent()) {
            return mails.cancel(exchange, jobKey.get());
        }
        UploadPlanner planner = endpoint.planner();
        Optional<OpenUpload> found = planner.find(exchange);
        if (found.isPresent()) {
            found.get().cancel();
        } else {
            try {
                planner.left(exchange).cancel();
            } catch (UploadException e) {
                throw Failures.of(
                        "cancel the upload of " + planner.describe(exchange),
                        e.failure().remedy(),
                        e);
            }
        }
        return CompletableFuture.completedFuture(null);
    }

    private Optional<String> jobKey(Exchange exchange) {
        return MailRequest.jobKey(exchange.getMessage(), endpoint.getConfiguration());
    }

    private CompletableFuture<Void> drive(Exchange exchange, OpenUpload upload, Predicate<Upload> goal) {
        return reporting.of(
                upload.driveTo(goal),
                exchange,
                "attach " + upload,
                upload.upload().item());
    }

    private static void succeed(Message message, UploadResult result) {
        MadeDraft.namedBy(message).ifPresent(draft -> draft.attached(result.attachmentId()));
        UploadRequest.removeHeaders(message);
        message.setHeader(GraphAttachConstants.ATTACHMENT_ID, result.attachmentId());
        message.setHeader(GraphAttachConstants.OUTCOME, dashed(result.outcome()));
        message.setHeader(GraphAttachConstants.UPLOADED_BYTES, result.bytes());
        message.setHeader(GraphAttachConstants.REQUEST_ID, result.requestId());
        message.removeHeader(GraphAttachConstants.CONTENT_SHA256);
        result.sha256().ifPresent(sha256 -> message.setHeader(GraphAttachConstants.CONTENT_SHA256, sha256));
        message.setHeader(GraphAttachConstants.VERIFIED, dashed(result.verified()));
    }

    private static String dashed(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
