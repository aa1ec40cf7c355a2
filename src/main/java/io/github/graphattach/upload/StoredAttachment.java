package io.github.graphattach.upload;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.item.ExchangeId;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One line of an item's list of attachments.
 *
 * @param id case-sensitive, in Graph's alphabet
 * @param name not unique
 * @param size of the stored object, larger than the file's
 * @param modified as the service writes it; its texts sort by time
 * @param isFile whether it is a file attachment, not an item or a link
 */
record StoredAttachment(String id, String name, long size, String modified, boolean isFile) {

    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(1);

    /** {@return whether an answer is one attachment with its size} */
    static boolean isOne(GraphReply reply) {
        return reply.status() == 200 && reply.field("size").isIntegralNumber();
    }

    /** {@return the size in an answer that is one attachment; less than that of any file where it has none} */
    static long sizeOf(GraphReply reply) {
        return reply.field("size").isIntegralNumber() ? reply.field("size").asLong() : -1;
    }

    /**
     * Reads a list.
     *
     * @param reply of the list request
     * @return its lines; empty when the answer is no list, or one of its lines no attachment
     */
    static Optional<List<StoredAttachment>> list(GraphReply reply) {
        JsonNode value = reply.field("value");
        if (reply.status() != 200 || !value.isArray()) {
            return Optional.empty();
        }
        List<StoredAttachment> attachments = new ArrayList<>();
        for (JsonNode line : value) {
            String id = line.path("id").textValue();
            if (id == null || id.isEmpty()) {
                return Optional.empty();
            }
            attachments.add(of(ExchangeId.urlSafe(id), line));
        }
        return Optional.of(List.copyOf(attachments));
    }

    /**
     * Tells whether it was surely there before a moment.
     *
     * @param since by the service's clock; several machines of it tell the time, which is why a second more passes for after
     * @return false also when it does not say when it was changed
     */
    boolean isOlderThan(Instant since) {
        try {
            return OffsetDateTime.parse(modified).toInstant().isBefore(since.minus(CLOCKS_DIFFER));
        } catch (DateTimeParseException unknown) {
            return false;
        }
    }

    private static StoredAttachment of(String id, JsonNode line) {
        return new StoredAttachment(
                id,
                line.path("name").asText(""),
                line.path("size").asLong(Long.MAX_VALUE),
                line.path("lastModifiedDateTime").asText(""),
                line.path("@odata.type")
                        .asText("#microsoft.graph.fileAttachment")
                        .endsWith("fileAttachment"));
    }
}
