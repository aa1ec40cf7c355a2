package io.github.graphattach.mail;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.graph.GraphReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the service says of a message that has our marker.
 *
 * @param id Graph's
 * @param folderId of the folder it lies in
 * @param draft whether it was not sent yet
 * @param created as the service writes it; its texts sort by time
 * @param internetMessageId its Message-ID; may be empty
 */
record StoredMessage(String id, String folderId, boolean draft, String created, String internetMessageId) {

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
                        message.path("internetMessageId").asText("")));
    }
}
