package io.github.graphattach.emulator;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.http.HttpExchange;
import io.github.graphattach.emulator.http.PercentCoding;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The attachments of one item on Graph: list, get, content, add, delete, open an upload session. */
final class AttachmentService {

    private static final String PARAMETER = "AttachmentItem";

    /** As a shipping client spells it. */
    private static final String PARAMETER_IN_LOWER_CASE = "attachmentItem";

    private static final String SKIP_TOKEN = "$skiptoken";
    private static final Duration SESSION_LIFETIME = Duration.ofHours(2);

    private final ContentStore store;
    private final UploadSessions sessions;
    private final UploadService uploads;
    private final Answers answers;
    private final SizeLimits limits;
    private final Clock clock;

    AttachmentService(EmulatorState state, UploadService uploads) {
        this.store = state.store;
        this.sessions = state.sessions;
        this.answers = state.answers;
        this.limits = state.sizes;
        this.clock = state.clock;
        this.uploads = uploads;
    }

    void list(HttpExchange exchange, StoredItem item) throws IOException {
        AttachmentFields fields = AttachmentFields.selectedBy(exchange);
        List<StoredAttachment> all = item.storedAttachments();
        int first = exchange.numberParameter(SKIP_TOKEN).orElse(0);
        int last = (int) Math.min(all.size(), (long) first + answers.attachmentsPerPage.get());
        boolean immutableIds = Preferences.immutableIds(exchange);
        Json.stream(exchange, 200, json -> {
            json.writeStartObject();
            json.writeStringField("@odata.context", "https://graph.microsoft.com/v1.0/$metadata#attachments");
            json.writeArrayFieldStart("value");
            for (StoredAttachment attachment : all.subList(Math.min(first, last), last)) {
                json.writeStartObject();
                fields.write(json, attachment, immutableIds);
                json.writeEndObject();
            }
            json.writeEndArray();
            if (last < all.size()) {
                json.writeStringField("@odata.nextLink", nextLink(exchange, last));
            }
            json.writeEndObject();
        });
    }

    private static String nextLink(HttpExchange exchange, int first) {
        String select = exchange.queryParameter("$select")
                .map(names -> "$select=" + PercentCoding.encode(names) + "&")
                .orElse("");
        return exchange.origin() + exchange.rawPath() + "?" + select + SKIP_TOKEN + "=" + first;
    }

    void get(HttpExchange exchange, StoredItem item, String id) throws IOException {
        AttachmentFields fields = AttachmentFields.selectedBy(exchange);
        replyWith(exchange, 200, find(item, id), fields);
    }

    private static void replyWith(HttpExchange exchange, int status, StoredAttachment found, AttachmentFields fields)
            throws IOException {
        boolean immutableIds = Preferences.immutableIds(exchange);
        Json.stream(exchange, status, json -> {
            json.writeStartObject();
            json.writeStringField("@odata.context", "https://graph.microsoft.com/v1.0/$metadata#attachments/$entity");
            fields.write(json, found, immutableIds);
            json.writeEndObject();
        });
    }

    private static StoredAttachment find(StoredItem item, String id) {
        return item.attachment(id).orElseThrow(GraphFailure::itemNotFound);
    }

    /** Raw bytes. They are somebody's upload: a browser must neither guess their type nor open them in place. */
    void value(HttpExchange exchange, StoredItem item, String id) throws IOException {
        EmulatedAttachment attachment = find(item, id).attachment();
        Download.reply(exchange, attachment);
    }

    void delete(HttpExchange exchange, StoredItem item, String id) throws IOException {
        StoredAttachment removed = item.remove(id, clock.instant()).orElseThrow(GraphFailure::itemNotFound);
        store.delete(removed.attachment().content());
        exchange.reply(204);
    }

    void post(HttpExchange exchange, Mailbox mailbox, StoredItem item) throws IOException {
        try (JsonParser body = Json.MAPPER.getFactory().createParser(exchange.body(SizeLimits.REQUEST_BODY))) {
            StoredAttachment attachment = add(body, mailbox, item);
            boolean kept = answers.keepsAttachments(mailbox);
            replyWith(exchange, 201, attachment, kept ? AttachmentFields.all() : AttachmentFields.allButContent());
        }
    }

