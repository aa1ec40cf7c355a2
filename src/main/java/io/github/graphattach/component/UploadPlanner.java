package io.github.graphattach.component;

import io.github.graphattach.content.AttachmentContent;
import io.github.graphattach.graph.AccessTokens;
import io.github.graphattach.graph.GraphClient;
import io.github.graphattach.graph.GraphError;
import io.github.graphattach.graph.IdType;
import io.github.graphattach.item.Mailbox;
import io.github.graphattach.item.OutlookItem;
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
 * @param ordinaryClient the same, for the files of mails
 * @param tokens of the endpoint's identity
 */
record UploadPlanner(
        GraphAttachEndpoint endpoint,
        ComponentResources resources,
        GraphClient client,
        GraphClient mailClient,
        GraphClient ordinaryClient,
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
        ExchangeUploads.requireFree(exchange, lane(request.item()).item());
        return plan(exchange, request, content(exchange, request), Optional.empty());
    }

    /**
     * Plans an upload of a content that is open; nothing is sent.
     *
     * @param exchange which it is of
     * @param request what is attached where
     * @param content the bytes; closed with the upload
     * @param lists what is known of the item, where that is not what all uploads know
     * @return the upload, to be closed
     */
    OpenUpload plan(Exchange exchange, UploadRequest request, AttachmentContent content, Optional<RecentLists> lists) {
        Object body = exchange.getMessage().getBody();
        String openKey = keys().open(request, exchange);
        UploadPolicy policy = endpoint.settings().policy().withOnExisting(request.onExisting());
        Upload upload = new Upload(
                ownership(keys().keys(request, body, () -> RequestKeys.implicitId(exchange, content))),
                client,
                new UploadTask(request.item(), request.attachment(content.length()), content),
                context(policy, lists.orElseGet(this::lists)));
        return resources.openUploads().add(openKey, new OpenUpload(upload, content, lane(request.item()), body));
    }

    private AttachmentContent content(Exchange exchange, UploadRequest request) throws IOException {
        return new BodyContent(exchange, request.size(), endpoint.settings().maxFileSize(), request.contentType())
                .open();
    }

    /** {@return the number of bytes of the body} */
    long length(Exchange exchange) throws IOException {
        try (AttachmentContent content = content(exchange, request(exchange))) {
            return content.length();
        }
    }

    /** {@return what makes two requests mean the same} */
    RequestKeys keys() {
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

    /** {@return what plans mails of the same endpoint} */
    MailPlanner mails() {
        return new MailPlanner(this);
    }

    /** {@return bounds, waits and time of a request that belongs to no upload} */
    UploadContext context() {
        return context(endpoint.settings().policy(), lists());
    }

    private RecentLists lists() {
        return endpoint.getConfiguration().getIdType() == IdType.DEFAULT ? RecentLists.ofThisJvm() : RecentLists.none();
    }

    private UploadContext context(UploadPolicy policy, RecentLists lists) {
        return new UploadContext(
                policy,
                endpoint.settings().retry(),
                UploadClock.SYSTEM,
                lists,
                resources.pool(),
                new LoggingListener(endpoint.getConfiguration().getUploadListener()));
    }

    /** {@return the right to work on what has those keys} */
    Ownership ownership(KeySource keys) {
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
