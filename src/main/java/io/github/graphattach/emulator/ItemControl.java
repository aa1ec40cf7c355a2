package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.http.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What people ask of single messages, events and attachments through {@link ControlService}. */
final class ItemControl {

    private static final String MAILBOX = "mailbox";

    /** An item and the mailbox that it is in. */
    private record Found(Mailbox mailbox, StoredItem item) {}

    private final EmulatorState state;

    ItemControl(EmulatorState state) {
        this.state = state;
    }

    /** The item as Graph shows it to who selects everything, and its attachments. */
    void get(HttpExchange exchange, String path) throws IOException {
        StoredItem item = found(exchange, path).item();
        ObjectNode json = Json.object()
                .put("path", path)
                .put("kind", item.kind() == StoredItem.Kind.MESSAGE ? "message" : "event");
        json.set("item", ItemJson.PLAIN.whole(item));
        ArrayNode attachments = json.putArray("attachments");
        item.attachments().forEach(attachment -> attachments.add(ControlJson.of(attachment)));
        Json.reply(exchange, 200, json);
    }

    /** The item is gone as if it had never been: not to Deleted Items, and no attendee is told. */
    void delete(HttpExchange exchange, String path) throws IOException {
        Found found = found(exchange, path);
        state.store.delete(found.mailbox().remove(found.item()));
        state.changes.changed();
        exchange.reply(204);
    }

    /** A draft with the properties that are sent, as Graph names them. */
    void createMessage(HttpExchange exchange, ObjectNode sent) throws IOException {
        GraphPath.Owner owner = owner(sent);
        ObjectNode properties = ItemTypes.of(StoredItem.Kind.MESSAGE).kept(sent.without(MAILBOX));
        create(exchange, owner, Segment.MESSAGES, properties);
    }

    /** An event; without times it is half an hour from now on. Attendees are invited as if a client had made it. */
    void createEvent(HttpExchange exchange, ObjectNode sent) throws IOException {
        GraphPath.Owner owner = owner(sent);
        ObjectNode properties = EventTypes.EVENT.kept(sent.without(MAILBOX));
        EventChanges.requireValid(NewEvent.properties("", state.clock.instant()).setAll(properties));
        create(exchange, owner, Segment.EVENTS, properties);
    }

    private static GraphPath.Owner owner(ObjectNode sent) {
        return GraphPath.parse(sent.path(MAILBOX).asText("/me")).owner();
    }

    private void create(HttpExchange exchange, GraphPath.Owner owner, Segment collection, ObjectNode properties)
            throws IOException {
        Mailbox mailbox = state.mailboxes.mailbox(owner);
        GraphPath path = new GraphPath(owner, List.of(new GraphPath.Step(collection, Optional.of(Ids.entry()))));
        StoredItem item = mailbox.create(path);
        item.update(properties, state.clock.instant());
        if (item instanceof StoredEvent event) {
            state.meetings.created(mailbox, event);
        }
        state.changes.changed();
        Json.reply(exchange, 201, Json.object().put("id", item.id()).put("path", item.path()));
    }

    /** The attachment is taken off its item. */
    void deleteAttachment(HttpExchange exchange, String attachmentId) throws IOException {
        StoredAttachment removed = items().flatMap(item -> item.remove(attachmentId, state.clock.instant()).stream())
                .findFirst()
                .orElseThrow(() -> ControlService.notFound(exchange));
        state.store.delete(removed.attachment().content());
        state.changes.changed();
        exchange.reply(204);
    }

    void download(HttpExchange exchange, String attachmentId) throws IOException {
        Download.reply(exchange, attachment(exchange, attachmentId));
    }

    void picture(HttpExchange exchange, String attachmentId) throws IOException {
        EmulatedAttachment attachment = attachment(exchange, attachmentId);
        if (!Download.isPicture(attachment)) {
            throw ControlService.notFound(exchange);
        }
        Download.picture(exchange, attachment);
    }

    private EmulatedAttachment attachment(HttpExchange exchange, String id) {
        return items().flatMap(item -> item.attachment(id).stream())
                .map(StoredAttachment::attachment)
                .findFirst()
                .orElseThrow(() -> ControlService.notFound(exchange));
    }

    /** {@return the item that the tree names so, or an occurrence that the tree has only as a part of its series} */
    private Found found(HttpExchange exchange, String path) {
        return state.mailboxes.all().stream()
                .flatMap(mailbox -> mailbox.items().stream()
                        .filter(item -> item.path().equals(path))
                        .map(item -> new Found(mailbox, item)))
                .findFirst()
                .or(() -> state.find(path)
                        .map(item -> new Found(
                                state.mailboxes.mailbox(GraphPath.ofItem(path).owner()), item)))
                .orElseThrow(() -> ControlService.notFound(exchange));
    }

    private Stream<StoredItem> items() {
        return state.mailboxes.all().stream().flatMap(mailbox -> mailbox.items().stream());
    }
}
