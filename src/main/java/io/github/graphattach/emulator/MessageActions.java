package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.http.HttpExchange;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;

/** What takes a message to another folder, or out of them all. */
final class MessageActions {

    private static final String DESTINATION = "destinationId";
    private static final String DELETED_ITEMS = "deleteditems";

    private final ContentStore store;
    private final Clock clock;

    MessageActions(EmulatorState state) {
        this.store = state.store;
        this.clock = state.clock;
    }

    /** The message gets another id; the immutable one stays. */
    void move(HttpExchange exchange, Mailbox mailbox, StoredItem message) throws IOException {
        Container folder = destination(exchange, mailbox);
        reply(exchange, mailbox.move(message, folder));
    }

    void copy(HttpExchange exchange, Mailbox mailbox, StoredItem message) throws IOException {
        Container folder = destination(exchange, mailbox);
        Instant now = clock.instant();
        StoredItem copy = message.copiedTo(folder.id(), message.copyAttachments(now), now);
        mailbox.add(copy);
        reply(exchange, copy);
    }

    private static Container destination(HttpExchange exchange, Mailbox mailbox) throws IOException {
        ObjectNode parameters = Json.optionalObject(exchange)
                .orElseThrow(() -> GraphFailure.badRequest("Empty Payload. JSON content expected."));
        parameters.fieldNames().forEachRemaining(name -> {
            if (!name.equals(DESTINATION)) {
                throw GraphFailure.notImplemented("the parameter '" + name + "' of this action");
            }
        });
        if (!parameters.path(DESTINATION).isTextual()) {
            throw GraphFailure.malformedBody();
        }
        String destination = Ids.urlSafe(parameters.path(DESTINATION).textValue());
        Containers.requireImplemented(destination);
        return mailbox.folder(destination).orElseThrow(GraphFailure::itemNotFound);
    }

    /** The context of an action names the type, not a place. */
    private static void reply(HttpExchange exchange, StoredItem message) throws IOException {
        ItemJson json = ItemJson.selectedBy(exchange, ItemTypes.of(StoredItem.Kind.MESSAGE));
        ObjectNode body = Json.object()
                .put("@odata.context", "https://graph.microsoft.com/v1.0/$metadata#message")
                .put("@odata.type", "#microsoft.graph.message");
        body.setAll(json.of(message));
        Json.reply(exchange, 201, body);
    }

    /** Who deletes a message finds it in Deleted Items, under another id; who deletes it there as well does not. */
    void delete(HttpExchange exchange, Mailbox mailbox, StoredItem message) throws IOException {
        Preconditions.requireMatch(exchange, message);
        Container deletedItems = mailbox.folder(DELETED_ITEMS).orElseThrow();
        if (message.container().equals(deletedItems.id())) {
            store.delete(mailbox.remove(message));
        } else {
            mailbox.move(message, deletedItems);
        }
        exchange.reply(204);
    }

    /** The message goes where no client sees it. */
    void permanentDelete(HttpExchange exchange, Mailbox mailbox, StoredItem message) throws IOException {
        store.delete(mailbox.remove(message));
        exchange.reply(204);
    }
}