    /** Adds the attachment that a JSON object describes; nothing is left on disk when that fails. */
    StoredAttachment add(JsonParser body, Mailbox mailbox, StoredItem item) throws IOException {
        PartialContent content = store.begin();
        boolean added = false;
        try {
            StoredAttachment attachment = answers.kept(AttachmentPost.read(body, content, clock.instant()));
            limits.requireRoom(mailbox, item, attachment.attachment().length());
            if (answers.keepsAttachments(mailbox)) {
                item.add(attachment);
                added = true;
            }
            return attachment;
        } finally {
            content.close();
            if (!added) {
                store.delete(content.file());
            }
        }
    }

    void createUploadSession(HttpExchange exchange, AccessToken token, Mailbox mailbox, StoredItem item)
            throws IOException {
        JsonNode declared = attachmentItem(exchange);
        requireFile(declared);
        String name = text(declared, "name").orElseThrow(GraphFailure::malformedBody);
        AttachmentDraft draft = new AttachmentDraft(
                name,
                text(declared, "contentType"),
                declared.path("isInline").asBoolean(false),
                text(declared, "contentId"));
        if (answers.sessionMakesException.get()) {
            item.beforeWrite();
        }
        UploadSession session = sessions.open(mailbox, item, draft, size(declared), expiry(token));
        ObjectNode body = Json.object()
                .put("@odata.context", "https://graph.microsoft.com/v1.0/$metadata#microsoft.graph.uploadSession")
                .put("uploadUrl", uploads.uploadUrl(session))
                .put("expirationDateTime", Wording.timestamp(session.expires()));
        body.putArray("nextExpectedRanges").add("0-");
        Json.reply(exchange, 201, body);
    }

    /** The URL is pre-authenticated by the caller's token, so it cannot outlive that. */
    private Instant expiry(AccessToken token) {
        Instant usual = clock.instant().plus(SESSION_LIFETIME);
        return token.expires().isBefore(usual) ? token.expires() : usual;
    }

    private static JsonNode attachmentItem(HttpExchange exchange) throws IOException {
        byte[] body = exchange.body(SizeLimits.REQUEST_BODY).readAllBytes();
        if (body.length == 0) {
            throw GraphFailure.badRequest("Empty Payload. JSON content expected.");
        }
        try {
            JsonNode parameters = Json.MAPPER.readTree(body);
            String parameter = parameters.has(PARAMETER) ? PARAMETER : PARAMETER_IN_LOWER_CASE;
            parameters.fieldNames().forEachRemaining(name -> {
                if (!name.equals(parameter)) {
                    throw GraphFailure.notImplemented("the parameter '" + name + "' of 'createUploadSession'");
                }
            });
            return ItemTypes.ATTACHMENT_ITEM.kept(parameters.path(parameter));
        } catch (JsonProcessingException e) {
            throw GraphFailure.malformedBody();
        }
    }

    private static void requireFile(JsonNode declared) {
        switch (text(declared, "attachmentType").orElseThrow(GraphFailure::malformedBody)) {
            case "file" -> {}
            case "item", "reference" ->
                throw new GraphFailure(
                        405,
                        "ErrorAttachmentSessionIsSupportedOnlyForFileAttachments",
                        "Attachment upload session is supported only for file attachments.");
            default -> throw GraphFailure.malformedBody();
        }
    }

    private long size(JsonNode declared) {
        JsonNode size = declared.path("size");
        if (!size.isIntegralNumber() || !size.canConvertToLong() || size.longValue() < 0) {
            throw GraphFailure.malformedBody();
        }
        if (size.longValue() < limits.minimumSession()) {
            throw new GraphFailure(
                    400,
                    "ErrorAttachmentSizeShouldNotBeLessThanMinimumSize",
                    "The attachment is smaller than an upload session takes.");
        }
        if (size.longValue() > SizeLimits.ATTACHMENT) {
            throw new GraphFailure(400, "ErrorAttachmentSizeLimitExceeded", "The attachment is larger than 150 MB.");
        }
        return size.longValue();
    }

    private static Optional<String> text(JsonNode object, String field) {
        return Optional.of(object.path(field)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }
}
