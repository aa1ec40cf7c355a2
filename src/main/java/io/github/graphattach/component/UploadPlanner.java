package io.github.graphattach.component;

import io.github.graphattach.content.AttachmentContent;
import io.github.graphattach.graph.AccessTokens;
import io.github.graphattach.graph.GraphClient;
import io.github.graphattach.graph.GraphError;
import io.github.graphattach.graph.IdType;
import io.github.graphattach.item.Mailbox;
import io.github.graphattach.item.OutlookItem;
import io.github.graphattach.mail.DraftJob;
import io.github.graphattach.mail.DraftTask;
import io.github.graphattach.upload.KeySource;
import io.github.graphattach.upload.LeftUpload;
import io.github.graphattach.upload.LoneRequest;
import io.github.graphattach.upload.Ownership;
import io.github.graphattach.upload.RecentLists;
import io.github.graphattach.upload.Upload;
import io.github.graphattach.upload.UploadClock;
import io.github.graphattach.upload.UploadContext;
import io.github.graphattach.upload.UploadException;
import io.github.graphattach.upload.UploadPolicy;
import io.github.graphattach.upload.UploadTask;
import io.github.graphattach.upload.Work;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Makes uploads of exchanges, and finds those that are open.
 *
 * @param endpoint whose options hold
 * @param resources shared by all endpoints
 * @param client talks to the endpoint's service
 * @param mailClient the same, for mails, whose ids have to survive their sending
 * @param tokens of the endpoint's identity
 */
