package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.http.HttpExchange;
import io.github.graphattach.emulator.http.PercentCoding;
import java.util.Optional;
import java.util.Set;

/** Messages or events as one request is shown them. */
final class ItemJson {

    /** As items are shown when nobody asks otherwise. */
    static final ItemJson PLAIN = new ItemJson(false, Optional.empty(), Expansion.NOTHING, EventJson.PLAIN);

    private static final String ETAG = "@odata.etag";

    private final boolean immutableIds;
    private final Optional<Set<String>> selected;
    private final Expansion expansion;
    private final EventJson events;

    private ItemJson(boolean immutableIds, Optional<Set<String>> selected, Expansion expansion, EventJson events) {
        this.immutableIds = immutableIds;
        this.selected = selected;
        this.expansion = expansion;
        this.events = events;
    }

    /**
     * Reads {@code $select}, {@code $expand} and {@code Prefer}.
     *
     * @throws GraphFailure when a property is asked for that the type does not have, or the emulator does not
     */
    static ItemJson selectedBy(HttpExchange exchange, EntityType type) {
        return new ItemJson(
                Preferences.immutableIds(exchange),
                type.selectedBy(exchange),
                Expansion.of(exchange, type),
                EventJson.PLAIN);
    }

    /** As {@link #selectedBy}, of events. */
    static ItemJson ofEvents(HttpExchange exchange, Answers answers) {
        EventJson events = new EventJson(
                Preferences.timeZone(exchange), answers.occurrencesShareICalUId.get(), answers.uidSelectable.get());
        EntityType type = events.type();
        return new ItemJson(
                Preferences.immutableIds(exchange),
                type.selectedBy(exchange),
                EventService.expandsExceptions(exchange) ? Expansion.NOTHING : Expansion.of(exchange, type),
                events);
    }

    /** {@return the same with the times of events in UTC} */
    ItemJson inUtc() {
        EventJson utc = new EventJson(EventJson.PLAIN.zone(), events.sharedUid(), events.uidSelectable());
        return new ItemJson(immutableIds, selected, expansion, utc);
    }

    /** {@return what the answer to a request for one item consists of} */
    ObjectNode entity(StoredItem item, Mailbox mailbox, GraphPath path) {
        ObjectNode entity = Json.object().put("@odata.context", context(mailbox, path) + "/$entity");
        return entity.setAll(of(item));
    }

    /** {@return what describes the answer: the collection that the path ends at or is a member of, and what is selected} */
    String context(Mailbox mailbox, GraphPath path) {
        return ContextUrl.of(mailbox, path)
                + selected.map(names -> "(" + String.join(",", names) + ")").orElse("");
    }

    /** {@return an item as a member of a list} */
    ObjectNode of(StoredItem item) {
        ObjectNode json = selectedOf(item);
        expansion.addTo(json, item, immutableIds);
        return json;
    }

    private ObjectNode selectedOf(StoredItem item) {
        ObjectNode json = whole(item);
        json.remove(MessageTypes.EXTENDED);
        if (selected.isPresent()) {
            ObjectNode part = Json.object();
            part.set(ETAG, json.path(ETAG));
            part.setAll(json.retain(selected.get()));
            return part;
        }
        json.remove(MessageTypes.HEADERS);
        json.remove(EventTypes.ON_REQUEST);
        return json;
    }

    /** {@return the item with everything that it has, be it shown only on request} */
    ObjectNode whole(StoredItem item) {
        ObjectNode json = Json.object();
        json.put(ETAG, etag(item));
        json.put("id", shownId(item));
        json.put("createdDateTime", NewMessage.date(item.created()));
        json.put("lastModifiedDateTime", NewMessage.date(item.lastModified()));
        json.put("changeKey", item.changeKey());
        json.setAll(item.properties());
        json.put("hasAttachments", item.attachments().stream().anyMatch(attachment -> !attachment.isInline()));
        if (item.kind() == StoredItem.Kind.MESSAGE) {
            putMessage(json, item);
        } else {
            events.put(json, (StoredEvent) item, id -> immutableIds ? Ids.immutable(id) : id);
        }
        return json;
    }

    /** {@return the entity tag of the item's present state} */
    static String etag(StoredItem item) {
        return "W/\"" + item.changeKey() + "\"";
    }

    private void putMessage(ObjectNode json, StoredItem item) {
        json.put("isDraft", item.isDraft());
        json.put("parentFolderId", item.container());
        json.put(
                "bodyPreview",
                Html.preview(
                        json.at("/body/contentType").asText(),
                        json.at("/body/content").asText()));
        json.put(
                "webLink",
                "https://outlook.office365.com/owa/?ItemID=" + PercentCoding.encode(shownId(item))
                        + "&exvsurl=1&viewmodel=ReadMessageItem");
    }

    private String shownId(StoredItem item) {
        return immutableIds ? item.immutableId() : item.id();
    }
}
