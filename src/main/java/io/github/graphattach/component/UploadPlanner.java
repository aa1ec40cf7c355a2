package io.github.graphattach.component;

import io.github.graphattach.content.AttachmentContent;
import io.github.graphattach.graph.GraphClient;
import io.github.graphattach.graph.GraphError;
import io.github.graphattach.graph.NewAttachment;
import io.github.graphattach.graph.identity.Credential;
import io.github.graphattach.item.Mailbox;
import io.github.graphattach.session.UploadKey;
import io.github.graphattach.upload.LeftUpload;
import io.github.graphattach.upload.Ownership;
import io.github.graphattach.upload.Upload;
import io.github.graphattach.upload.UploadClock;
import java.io.File;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.WrappedFile;

/**
 * Makes uploads of exchanges, and finds those that are open.
 *
 * @param endpoint whose options hold
 * @param engine shared by all endpoints
 * @param client talks to the endpoint's service
 */
record UploadPlanner(GraphAttachEndpoint endpoint, Engine engine, GraphClient client) {

    /**
     * Plans the upload that an exchange asks for; nothing is sent.
     *
     * @param exchange address, name and file
     * @return the upload, to be closed
     * @throws IllegalArgumentException when a header or option is wrong
     * @throws IOException when the body is no readable file
     */
    OpenUpload plan(Exchange exchange) throws IOException {
        UploadRequest request = request(exchange);
        String key = key(exchange, request);
        UploadSettings settings = endpoint.settings();
        AttachmentContent content = new BodyContent(exchange, request.size(), settings.maxFileSize()).open();
        Upload upload = new Upload(
                ownership(key),
                client,
                request.item(),
                new NewAttachment(
                        request.name(), request.contentType(), content.length(), request.inline(), request.contentId()),
                content,
                settings.policy().withOnExisting(request.onExisting()),
                settings.retry(),
                UploadClock.SYSTEM,
                new LoggingListener(endpoint.getConfiguration().getUploadListener()));
        return engine.openUploads()
                .add(
                        key,
                        new OpenUpload(
                                upload,
                                content,
                                lane(request),
                                exchange.getMessage().getBody()));
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
        return engine.openUploads().find(key(exchange, request(exchange)));
    }

    /** {@return what an exchange is about, for an error} */
    String describe(Exchange exchange) {
        UploadRequest request = request(exchange);
        return "'" + GraphError.oneLine(request.name()) + "' to "
                + request.item().path();
    }

    /** {@return what earlier tries left of the upload that address, name and uploadId name} */
    LeftUpload left(Exchange exchange) {
        return new LeftUpload(
                ownership(key(exchange, request(exchange))),
                client,
                UploadClock.SYSTEM,
                endpoint.settings().policy().uploadHost());
    }

    private Ownership ownership(String key) {
        return new Ownership(engine.store(endpoint.getConfiguration().getSessionStore()), key);
    }

    private UploadRequest request(Exchange exchange) {
        return UploadRequest.of(
                exchange.getMessage(), endpoint.getItem(), endpoint.getConfiguration(), endpoint.settings());
    }

    private OpenUpload.Lane lane(UploadRequest request) {
        String service = endpoint.settings().graphUrl().getRawAuthority();
        return new OpenUpload.Lane(
                engine,
                service + " " + mailbox(request),
                service + " " + request.item().innermostId(),
                endpoint.settings().budget(),
                endpoint.getConfiguration().getMailboxConcurrency());
    }

    private static String mailbox(UploadRequest request) {
        Mailbox mailbox = request.item().mailbox();
        if (mailbox instanceof Mailbox.User user) {
            return "user " + user.id().toLowerCase(Locale.ROOT);
        }
        return mailbox instanceof Mailbox.Group group ? "group " + group.id().toLowerCase(Locale.ROOT) : "me";
    }

    private String key(Exchange exchange, UploadRequest request) {
        Credential credential = endpoint.settings().signIn().credential();
        return UploadKey.of(
                endpoint.settings().graphUrl().getRawAuthority(),
                credential.tenant(),
                credential.client(),
                request.item().innermostId(),
                request.name(),
                request.uploadId().orElseGet(() -> uploadId(exchange)));
    }

    private static String uploadId(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        Object file = body instanceof WrappedFile<?> wrapped ? wrapped.getFile() : body;
        if (file instanceof java.nio.file.Path path) {
            file = path.toFile();
        }
        return file instanceof File local
                ? local.getAbsolutePath() + " " + local.length() + " " + local.lastModified()
                : exchange.getExchangeId();
    }
}
