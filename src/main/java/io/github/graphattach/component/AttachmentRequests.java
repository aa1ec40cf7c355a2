package io.github.graphattach.component;

import io.github.graphattach.content.Spool;
import io.github.graphattach.item.OutlookItem;
import io.github.graphattach.upload.AttachmentLine;
import io.github.graphattach.upload.LoneRequest;
import io.github.graphattach.upload.UploadException;
import io.github.graphattach.upload.UploadFailure;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.util.IOHelper;
import org.jspecify.annotations.Nullable;

/**
 * The operations that ask for attachments of an item, or remove one. They go through the same queues as uploads: requests of
 * a mailbox are counted together, and who changes an item has it for itself.
 *
 * @param endpoint whose options hold
 * @param reporting of the same
 */
record AttachmentRequests(GraphAttachEndpoint endpoint, Reporting reporting) {

    /** What the item has; the body becomes a list of maps. */
    CompletableFuture<Void> list(Exchange exchange) throws Exception {
        UploadPlanner planner = endpoint.planner();
        Message message = exchange.getMessage();
        OutlookItem item = planner.item(message);
        LoneRequest list = LoneRequest.list(planner.client(), item, planner.context());
        return reporting
                .of(drive(list, planner.lane(item)), exchange, "list the attachments of " + shown(item), item)
                .thenRun(() -> {
                    UploadRequest.removeHeaders(message);
                    message.setBody(
                            list.lines().stream().map(AttachmentRequests::map).toList());
                });
    }

    private static Map<String, Object> map(AttachmentLine line) {
        return Map.of(
                "id",
                line.id(),
                "name",
                line.name(),
                "size",
                line.size(),
                "type",
                line.type(),
                "inline",
                line.inline());
    }

    /**
     * A file of a mail that was sent is on it: only then was it sent. What is seen of it is its name and size, whatever its id
     * is now. Where no copy was kept nothing is seen.
     */
    CompletableFuture<Void> seenOnSent(Exchange exchange) throws Exception {
        UploadPlanner planner = endpoint.planner();
        Message message = exchange.getMessage();
        OutlookItem item = planner.item(message);
        String name =
                UploadRequest.described(message, endpoint.getConfiguration()).name();
        long bytes = planner.length(exchange);
        LoneRequest list = LoneRequest.list(planner.client(), item, planner.context());
        CompletableFuture<Optional<AttachmentLine>> seen =
                drive(list, planner.lane(item)).handle((done, failure) -> seen(list, name, bytes, failure));
        return reporting
                .of(seen.thenAccept(line -> {}), exchange, "look for a file of " + shown(item), item)
                .thenRun(() -> tell(message, seen.join(), bytes));
    }

    private static Optional<AttachmentLine> seen(
            LoneRequest list, String name, long bytes, @Nullable Throwable failure) {
        if (failure != null) {
            if (Reporting.unwrapped(failure) instanceof UploadException e
                    && e.failure() == UploadFailure.ITEM_NOT_FOUND) {
                return Optional.empty();
            }
            throw new CompletionException(Reporting.unwrapped(failure));
        }
        Optional<AttachmentLine> seen = list.lines().stream()
                .filter(line -> line.name().equals(name) && line.size() >= bytes)
                .findFirst();
        if (seen.isEmpty()) {
            throw new CompletionException(UploadException.of(UploadFailure.FILES_MISSING, 0));
        }
        return seen;
    }

    private static void tell(Message message, Optional<AttachmentLine> seen, long bytes) {
        UploadRequest.removeHeaders(message);
        seen.ifPresent(line -> message.setHeader(GraphAttachConstants.ATTACHMENT_ID, line.id()));
        message.setHeader(GraphAttachConstants.OUTCOME, "already-present");
        message.setHeader(GraphAttachConstants.UPLOADED_BYTES, bytes);
        message.setHeader(GraphAttachConstants.VERIFIED, seen.isPresent() ? "size" : "none");
    }

    /** The bytes of an attachment; the body becomes a stream that can be read as often as needed while the exchange lives. */
    CompletableFuture<Void> get(Exchange exchange) throws Exception {
        UploadPlanner planner = endpoint.planner();
        Message message = exchange.getMessage();
        OutlookItem item = planner.item(message);
        String id = UploadRequest.attachmentId(message, endpoint.getConfiguration());
        Spool spool = Spool.in(StreamBody.folder());
        LoneRequest content = LoneRequest.content(
                planner.client(),
                item,
                id,
                endpoint.settings().maxFileSize().bytes(),
                () -> begun(spool),
                planner.context());
        return reporting
                .of(drive(content, planner.lane(item)), exchange, "get an attachment of " + shown(item), item)
                .thenRun(() -> {
                    UploadRequest.removeHeaders(message);
                    message.setBody(SpooledBody.of(spool.content(), exchange));
                })
                .whenComplete((none, failure) -> IOHelper.close(spool));
    }

    private static Spool begun(Spool spool) throws IOException {
        spool.restart();
        return spool;
    }

    /** Removes an attachment; one that is gone already is removed. The body stays what it is. */
    CompletableFuture<Void> delete(Exchange exchange) throws Exception {
        UploadPlanner planner = endpoint.planner();
        Message message = exchange.getMessage();
        OutlookItem item = planner.item(message);
        String id = UploadRequest.attachmentId(message, endpoint.getConfiguration());
        OpenUpload.Lane lane = planner.lane(item);
        ExchangeUploads.requireFree(exchange, lane.item());
        LoneRequest removal = LoneRequest.removal(planner.client(), item, id, planner.context());
        return reporting
                .of(driveAlone(removal, lane), exchange, "remove an attachment of " + shown(item), item)
                .thenRun(() -> UploadRequest.removeHeaders(message));
    }

    private static CompletableFuture<Void> drive(LoneRequest request, OpenUpload.Lane lane) {
        return lane.resources()
                .runner()
                .run(request, lane.mailbox(), lane.concurrency(), lane.budget(), LoneRequest::isDone);
    }

    private static CompletableFuture<Void> driveAlone(LoneRequest request, OpenUpload.Lane lane) {
        return lane.resources().runner().lock(request, lane.itemPermit()).thenCompose(permit -> drive(request, lane)
                .whenComplete((none, failure) -> permit.close()));
    }

    private static String shown(OutlookItem item) {
        return ShownPath.of(item.path());
    }
}
