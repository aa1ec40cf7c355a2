package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.http.HttpExchange;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** A message or an event as Graph shows it. */
final class ItemJson {

    private ItemJson() {}

    static ObjectNode of(StoredItem item, HttpExchange exchange) {
        ObjectNode json = whole(item, Preferences.immutableIds(exchange));
        exchange.queryParameter("$select").ifPresent(select -> {
            List<String> kept = new ArrayList<>(List.of(select.split(",", -1)));
            kept.add("id");
            json.retain(kept);
        });
        return json;
    }

    private static ObjectNode whole(StoredItem item, boolean immutableIds) {
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
