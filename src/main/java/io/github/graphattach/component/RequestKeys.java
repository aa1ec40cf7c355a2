package io.github.graphattach.component;

import io.github.graphattach.content.AttachmentContent;
import io.github.graphattach.content.ByteRange;
import io.github.graphattach.content.Sha256;
import io.github.graphattach.graph.AccessTokens;
import io.github.graphattach.graph.Identity;
import io.github.graphattach.graph.identity.Credential;
import io.github.graphattach.item.Mailbox;
import io.github.graphattach.item.OutlookItem;
import io.github.graphattach.mail.Marker;
import io.github.graphattach.mail.MarkerSource;
import io.github.graphattach.session.UploadKey;
import io.github.graphattach.session.UploadKeys;
import io.github.graphattach.upload.KeySource;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.WrappedFile;
import org.jspecify.annotations.Nullable;

/**
 * What makes two requests mean the same upload, the same item or the same mailbox. All of it holds for one service, which is
 * the whole of {@code graphUrl}, and what is known of an upload holds for one identity too.
 *
 * @param service the root of Graph
 * @param credential who asks
 * @param tokens of the same
 */
record RequestKeys(String service, Credential credential, AccessTokens tokens) {

    /** Works out what stands for {@code uploadId}. */
    interface UploadId {

        String text() throws IOException;
    }

    /**
     * The keys under which stores know the upload. Where nothing but a token says who asks, making them takes one.
     *
     * @param request what is attached where
     * @param body of the message, before anything has read it
     * @param implicit stands for {@code uploadId} where neither an option nor a header sets it and the body is no file
     */
    KeySource keys(UploadRequest request, @Nullable Object body, UploadId implicit) {
        Optional<String> explicit = uploadId(request, body);
        return () -> {
            Identity who = identity();
            String uploadId = explicit.isPresent() ? explicit.get() : implicit.text();
            return new UploadKeys(
                    key(request, who, uploadId),
                    UploadKey.ofItem(service, request.item().innermostId()),
                    explicit.map(id -> formerKey(request, id)));
        };
    }

    /**
     * The keys under which stores know a mail. A mailbox of a token's user is told from others by the token.
     *
     * @param mailbox that has the mail
     * @param marker of the mail
     */
    KeySource mail(Mailbox mailbox, MarkerSource marker) {
        return () -> {
            Identity who = identity();
            String key = UploadKey.of(
                    service,
                    who.tenant(),
                    who.client(),
                    mailbox(mailbox, who),
                    "",
                    "mail",
                    marker.marker().value());
            return new UploadKeys(key, UploadKey.ofItem(service, key), Optional.empty());
        };
    }

    /** {@return by which a mail of that mailbox is found again} */
    MarkerSource marker(Mailbox mailbox, String jobKey) {
        return () -> Marker.of(mailbox(mailbox, identity()), jobKey);
    }

    /** {@return what requests to a mailbox have in common that the service counts together} */
    String mailbox(Mailbox mailbox) {
        Identity who = credential.identity().orElse(credential.known());
        return String.join(" ", service, who.tenant(), who.client(), mailbox(mailbox, who));
    }

    private Identity identity() throws IOException {
        Optional<Identity> named = credential.identity();
        return named.isPresent()
                ? named.get()
                : tokens.current().identity().orElse(new Identity(credential.tenant(), credential.client(), ""));
    }

    private String formerKey(UploadRequest request, String uploadId) {
        return UploadKey.former(
                URI.create(service).getRawAuthority(),
                credential.tenant(),
                credential.client(),
                request.item().innermostId(),
                request.name(),
                uploadId);
    }

    /** {@return under what an upload that is open in this JVM is found} */
    String open(UploadRequest request, Exchange exchange) {
        String uploadId = uploadId(request, exchange.getMessage().getBody()).orElseGet(exchange::getExchangeId);
        return key(request, credential.known(), uploadId);
    }

    private String key(UploadRequest request, Identity who, String uploadId) {
        return UploadKey.of(
                service,
                who.tenant(),
                who.client(),
                mailbox(request.item().mailbox(), who),
                request.item().innermostId(),
                request.name(),
                uploadId);
    }

    /** {@return what uploads to one item have in common, whoever asks: the service refuses two at once} */
    String item(OutlookItem item) {
        return service + " " + item.innermostId();
    }

    private static String mailbox(Mailbox mailbox, Identity who) {
        if (mailbox instanceof Mailbox.User user) {
            return "user " + user.id().toLowerCase(Locale.ROOT);
        }
        return mailbox instanceof Mailbox.Group group
                ? "group " + group.id().toLowerCase(Locale.ROOT)
                : "me " + who.user();
    }

    /** What an option or header says, else which file it is and of when. */
    private static Optional<String> uploadId(UploadRequest request, @Nullable Object body) {
        Object file = body instanceof WrappedFile<?> wrapped ? wrapped.getFile() : body;
        if (file instanceof Path path) {
            file = path.toFile();
        }
        Optional<String> ofFile = file instanceof File local
                ? Optional.of(local.getAbsolutePath() + " " + local.length() + " " + local.lastModified())
                : Optional.empty();
        return request.uploadId().or(() -> ofFile);
    }

    /** Bodies that have no name are told apart by what they hold: one exchange may attach several. */
    static String implicitId(Exchange exchange, AttachmentContent content) throws IOException {
        Optional<String> known = content.sha256();
        return exchange.getExchangeId() + " " + (known.isPresent() ? known.get() : sha256(content));
    }

    private static String sha256(AttachmentContent content) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        content.transferTo(
                new ByteRange(0, content.length()), new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        return HexFormat.of().formatHex(digest.digest());
    }
}
