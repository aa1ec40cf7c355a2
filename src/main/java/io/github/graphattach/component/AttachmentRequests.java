package io.github.graphattach.component;

import io.github.graphattach.content.Spool;
import io.github.graphattach.item.OutlookItem;
import io.github.graphattach.upload.AttachmentLine;
import io.github.graphattach.upload.LoneRequest;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.util.IOHelper;

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
