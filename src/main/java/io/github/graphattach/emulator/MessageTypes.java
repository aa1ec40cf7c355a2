package io.github.graphattach.emulator;

import static io.github.graphattach.emulator.EntityType.complex;
import static io.github.graphattach.emulator.Shape.TEXT;
import static io.github.graphattach.emulator.Shape.listOf;
import static io.github.graphattach.emulator.Shape.oneOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/** Properties whose values have rules of their own: bodies, headers, extended properties. */
final class MessageTypes {

    static final String HEADERS = "internetMessageHeaders";
    static final String EXTENDED = "singleValueExtendedProperties";

    /** What is documented to be changed in drafts only. */
    static final Set<String> SENSITIVE = Set.of(
            "subject",
            "body",
            "from",
            "sender",
            "toRecipients",
            "ccRecipients",
            "bccRecipients",
            "replyTo",
            "internetMessageId");

    /** Of a text or an HTML body. HTML comes back as a document of its own. */
    static final Shape BODY = MessageTypes::body;

    /** At most five headers of the client's own: empty is as wrong as too many. */
    static final Shape CUSTOM_HEADERS = MessageTypes::customHeaders;

    /** Each with the id written as the service writes it. */
    static final Shape EXTENDED_PROPERTIES = listOf(MessageTypes::extendedProperty);

    private static final int MOST_HEADERS = 5;

    private static final EntityType ITEM_BODY =
            complex("itemBody", Map.of("contentType", oneOf("text", "html"), "content", TEXT));
    private static final EntityType HEADER = complex("internetMessageHeader", Map.of("name", TEXT, "value", TEXT));
    private static final EntityType EXTENDED_PROPERTY = new EntityType(
            "microsoft.graph.singleValueLegacyExtendedProperty", Map.of("id", TEXT, "value", TEXT), Set.of(), Set.of());

    private MessageTypes() {}

    private static JsonNode body(JsonNode value) {
        ObjectNode body = ITEM_BODY.kept(value);
        String type = body.path("contentType").asText("text");
        String content = body.path("content").asText("");
        return Json.object()
                .put("contentType", type)
                .put("content", type.equals("html") ? Html.document(content) : content);
    }

    private static JsonNode customHeaders(JsonNode value) {
        JsonNode headers = listOf(MessageTypes::customHeader).kept(value);
        if (headers.isEmpty() || headers.size() > MOST_HEADERS) {
            throw new GraphFailure(
                    400,
                    "InvalidInternetMessageHeaderCollection",
                    "Maximum number of headers in one message should be less than or equal to 5.");
        }
        return headers;
    }

    private static JsonNode customHeader(JsonNode value) {
        ObjectNode header = HEADER.kept(value);
        String name = text(header, "name");
        text(header, "value");
        if (!name.regionMatches(true, 0, "x-", 0, 2)) {
            throw new GraphFailure(
                    400,
                    "InvalidInternetMessageHeader",
                    "The internet message header name '" + name + "' should start with 'x-' or 'X-'.");
        }
        return header;
    }

    private static JsonNode extendedProperty(JsonNode value) {
        ObjectNode property = EXTENDED_PROPERTY.kept(value);
        ExtendedPropertyId id = ExtendedPropertyId.parse(text(property, "id"));
        return Json.object().put("id", id.toString()).put("value", text(property, "value"));
    }

    private static String text(ObjectNode object, String property) {
        JsonNode value = object.path(property);
        if (!value.isTextual()) {
            throw GraphFailure.malformedBody();
        }
        return value.textValue();
    }
}