record UploadPlanner(
        GraphAttachEndpoint endpoint,
        ComponentResources resources,
        GraphClient client,
        GraphClient mailClient,
        AccessTokens tokens) {

    /**
     * Plans the upload that an exchange asks for; nothing is sent.
     *
     * @param exchange address, name and file
     * @return the upload, to be closed
     * @throws IllegalArgumentException when a header or option is wrong, or an open upload of the exchange has the item
     * @throws IOException when the body is no readable file
     */
    OpenUpload plan(Exchange exchange) throws IOException {
        UploadRequest request = request(exchange);
        OpenUpload.Lane lane = lane(request.item());
        ExchangeUploads.requireFree(exchange, lane.item());
        Object body = exchange.getMessage().getBody();
        String openKey = keys().open(request, exchange);
        UploadSettings settings = endpoint.settings();
        AttachmentContent content = content(exchange, request);
        Upload upload = new Upload(
                ownership(keys().keys(request, body, () -> RequestKeys.implicitId(exchange, content))),
                client,
                new UploadTask(request.item(), request.attachment(content.length()), content),
                context(settings.policy().withOnExisting(request.onExisting())));
        return resources
                .openUploads()
                .add(
                        openKey,
                        new OpenUpload(
                                upload, content, lane, exchange.getMessage().getBody()));
    }

    private AttachmentContent content(Exchange exchange, UploadRequest request) throws IOException {
        return new BodyContent(exchange, request.size(), endpoint.settings().maxFileSize(), request.contentType())
                .open();
    }

    private RequestKeys keys() {
        UploadSettings settings = endpoint.settings();
        return new RequestKeys(settings.graphUrl().toString(), settings.signIn().credential(), tokens);
    }

    /**
     * Finds the upload that the body is, or that address, name and uploadId name.
     *
     * @param exchange body or headers
     * @return the upload; empty when none is open
     */
    Optional<OpenUpload> find(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (body instanceof OpenUpload upload) {
            return Optional.of(upload);
        }
        if (body instanceof UploadRange range) {
            return Optional.of(range.upload());
        }
        return resources.openUploads().find(keys().open(request(exchange), exchange));
    }

    /** {@return what an exchange is about, for an error} */
    String describe(Exchange exchange) {
        UploadRequest request = request(exchange);
        return "'" + GraphError.oneLine(request.name()) + "' to "
                + ShownPath.of(request.item().path());
    }

    /** {@return what earlier tries left of the upload that address, name and uploadId name} */
    LeftUpload left(Exchange exchange) {
        UploadRequest request = request(exchange);
        return new LeftUpload(
                ownership(keys().keys(request, exchange.getMessage().getBody(), () -> implicitId(exchange, request))),
                client,
                UploadClock.SYSTEM,
                endpoint.settings().policy().uploadHost());
    }

    private String implicitId(Exchange exchange, UploadRequest request) throws IOException {
        try (AttachmentContent content = content(exchange, request)) {
            return RequestKeys.implicitId(exchange, content);
        }
    }

    /**
     * Plans a draft; nothing is sent.
     *
     * @param request which mail
     * @param jobKey what makes two tries the same mail
     * @param mayBeThere whether another process may have made it
     * @return the work
     */
    DraftJob draft(MailRequest request, String jobKey, boolean mayBeThere) {
        Mailbox mailbox = request.folder().mailbox();
        RequestKeys keys = keys();
        return new DraftJob(
                ownership(keys.mail(mailbox, jobKey)),
                mailClient,
                new DraftTask(
                        request.folder(),
                        request.draft(),
                        () -> keys.marker(mailbox, jobKey),
                        mayBeThere,
                        Optional.empty()),
                context());
    }

    /** Drives work that is about a mailbox, not about an item in it. */
    <W extends Work> CompletableFuture<Void> drive(W work, Mailbox mailbox, Predicate<? super W> goal) {
        return resources
                .runner()
                .run(
                        work,
                        keys().mailbox(mailbox),
                        endpoint.getConfiguration().getMailboxConcurrency(),
                        endpoint.settings().budget(),
                        goal);
    }

    /** Removes an attachment of the item that the headers name. */
    void remove(Message message, String attachmentId) {
        OutlookItem item = item(message);
        try {
            run(LoneRequest.removal(client, item, attachmentId, context()));
        } catch (UploadException e) {
            throw Failures.notRemoved("remove an attachment from " + ShownPath.of(item.path()), e);
        }
    }

    /** {@return whether the item that the headers name still has an attachment} */
    boolean has(Message message, String attachmentId) {
        OutlookItem item = item(message);
        try {
            return run(LoneRequest.look(client, item, attachmentId, context()));
        } catch (UploadException e) {
            throw Failures.of(
                    "look for an attachment of " + ShownPath.of(item.path()),
                    e.failure().remedy(),
                    e);
        }
    }

    /** {@return the item that the headers and options name} */
    OutlookItem item(Message message) {
        return UploadRequest.item(message, endpoint.getItem(), endpoint.getConfiguration(), endpoint.settings());
    }

    private boolean run(LoneRequest request) throws UploadException {
        for (Duration pause = request.step(); !request.isDone(); pause = request.step()) {
            if (!resources.waited(pause)) {
                throw request.interrupted();
            }
        }
        return request.isFound();
    }

    /** {@return bounds, waits and time of a request that belongs to no upload} */
    UploadContext context() {
        return context(endpoint.settings().policy());
    }

    private UploadContext context(UploadPolicy policy) {
        return new UploadContext(
                policy,
                endpoint.settings().retry(),
                UploadClock.SYSTEM,
                endpoint.getConfiguration().getIdType() == IdType.DEFAULT
                        ? RecentLists.ofThisJvm()
                        : RecentLists.none(),
                resources.pool(),
                new LoggingListener(endpoint.getConfiguration().getUploadListener()));
    }

    private Ownership ownership(KeySource keys) {
        return new Ownership(resources.store(endpoint.getConfiguration().getSessionStore()), keys);
    }

    private UploadRequest request(Exchange exchange) {
        return UploadRequest.of(
                exchange.getMessage(), endpoint.getItem(), endpoint.getConfiguration(), endpoint.settings());
    }

    /** {@return where requests about an item queue} */
    OpenUpload.Lane lane(OutlookItem item) {
        return new OpenUpload.Lane(
                resources,
                keys().mailbox(item.mailbox()),
                keys().item(item),
                endpoint.settings().budget(),
                endpoint.getConfiguration().getMailboxConcurrency());
    }
}
