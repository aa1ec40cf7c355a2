package io.github.graphattach.emulator;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.GraphPath.Step;
import io.github.graphattach.emulator.http.HttpExchange;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Messages, events and their containers on Graph, as far as one needs them to have something to attach to: create, list, get,
 * change, send, delete. Lists are whole; of the query options only {@code $select} counts.
 */
final class ItemService {

    private static final String ATTACHMENTS = "attachments";
    private static final Set<Segment> POSTED_TO = Set.of(Segment.MESSAGES, Segment.EVENTS);

    private final ContentStore store;
    private final AttachmentService attachments;
    private final Answers answers;
    private final Clock clock;

    ItemService(EmulatorState state, AttachmentService attachments) {
        this.store = state.store;
        this.answers = state.answers;
        this.clock = state.clock;
        this.attachments = attachments;
    }

    void create(HttpExchange exchange, Mailbox mailbox, GraphPath collection) throws IOException {
        Step last = collection.last().orElseThrow();
        if (!POSTED_TO.contains(last.segment())) {
            throw GraphFailure.methodNotAllowed();
        }
        ObjectNode posted = object(exchange);
        List<JsonNode> files = new ArrayList<>();
        posted.path(ATTACHMENTS).forEach(files::add);
        posted.remove(List.of(ATTACHMENTS, "id"));
        if (mailbox.itemsIn(collection.steps()).isEmpty()) {
            throw GraphFailure.itemNotFound();
        }
        StoredItem item = mailbox.create(collection.member(Ids.entry()));
        item.update(posted, clock.instant());
        // A new message takes small attachments along; a new event drops them silently, as reported of the service.
        if (item.kind() == StoredItem.Kind.MESSAGE) {
            addAll(files, mailbox, item);
        }
        Json.reply(exchange, 201, ItemJson.of(item, exchange));
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

    void list(HttpExchange exchange, Mailbox mailbox, GraphPath collection) throws IOException {
        requireGet(exchange);
        ObjectNode body = Json.object();
        ArrayNode value = body.putArray("value");
        mailbox.itemsIn(collection.steps())
                .orElseThrow(GraphFailure::itemNotFound)
                .forEach(item -> value.add(ItemJson.of(item, exchange)));
        Json.reply(exchange, 200, body);
    }

    void serveItem(HttpExchange exchange, Mailbox mailbox, StoredItem item) throws IOException {
        switch (exchange.method()) {
            case "GET" -> Json.reply(exchange, 200, ItemJson.of(item, exchange));
            case "PATCH" -> patch(exchange, item);
            case "DELETE" -> {
                delete(mailbox, item);
                exchange.reply(204);
            }
            default -> throw GraphFailure.methodNotAllowed();
        }
    }

    /** Attachments in a PATCH are lost without a word, as reported of the service. */
    private void patch(HttpExchange exchange, StoredItem item) throws IOException {
        ObjectNode changes = object(exchange);
        changes.remove(List.of(ATTACHMENTS, "id"));
        item.update(changes, clock.instant());
        Json.reply(exchange, 200, ItemJson.of(item, exchange));
    }

    private void delete(Mailbox mailbox, StoredItem item) {
        mailbox.remove(item).stream()
                .flatMap(gone -> gone.delete().stream())
                .forEach(attachment -> store.delete(attachment.attachment().content()));
    }

    void send(HttpExchange exchange, Mailbox mailbox, StoredItem item) throws IOException {
        if (!"POST".equals(exchange.method())) {
            throw GraphFailure.methodNotAllowed();
        }
        if (!item.isDraft()) {
            throw new GraphFailure(400, "ErrorInvalidOperation", "Only a draft can be sent.");
        }
        mailbox.send(item, answers.sendKeepsId());
        exchange.reply(202);
    }

    void serveContainers(HttpExchange exchange, Mailbox mailbox, GraphPath path) throws IOException {
        requireGet(exchange);
        Step last = path.last().orElseThrow();
        boolean one = last.id().isPresent() || last.segment() == Segment.CALENDAR;
        ObjectNode body = Json.object();
        if (one) {
            Optional<Container> container = mailbox.container(path.steps());
            body = json(container.orElseThrow(GraphFailure::itemNotFound), mailbox, last.segment());
        } else {
            ArrayNode value = body.putArray("value");
            mailbox.containersIn(path.steps())
                    .orElseThrow(GraphFailure::itemNotFound)
                    .forEach(container -> value.add(json(container, mailbox, last.segment())));
        }
        Json.reply(exchange, 200, body);
    }

    private static ObjectNode json(Container container, Mailbox mailbox, Segment collection) {
        ObjectNode json = Json.object().put("id", container.id());
        return switch (collection) {
            case MAIL_FOLDERS, CHILD_FOLDERS -> json.put("displayName", container.displayName());
            case CALENDAR_GROUPS -> json.put("name", container.displayName());
            default -> json.put("name", container.displayName()).put("isDefaultCalendar", mailbox.isDefault(container));
        };
    }

    private static ObjectNode object(HttpExchange exchange) throws IOException {
        byte[] body = exchange.body(SizeLimits.REQUEST_BODY).readAllBytes();
        if (body.length == 0) {
            throw GraphFailure.badRequest("Empty Payload. JSON content expected.");
        }
        try {
            if (Json.MAPPER.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw GraphFailure.malformedBody();
        }
        throw GraphFailure.malformedBody();
    }

    private static void requireGet(HttpExchange exchange) {
        if (!"GET".equals(exchange.method())) {
            throw GraphFailure.methodNotAllowed();
        }
    }
}
