package io.github.graphattach.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.item.ExchangeId;
import io.github.graphattach.item.MessageFolder;
import io.github.graphattach.item.OutlookItem;
import io.github.graphattach.item.PercentEncoding;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** Graph and the upload host over HTTP. */
public final class HttpGraphClient implements GraphClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LISTED = "?$select=id,name,size,lastModifiedDateTime";
    private static final String DESCRIBED = "?$select=id,name,contentType,size,isInline";
    private static final String MESSAGE =
            "?$select=id,parentFolderId,isDraft,hasAttachments,createdDateTime,lastModifiedDateTime,internetMessageId";
    private static final String READ = MESSAGE + ",body,toRecipients,ccRecipients,bccRecipients";
    private static final String SHOWN = "?$select=id,size,isInline,microsoft.graph.fileAttachment/contentId";

    /** An item has at most 250 attachments, and a page at least one of them. */
    private static final int MOST_PAGES = 100;

    private static final Pattern REQUEST_TARGET = Pattern.compile("[\\x21-\\x7e]+");

    private final HttpRequests http;
    private final GraphRequests graph;
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
        this.graph = new GraphRequests(http, graphUrl, tokens, idType);
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
            GraphReply reply = graph.send("GET", page, AnswerBody.json());
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
        String root = graph.graphUrl().toString();
        if (!link.startsWith(root + "/") || !REQUEST_TARGET.matcher(link).matches()) {
            throw new IOException("the list of attachments goes on at another address than " + root);
        }
        return link.substring(root.length());
    }

    @Override
    public GraphReply postAttachment(OutlookItem item, NewAttachment attachment, RangeBody content) throws IOException {
        PostBody body = new PostBody(attachment, content);
        AnswerBody answer = AnswerBody.jsonWithout("contentBytes");
        return graph.send("POST", attachments(item), Optional.of(body), body.getContentLength(), answer);
    }

    @Override
    public GraphReply createUploadSession(OutlookItem item, NewAttachment attachment) throws IOException {
        HttpEntity body = new ByteArrayEntity(
                JSON.writeValueAsBytes(family.description(attachment)), ContentType.APPLICATION_JSON);
        return graph.send("POST", attachments(item) + "/createUploadSession", Optional.of(body), 0, AnswerBody.json());
    }

    @Override
    public GraphReply putRange(UploadUrl url, String contentRange, long length, RangeBody content) throws IOException {
        HttpUriRequestBase request = session("PUT", url);
        request.setHeader(HttpHeaders.CONTENT_RANGE, contentRange);
        request.setEntity(new StreamedEntity(length, ContentType.APPLICATION_OCTET_STREAM, content));
        return GraphRequests.without(url.secretParts(), () -> http.send(request, length, AnswerBody.json()));
    }

    @Override
    public GraphReply sessionStatus(UploadUrl url) throws IOException {
        HttpUriRequestBase request = session("GET", url);
        return GraphRequests.without(url.secretParts(), () -> http.send(request, 0, AnswerBody.json()));
    }

    @Override
    public GraphReply deleteSession(UploadUrl url) throws IOException {
        HttpUriRequestBase request = session("DELETE", url);
        return GraphRequests.without(url.secretParts(), () -> http.send(request, 0, AnswerBody.json()));
    }

    @Override
    public GraphReply getAttachment(OutlookItem item, String attachmentId) throws IOException {
        return graph.send("GET", attachment(item, attachmentId) + LISTED, AnswerBody.json());
    }

    @Override
    public GraphReply getInlineAttachment(OutlookItem item, String attachmentId) throws IOException {
        return graph.send("GET", attachment(item, attachmentId) + SHOWN, AnswerBody.json());
    }

    @Override
    public GraphReply getItem(OutlookItem item) throws IOException {
        return graph.send("GET", item.path() + "?$select=id", AnswerBody.json());
    }

    @Override
    public GraphReply createMessage(MessageFolder folder, JsonNode message) throws IOException {
        return write("POST", folder.path(), message);
    }

    @Override
    public GraphReply changeMessage(OutlookItem message, JsonNode change) throws IOException {
        return write("PATCH", message.path(), change);
    }

    @Override
    public GraphReply createAnswer(OutlookItem message, String action, JsonNode parameters) throws IOException {
        return write("POST", message.path() + "/" + action, parameters);
    }

    @Override
    public GraphReply readMessage(OutlookItem message, List<String> properties) throws IOException {
        return graph.send("GET", message.path() + READ + expanded(properties), AnswerBody.mail());
    }

    private GraphReply write(String method, String path, JsonNode message) throws IOException {
        HttpEntity body = new ByteArrayEntity(JSON.writeValueAsBytes(message), ContentType.APPLICATION_JSON);
        return graph.send(method, path, Optional.of(body), body.getContentLength(), AnswerBody.jsonWithout("body"));
    }

    @Override
    public GraphReply findMessages(MessageFolder mailbox, String filter) throws IOException {
        String query = MESSAGE + "&$top=50&$filter=" + PercentEncoding.encode(filter);
        return graph.send("GET", mailbox.mailboxPath() + query, AnswerBody.json());
    }

    @Override
    public GraphReply getMessage(OutlookItem message) throws IOException {
        return graph.send("GET", message.path() + MESSAGE, AnswerBody.json());
    }

    @Override
    public GraphReply getMessage(OutlookItem message, List<String> properties) throws IOException {
        return graph.send("GET", message.path() + MESSAGE + expanded(properties), AnswerBody.json());
    }

    private static String expanded(List<String> properties) {
        String ids = properties.stream().map(id -> "id eq '" + id + "'").collect(Collectors.joining(" or "));
        return "&$expand=" + PercentEncoding.encode("singleValueExtendedProperties($filter=" + ids + ")");
    }

    @Override
    public GraphReply deleteMessage(OutlookItem message) throws IOException {
        return graph.send("DELETE", message.path(), AnswerBody.json());
    }

    @Override
    public GraphReply sendMessage(OutlookItem message) throws IOException {
        HttpEntity nothing = new ByteArrayEntity(new byte[0], null);
        return graph.send("POST", message.path() + "/send", Optional.of(nothing), 0, AnswerBody.json());
    }

    @Override
    public GraphReply getFolder(MessageFolder mailbox, String wellKnownName) throws IOException {
        return graph.send("GET", root(mailbox) + "/mailFolders/" + wellKnownName + "?$select=id", AnswerBody.json());
    }

    @Override
    public GraphReply getMailTips(MessageFolder mailbox, List<String> addresses) throws IOException {
        ObjectNode question = JSON.createObjectNode();
        question.set("EmailAddresses", JSON.valueToTree(addresses));
        question.put("MailTipsOptions", "maxMessageSize, mailboxFullStatus, deliveryRestriction");
        HttpEntity body = new ByteArrayEntity(JSON.writeValueAsBytes(question), ContentType.APPLICATION_JSON);
        return graph.send("POST", root(mailbox) + "/getMailTips", Optional.of(body), 0, AnswerBody.json());
    }

    private static String root(MessageFolder mailbox) {
        return mailbox.mailboxPath().substring(0, mailbox.mailboxPath().lastIndexOf('/'));
    }

    @Override
    public GraphReply readContent(OutlookItem item, String attachmentId, long expected, OutputStream sink)
            throws IOException {
        String path = attachment(item, attachmentId) + "/$value";
        return graph.send("GET", path, Optional.empty(), expected, AnswerBody.copiedTo(sink));
    }

    @Override
    public GraphReply deleteAttachment(OutlookItem item, String attachmentId) throws IOException {
        return graph.send("DELETE", attachment(item, attachmentId), AnswerBody.json());
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

    private HttpUriRequestBase session(String method, UploadUrl url) throws TokenException {
        HttpUriRequestBase request = http.request(method, URI.create(url.origin()), url.pathAndQuery());
        if (!family.urlHasToken()) {
            request.setHeader(HttpHeaders.AUTHORIZATION, graph.token().authorization());
        }
        return request;
    }
}
