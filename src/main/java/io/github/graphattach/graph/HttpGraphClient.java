package io.github.graphattach.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.graphattach.item.ExchangeId;
import io.github.graphattach.item.MessageFolder;
import io.github.graphattach.item.OutlookItem;
import io.github.graphattach.item.PercentEncoding;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** Graph and the upload host over HTTP. */
public final class HttpGraphClient implements GraphClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LISTED = "?$select=id,name,size,lastModifiedDateTime";
    private static final String DESCRIBED = "?$select=id,name,contentType,size,isInline";
    private static final String MESSAGE =
            "?$select=id,parentFolderId,isDraft,hasAttachments,createdDateTime,lastModifiedDateTime,internetMessageId";
    private static final String SHOWN = "?$select=id,size,isInline,microsoft.graph.fileAttachment/contentId";

    /** An item has at most 250 attachments, and a page at least one of them. */
    private static final int MOST_PAGES = 100;

    private static final Pattern REQUEST_TARGET = Pattern.compile("[\\x21-\\x7e]+");

    private final HttpRequests http;
    private final URI graphUrl;
    private final AccessTokens tokens;
    private final IdType idType;
    private final SessionFamily family;

    /**
     * Talks to one Graph service.
     *
     * @param http sends the requests
     * @param graphUrl root of the service with its version, such as {@code https://graph.microsoft.com/v1.0}
     * @param tokens for requests to that root, and to nothing else
     * @param idType of the ids that answers have; ids that the upload host makes are always of the default type
     */
    public HttpGraphClient(HttpRequests http, URI graphUrl, AccessTokens tokens, IdType idType) {
        this(http, graphUrl, tokens, idType, SessionFamily.OUTLOOK);
    }

    HttpGraphClient(HttpRequests http, URI graphUrl, AccessTokens tokens, IdType idType, SessionFamily family) {
        this.http = http;
        this.graphUrl = graphUrl;
        this.tokens = tokens;
        this.idType = idType;
        this.family = family;
    }

    @Override
    public GraphReply listAttachments(OutlookItem item) throws IOException {
        return allPages(attachments(item) + LISTED);
    }

    @Override
    public GraphReply describeAttachments(OutlookItem item) throws IOException {
        return allPages(attachments(item) + DESCRIBED);
    }

    private GraphReply allPages(String firstPage) throws IOException {
        ArrayNode all = JSON.createArrayNode();
        String page = firstPage;
        for (int pages = 0; pages < MOST_PAGES; pages++) {
            GraphReply reply = graph("GET", page, AnswerBody.json());
            JsonNode value = reply.field("value");
            if (reply.status() != 200 || !value.isArray()) {
                return reply;
            }
            value.forEach(all::add);
            Optional<String> next =
                    Optional.ofNullable(reply.field("@odata.nextLink").textValue());
            if (next.isEmpty()) {
                JsonNode whole = JSON.createObjectNode().set("value", all);
                return new GraphReply(reply.status(), reply.headers(), whole, reply.clientRequestId());
            }
            page = nextPage(next.get());
        }
        throw new IOException("the list of attachments does not end after " + MOST_PAGES + " pages");
    }

    /** The token goes to the configured service only, wherever a link points. */
    private String nextPage(String link) throws IOException {
        String root = graphUrl.toString();
        if (!link.startsWith(root + "/") || !REQUEST_TARGET.matcher(link).matches()) {
            throw new IOException("the list of attachments goes on at another address than " + root);
        }
        return link.substring(root.length());
    }

    @Override
    public GraphReply postAttachment(OutlookItem item, NewAttachment attachment, RangeBody content) throws IOException {
        PostBody body = new PostBody(attachment, content);
        AnswerBody answer = AnswerBody.jsonWithout("contentBytes");
        return graph("POST", attachments(item), Optional.of(body), body.getContentLength(), answer);
    }

    @Override
    public GraphReply createUploadSession(OutlookItem item, NewAttachment attachment) throws IOException {
        HttpEntity body = new ByteArrayEntity(
                JSON.writeValueAsBytes(family.description(attachment)), ContentType.APPLICATION_JSON);
        return graph("POST", attachments(item) + "/createUploadSession", Optional.of(body), 0, AnswerBody.json());
    }

    @Override
    public GraphReply putRange(UploadUrl url, String contentRange, long length, RangeBody content) throws IOException {
        HttpUriRequestBase request = session("PUT", url);
        request.setHeader(HttpHeaders.CONTENT_RANGE, contentRange);
        request.setEntity(new StreamedEntity(length, ContentType.APPLICATION_OCTET_STREAM, content));
        return without(url.secretParts(), () -> http.send(request, length, AnswerBody.json()));
    }

    @Override
    public GraphReply sessionStatus(UploadUrl url) throws IOException {
        HttpUriRequestBase request = session("GET", url);
        return without(url.secretParts(), () -> http.send(request, 0, AnswerBody.json()));
    }

    @Override
    public GraphReply deleteSession(UploadUrl url) throws IOException {
        HttpUriRequestBase request = session("DELETE", url);
        return without(url.secretParts(), () -> http.send(request, 0, AnswerBody.json()));
    }

    @Override
    public GraphReply getAttachment(OutlookItem item, String attachmentId) throws IOException {
        return graph("GET", attachment(item, attachmentId) + LISTED, AnswerBody.json());
    }

    @Override
    public GraphReply getInlineAttachment(OutlookItem item, String attachmentId) throws IOException {
        return graph("GET", attachment(item, attachmentId) + SHOWN, AnswerBody.json());
    }

    @Override
    public GraphReply getItem(OutlookItem item) throws IOException {
        return graph("GET", item.path() + "?$select=id", AnswerBody.json());
    }

    @Override
    public GraphReply createMessage(MessageFolder folder, JsonNode message) throws IOException {
        HttpEntity body = new ByteArrayEntity(JSON.writeValueAsBytes(message), ContentType.APPLICATION_JSON);
        return graph("POST", folder.path(), Optional.of(body), body.getContentLength(), AnswerBody.jsonWithout("body"));
    }

    @Override
    public GraphReply findMessages(MessageFolder mailbox, String filter) throws IOException {
        String query = MESSAGE + "&$top=50&$filter=" + PercentEncoding.encode(filter);
        return graph("GET", mailbox.mailboxPath() + query, AnswerBody.json());
    }

    @Override
    public GraphReply getMessage(OutlookItem message) throws IOException {
        return graph("GET", message.path() + MESSAGE, AnswerBody.json());
    }

    @Override
    public GraphReply getFolder(MessageFolder mailbox, String wellKnownName) throws IOException {
        String root = mailbox.mailboxPath().substring(0, mailbox.mailboxPath().lastIndexOf('/'));
        return graph("GET", root + "/mailFolders/" + wellKnownName + "?$select=id", AnswerBody.json());
    }

    @Override
    public GraphReply readContent(OutlookItem item, String attachmentId, long expected, OutputStream sink)
            throws IOException {
        String path = attachment(item, attachmentId) + "/$value";
        return graph("GET", path, Optional.empty(), expected, AnswerBody.copiedTo(sink));
    }

    @Override
    public GraphReply deleteAttachment(OutlookItem item, String attachmentId) throws IOException {
        return graph("DELETE", attachment(item, attachmentId), AnswerBody.json());
    }

    private static String attachments(OutlookItem item) {
        return item.path() + "/attachments";
    }

    private static String attachment(OutlookItem item, String attachmentId) throws IOException {
        // With a DELETE, such an id of a broken service would name the item itself.
        if (attachmentId.equals(".") || attachmentId.equals("..")) {
            throw new IOException("the service named an attachment '" + attachmentId + "'");
        }
        return attachments(item) + "/" + PercentEncoding.encode(ExchangeId.urlSafe(attachmentId));
    }

    private GraphReply graph(String method, String pathAndQuery, AnswerBody answer) throws IOException {
        return graph(method, pathAndQuery, Optional.empty(), 0, answer);
    }

    /** A token that is refused is replaced once. */
    private GraphReply graph(
            String method, String pathAndQuery, Optional<? extends HttpEntity> body, long bytes, AnswerBody answer)
            throws IOException {
        AccessToken token = token(tokens::current);
        GraphReply reply = send(request(method, pathAndQuery, body, token), token, bytes, answer);
        if (reply.status() != 401) {
            return reply;
        }
        Optional<String> claims = reply.header(HttpHeaders.WWW_AUTHENTICATE).flatMap(ClaimsChallenge::of);
        AccessToken renewed = token(() -> tokens.renewed(token, claims));
        return renewed.equals(token)
                ? reply
                : send(request(method, pathAndQuery, body, renewed), renewed, bytes, answer);
    }

    private GraphReply send(HttpUriRequestBase request, AccessToken token, long bytes, AnswerBody answer)
            throws IOException {
        return without(token.secretParts(), () -> http.send(request, bytes, answer));
    }

    private HttpUriRequestBase request(
            String method, String pathAndQuery, Optional<? extends HttpEntity> body, AccessToken token) {
        HttpUriRequestBase request = http.request(method, graphUrl, graphUrl.getRawPath() + pathAndQuery);
        request.setHeader(HttpHeaders.AUTHORIZATION, token.authorization());
        if (idType == IdType.IMMUTABLE) {
            request.setHeader("Prefer", "IdType=\"ImmutableId\"");
        }
        body.ifPresent(request::setEntity);
        return request;
    }

    private interface TokenSource {
        AccessToken token() throws IOException;
    }

    private static AccessToken token(TokenSource source) throws TokenException {
        try {
            return source.token();
        } catch (TokenException e) {
            throw e;
        } catch (IOException e) {
            throw new TokenException(e);
        }
    }

    private HttpUriRequestBase session(String method, UploadUrl url) throws TokenException {
        HttpUriRequestBase request = http.request(method, URI.create(url.origin()), url.pathAndQuery());
        if (!family.urlHasToken()) {
            request.setHeader(HttpHeaders.AUTHORIZATION, token(tokens::current).authorization());
        }
        return request;
    }

    private interface Request {
        GraphReply send() throws IOException;
    }

    /** The client library may put what was sent, or what came, into its exception, as may a service into its answer. */
    private static GraphReply without(SecretParts secret, Request request) throws IOException {
        try {
            return request.send().without(secret);
        } catch (IOException e) {
            throw isFit(e, secret) ? e : new IOException(describe(e, secret));
        }
    }

    private static boolean isFit(Throwable failure, SecretParts secret) {
        return allOf(failure)
                .noneMatch(one -> one instanceof HttpException
                        || one instanceof MalformedChunkCodingException
                        || secret.areShownBy(String.valueOf(one.getMessage())));
    }

    private static String describe(IOException failure, SecretParts secret) {
        String text = GraphError.words(String.valueOf(failure.getMessage()));
        String kind = failure.getClass().getSimpleName();
        return secret.areShownBy(text) ? kind : kind + ": " + text;
    }

    private static Stream<Throwable> allOf(Throwable failure) {
        return Stream.concat(
                Stream.of(failure),
                Stream.concat(Stream.ofNullable(failure.getCause()), Stream.of(failure.getSuppressed()))
                        .flatMap(HttpGraphClient::allOf));
    }
}
