package io.github.graphattach.emulator;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.ExpressionTokens.Kind;
import io.github.graphattach.emulator.http.HttpExchange;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code $expand} adds to a message: its attachments, and those of its extended properties that are named.
 *
 * @param attachments how attachments are shown, if they are
 * @param extended the ids of the extended properties that are shown
 */
record Expansion(Optional<AttachmentFields> attachments, Set<String> extended) {

    static final String OPTION = "$expand";

    static final Expansion NOTHING = new Expansion(Optional.empty(), Set.of());
    private static final String ATTACHMENTS = "attachments";
    private static final String TEXT = "'(?:[^']++|'')*+'";

    /** A navigation property with its options; commas and parentheses in quotes are none. */
    private static final Pattern ITEM =
            Pattern.compile("\\s*([\\w./]+)(?:\\(((?:[^()']++|" + TEXT + ")*+)\\))?\\s*(?:,(?=.)|$)");

    private static final Pattern NESTED = Pattern.compile("(\\$\\w+)=(.*)", Pattern.DOTALL);

    /**
     * Reads the query.
     *
     * @throws GraphFailure 400 when it is malformed, 501 when it is more than the emulator implements
     */
    static Expansion of(HttpExchange exchange, EntityType type) {
        return exchange.queryParameter(OPTION).map(text -> parse(text, type)).orElse(NOTHING);
    }

    private static Expansion parse(String text, EntityType type) {
        Expansion expansion = NOTHING;
        Matcher items = ITEM.matcher(text);
        int end = 0;
        while (end < text.length() || end == 0) {
            if (!items.find(end) || items.start() != end) {
                throw syntaxError(text);
            }
            end = items.end();
            expansion = expansion.with(items.group(1), Optional.ofNullable(items.group(2)), type);
        }
        return expansion;
    }

    private static GraphFailure syntaxError(String text) {
        return GraphFailure.unparsableUri("Syntax error in '" + text + "' of the query option '" + OPTION + "'.");
    }

    private Expansion with(String property, Optional<String> options, EntityType type) {
        switch (property) {
            case ATTACHMENTS -> {
                AttachmentFields fields = options.map(text -> AttachmentFields.selected(nested("$select", text)))
                        .orElseGet(AttachmentFields::all);
                return new Expansion(Optional.of(fields), extended);
            }
            case MessageTypes.EXTENDED -> {
                String filter = options.map(text -> nested(Filter.OPTION, text))
                        .orElseThrow(() -> notImplemented("'" + property + "' without a filter"));
                return new Expansion(attachments, ids(filter));
            }
            default -> throw type.has(property) ? notImplemented("'" + property + "'") : type.noProperty(property);
        }
    }

    private static String nested(String implemented, String options) {
        Matcher option = NESTED.matcher(options);
        if (!option.matches()) {
            throw syntaxError(options);
        }
        if (!option.group(1).equals(implemented) || option.group(2).contains(";")) {
            throw notImplemented("'" + options + "'");
        }
        return option.group(2);
    }

    private static GraphFailure notImplemented(String what) {
        return GraphFailure.notImplemented(what + " in the query option '" + OPTION + "'");
    }

    /** Of {@code id eq '...' or id eq '...'}, the only form documented. */
    private static Set<String> ids(String filter) {
        ExpressionTokens tokens = new ExpressionTokens(filter);
        Set<String> ids = new HashSet<>();
        do {
            requireName(tokens, "id");
            requireName(tokens, "eq");
            ids.add(ExtendedPropertyId.parse(tokens.require(Kind.TEXT).unquoted())
                    .toString());
        } while (tokens.takeIf("or"));
        if (tokens.peek().kind() == Kind.NAME) {
            throw notImplemented("'" + tokens.peek().text() + "'");
        }
        tokens.require(Kind.END);
        return ids;
    }

    private static void requireName(ExpressionTokens tokens, String name) {
        String found = tokens.require(Kind.NAME).text();
        if (!found.equals(name)) {
            throw notImplemented("'" + found + "'");
        }
    }

    /** Adds to the answer what is expanded of the item. An item without the extended properties that are asked for has none. */
    void addTo(ObjectNode json, StoredItem item, boolean immutableIds) {
        attachments.ifPresent(fields -> {
            ArrayNode array = json.putArray(ATTACHMENTS);
            item.storedAttachments()
                    .forEach(attachment -> array.addPOJO(new StreamedAttachment(fields, attachment, immutableIds)));
        });
        ArrayNode properties = Json.MAPPER.createArrayNode();
        for (JsonNode property : item.properties().path(MessageTypes.EXTENDED)) {
            if (extended.contains(property.path("id").asText())) {
                properties.add(property);
            }
        }
        if (!properties.isEmpty()) {
            json.set(MessageTypes.EXTENDED, properties);
        }
    }

    /** Goes from disk into the answer, however large it is. */
    private record StreamedAttachment(AttachmentFields fields, StoredAttachment attachment, boolean immutableIds)
            implements JsonSerializable {

        @Override
        public void serialize(JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeStartObject();
            fields.write(json, attachment, immutableIds);
            json.writeEndObject();
        }

        @Override
        public void serializeWithType(
                JsonGenerator json,
                SerializerProvider provider,
                com.fasterxml.jackson.databind.jsontype.TypeSerializer types)
                throws IOException {
            serialize(json, provider);
        }
    }
}
