package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * What of a type can be asked for in {@code $filter} and {@code $orderby}.
 *
 * @param type the type
 * @param properties the properties that are implemented there, by their paths
 */
record Queryable(EntityType type, Map<String, ValueType> properties) {

    static final Queryable MESSAGES = new Queryable(
            ItemTypes.of(StoredItem.Kind.MESSAGE),
            Map.ofEntries(
                    Map.entry("subject", ValueType.TEXT),
                    Map.entry("isDraft", ValueType.BOOLEAN),
                    Map.entry("isRead", ValueType.BOOLEAN),
                    Map.entry("hasAttachments", ValueType.BOOLEAN),
                    Map.entry("internetMessageId", ValueType.ID),
                    Map.entry("conversationId", ValueType.ID),
                    Map.entry("parentFolderId", ValueType.ID),
                    Map.entry("receivedDateTime", ValueType.DATE_TIME),
                    Map.entry("sentDateTime", ValueType.DATE_TIME),
                    Map.entry("createdDateTime", ValueType.DATE_TIME),
                    Map.entry("lastModifiedDateTime", ValueType.DATE_TIME),
                    Map.entry("importance", ValueType.oneOf("low", "normal", "high")),
                    Map.entry("inferenceClassification", ValueType.oneOf("focused", "other")),
                    Map.entry("from/emailAddress/address", ValueType.TEXT)));

    /** The times are compared in UTC. */
    static final Queryable EVENTS = new Queryable(
            EventTypes.EVENT,
            Map.of(
                    "subject",
                    ValueType.TEXT,
                    "iCalUId",
                    ValueType.ID,
                    "start/dateTime",
                    ValueType.LOCAL_DATE_TIME,
                    "end/dateTime",
                    ValueType.LOCAL_DATE_TIME));

    /**
     * {@return how the values of the property are compared}
     *
     * @throws GraphFailure 400 when the type has no such property, 501 when it cannot be asked for here
     */
    ValueType typeOf(String property, String option) {
        ValueType found = properties.get(property);
        if (found == null && EventTypes.UNDECLARED.contains(property)) {
            throw new GraphFailure(
                    400, "UnsupportedEntityExpression", "'" + property + "' is not a supported filter expression.");
        }
        if (found == null) {
            throw type.has(property.split("/", 2)[0])
                    ? GraphFailure.notImplemented("'" + property + "' in the query option '" + option + "'")
                    : type.noProperty(property);
        }
        return found;
    }

    /** {@return the key of the property in an item, none where it has no value} */
    Optional<String> key(JsonNode item, String property) {
        ValueType found = typeOf(property, "$filter");
        return found.keyOf(item.at("/" + property));
    }
}
