package io.github.graphattach.emulator;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.http.HttpExchange;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Messages and calendars on Graph, as far as one needs them to have something to attach to: create, list, get, change.
 */
final class ItemService {

    private static final String ATTACHMENTS = "attachments";
    private static final Set<String> MAIL_ADVANCED =
            Set.of("Mail-Advanced.ReadWrite", "Mail-Advanced.ReadWrite.All", "Mail-Advanced.ReadWrite.Shared");

    private final ContentStore store;
    private final AttachmentService attachments;
    private final Clock clock;
    private final Answers answers;
    private final Lateness lateness;

    ItemService(EmulatorState state, AttachmentService attachments) {
        this.store = state.store;
        this.clock = state.clock;
        this.answers = state.answers;
        this.lateness = new Lateness(state.answers, state.clock);
        this.attachments = attachments;
    }

    void create(HttpExchange exchange, Mailbox mailbox, GraphPath collection) throws IOException {
        ItemJson json = ItemJson.selectedBy(exchange, ItemTypes.of(StoredItem.Kind.MESSAGE));
        StoredItem item = create(mailbox, collection, object(exchange));
        Json.reply(exchange, 201, json.entity(item, mailbox, collection));
    }

    /** {@return the new message of the collection that somebody has posted} */
    StoredItem create(Mailbox mailbox, GraphPath collection, ObjectNode posted) throws IOException {
        List<JsonNode> files = attachmentsIn(posted);
        ObjectNode properties = ItemTypes.of(StoredItem.Kind.MESSAGE).kept(posted);
        if (mailbox.itemsIn(collection.steps()).isEmpty()) {
            throw GraphFailure.itemNotFound();
        }
        StoredItem item = mailbox.create(collection.member(Ids.entry()));
        if (!properties.isEmpty()) {
            item.update(properties, clock.instant());
        }
        addAll(files, mailbox, item);
        return item;
    }

    /** Takes the attachments out of what was posted: they are no property to be kept. */
    static List<JsonNode> attachmentsIn(ObjectNode posted) {
        List<JsonNode> files = new ArrayList<>();
        JsonNode attachments = posted.remove(ATTACHMENTS);
        if (attachments != null && !attachments.isNull()) {
            if (!attachments.isArray()) {
                throw GraphFailure.malformedBody();
            }
            attachments.forEach(files::add);
        }
        return files;
    }

    private void addAll(List<JsonNode> files, Mailbox mailbox, StoredItem item) throws IOException {
        boolean added = false;
        try {
            for (JsonNode file : files) {
                try (JsonParser json = Json.MAPPER.treeAsTokens(file)) {
                    attachments.add(json, mailbox, item);
                }
            }
            added = true;
        } finally {
            if (!added) {
                delete(mailbox, item);
            }
        }
    }

    /** Newest first, unless the request asks for another order. */
    void list(HttpExchange exchange, Mailbox mailbox, GraphPath collection) throws IOException {
        ItemJson json = ItemJson.selectedBy(exchange, ItemTypes.of(StoredItem.Kind.MESSAGE));
        CollectionQuery query = CollectionQuery.of(exchange, Queryable.MESSAGES);
        List<StoredItem> all = mailbox.itemsIn(collection.steps()).orElseThrow(GraphFailure::itemNotFound);
        boolean filtered = exchange.queryParameter(Filter.OPTION).isPresent();
        List<StoredItem> messages = new ArrayList<>(lateness.listed(all, filtered));
        Collections.reverse(messages);
        messages.sort(Comparator.comparing(StoredItem::received).reversed());
        Json.streamTree(
                exchange, 200, query.answer(json.context(mailbox, collection), messages, json::whole, json::of));
    }

    void get(HttpExchange exchange, Mailbox mailbox, GraphPath path, StoredItem item) throws IOException {
        ItemJson json = ItemJson.selectedBy(exchange, ItemTypes.of(StoredItem.Kind.MESSAGE));
        Json.streamTree(exchange, 200, json.entity(item, mailbox, path));
    }

    /** Attachments in a PATCH are lost without a word, as reported of the service. */
    void patch(HttpExchange exchange, AccessToken token, Mailbox mailbox, GraphPath path, StoredItem item)
            throws IOException {
        ItemJson json = ItemJson.selectedBy(exchange, ItemTypes.of(StoredItem.Kind.MESSAGE));
        ObjectNode changes = object(exchange);
        attachmentsIn(changes);
        ObjectNode properties = ItemTypes.of(StoredItem.Kind.MESSAGE).kept(changes);
        requireChangeable(properties);
        requirePermitted(token, properties, item);
        Preconditions.requireMatch(exchange, item);
        item.update(properties, clock.instant());
        Json.reply(exchange, 200, json.entity(item, mailbox, path));
    }

    /** Headers are added when a message is created; whether a draft takes them later is not documented. */
    private static void requireChangeable(ObjectNode changes) {
        if (changes.has(MessageTypes.HEADERS)) {
            throw GraphFailure.notImplemented("changing the property '" + MessageTypes.HEADERS + "' of a message");
        }
    }

    /** From some day on it takes more than {@code Mail.ReadWrite} to change what was sent or received. */
    private void requirePermitted(AccessToken token, ObjectNode changes, StoredItem item) {
        boolean sensitive = !item.isDraft() && MessageTypes.SENSITIVE.stream().anyMatch(changes::has);
        boolean restricted = !clock.instant().isBefore(answers.mailAdvancedSince.get());
        if (sensitive && restricted && !token.allows(MAIL_ADVANCED)) {
            throw GraphFailure.accessDenied();
        }
    }

    private void delete(Mailbox mailbox, StoredItem item) {
        store.delete(mailbox.remove(item));
    }

    void listContainers(HttpExchange exchange, Mailbox mailbox, GraphPath path) throws IOException {
        Segment collection = path.last().orElseThrow().segment();
        ObjectNode body = Json.object();
        ArrayNode value = body.putArray("value");
        mailbox.containersIn(path.steps())
                .orElseThrow(GraphFailure::itemNotFound)
                .forEach(container -> value.add(json(container, mailbox, collection)));
        Json.reply(exchange, 200, body);
    }

    void getContainer(HttpExchange exchange, Mailbox mailbox, GraphPath path) throws IOException {
        Container container = mailbox.container(path.steps()).orElseThrow(GraphFailure::itemNotFound);
        Json.reply(
                exchange,
                200,
                json(container, mailbox, path.last().orElseThrow().segment()));
    }

    private static ObjectNode json(Container container, Mailbox mailbox, Segment collection) {
        ObjectNode json = Json.object().put("id", container.id());
        json.put("name", container.displayName());
        return collection == Segment.CALENDAR_GROUPS
                ? json
                : json.put("isDefaultCalendar", mailbox.isDefault(container));
    }

    static ObjectNode object(HttpExchange exchange) throws IOException {
        return Json.optionalObject(exchange)
                .orElseThrow(() -> GraphFailure.badRequest("Empty Payload. JSON content expected."));
    }
}
