package io.github.graphattach.upload;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.graph.GraphReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an item says of one of its attachments.
 *
 * @param id as the service writes it
 * @param name not unique
 * @param size bytes of the stored object, somewhat more than the file has
 * @param type MIME type; empty where the service names none, as for an attached item or a link
 * @param inline whether the item's HTML shows it
 */
public record AttachmentLine(String id, String name, long size, String type, boolean inline) {

    /** {@return the lines of an answer; empty when it is no list, or one of its lines no attachment} */
    public static Optional<List<AttachmentLine>> list(GraphReply reply) {
        JsonNode value = reply.field("value");
        if (reply.status() != 200 || !value.isArray()) {
            return Optional.empty();
        }
        List<AttachmentLine> lines = new ArrayList<>();
        for (JsonNode line : value) {
            if (line.path("id").asText("").isEmpty() || !line.path("size").isIntegralNumber()) {
                return Optional.empty();
            }
            lines.add(of(line));
        }
        return Optional.of(List.copyOf(lines));
    }

    private static AttachmentLine of(JsonNode line) {
        return new AttachmentLine(
                line.path("id").asText(),
                line.path("name").asText(""),
                line.path("size").asLong(),
                line.path("contentType").asText(""),
                line.path("isInline").asBoolean());
    }
}
