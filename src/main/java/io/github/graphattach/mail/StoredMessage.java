package io.github.graphattach.mail;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.graph.GraphReply;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the service says of a message that has our marker.
 *
 * @param id Graph's
 * @param folderId of the folder it lies in
 * @param draft whether it was not sent yet
 * @param created as the service writes it; its texts sort by time
 * @param changed the same, of the last change
 * @param files whether something is attached to it
 * @param internetMessageId its Message-ID; may be empty
 * @param marker of the job that made it, where it was asked for and there is one
 * @param sendAt when it leaves, where that was asked for and is not at once
 */
record StoredMessage(
        String id,
        String folderId,
        boolean draft,
        String created,
        String changed,
        boolean files,
        String internetMessageId,
        Optional<Marker> marker,
        Optional<Instant> sendAt) {

    private static final Duration SETTLING = Duration.ofSeconds(10);

    static final String DEFERRED_SEND_TIME = "SystemTime 0x3FEF";

    /** The extended properties that are asked for where marker and time count. */
    static final List<String> PROPERTIES = List.of(Marker.PROPERTY, DEFERRED_SEND_TIME);

    /** {@return the message of an answer; empty when it is none} */
    static Optional<StoredMessage> one(GraphReply reply) {
        return reply.isSuccess() ? of(reply.body()) : Optional.empty();
    }

    /** {@return the messages of an answer; empty when it is no list, or one of its lines no message} */
    static Optional<List<StoredMessage>> list(GraphReply reply) {
        JsonNode value = reply.field("value");
        if (reply.status() != 200 || !value.isArray()) {
            return Optional.empty();
        }
        List<StoredMessage> messages = new ArrayList<>();
        value.forEach(line -> of(line).ifPresent(messages::add));
        return messages.size() == value.size() ? Optional.of(List.copyOf(messages)) : Optional.empty();
    }

    private static Optional<StoredMessage> of(JsonNode message) {
        String id = message.path("id").asText("");
        return id.isEmpty() || !message.path("isDraft").isBoolean()
                ? Optional.empty()
                : Optional.of(new StoredMessage(
                        id,
                        message.path("parentFolderId").asText(""),
                        message.path("isDraft").asBoolean(),
                        message.path("createdDateTime").asText(""),
                        message.path("lastModifiedDateTime").asText(""),
                        message.path("hasAttachments").asBoolean(true),
                        message.path("internetMessageId").asText(""),
                        property(message, Marker.PROPERTY).map(Marker::new),
                        property(message, DEFERRED_SEND_TIME).flatMap(StoredMessage::time)));
    }

    /** {@return whether nobody has changed it since it was made} The service itself goes on changing it for a moment. */
    boolean isUntouched() {
        Optional<Instant> settled = time(created).map(time -> time.plus(SETTLING));
        return !files
                && time(changed)
                        .filter(time -> settled.filter(time::isBefore).isPresent())
                        .isPresent();
    }

    /** The service writes ids its own way. */
    private static Optional<String> property(JsonNode message, String id) {
        Predicate<JsonNode> isMeant = one -> one.path("id").asText("").equalsIgnoreCase(id);
        JsonNode properties = message.path("singleValueExtendedProperties");
        return Stream.iterate(0, i -> i < properties.size(), i -> i + 1)
                .map(properties::get)
                .filter(isMeant)
                .map(one -> one.path("value").asText(""))
                .findFirst();
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
