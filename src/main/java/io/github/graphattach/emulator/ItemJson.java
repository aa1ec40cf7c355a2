package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.http.HttpExchange;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/** Messages or events as one request is shown them. */
final class ItemJson {

    private final boolean immutableIds;
    private final Optional<Set<String>> selected;

    private ItemJson(boolean immutableIds, Optional<Set<String>> selected) {
        this.immutableIds = immutableIds;
        this.selected = selected;
    }

    /**
     * Reads {@code $select} and {@code Prefer}.
     *
     * @throws GraphFailure when a property is selected that the type does not have, or the emulator does not
     */
    static ItemJson selectedBy(HttpExchange exchange, EntityType type) {
        return new ItemJson(Preferences.immutableIds(exchange), type.selectedBy(exchange));
    }

    ObjectNode of(StoredItem item) {
        ObjectNode json = whole(item);
        selected.ifPresent(json::retain);
        return json;
    }

    private ObjectNode whole(StoredItem item) {
        ObjectNode json = Json.object();
        json.put("id", immutableIds ? item.immutableId() : item.id());
        json.put(
                "createdDateTime",
                item.created().truncatedTo(ChronoUnit.SECONDS).toString());
        json.put(
                "lastModifiedDateTime",
                item.lastModified().truncatedTo(ChronoUnit.SECONDS).toString());
        json.put("subject", item.id());
        json.setAll(item.properties());
        json.put("hasAttachments", item.attachments().stream().anyMatch(attachment -> !attachment.isInline()));
        if (item.kind() == StoredItem.Kind.MESSAGE) {
            json.put("isDraft", item.isDraft());
            json.put("parentFolderId", item.container());
        } else {
            json.put("type", item.type().text());
            item.parents().stream()
                    .findFirst()
                    .ifPresent(master -> json.put("seriesMasterId", immutableIds ? Ids.immutable(master) : master));
        }
        return json;
    }
}
