package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.http.HttpExchange;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;

/** What people ask of single messages, events and attachments through {@link ControlService}. */
final class ItemControl {

    private final EmulatorState state;

    ItemControl(EmulatorState state) {
        this.state = state;
    }

    /** The item as Graph shows it to who selects everything, and its attachments. */
    void get(HttpExchange exchange, String path) throws IOException {
        StoredItem item = item(path).orElseThrow(() -> ControlService.notFound(exchange));
        ObjectNode json = Json.object()
                .put("path", path)
                .put("kind", item.kind() == StoredItem.Kind.MESSAGE ? "message" : "event");
        json.set("item", ItemJson.PLAIN.whole(item));
        ArrayNode attachments = json.putArray("attachments");
        item.attachments().forEach(attachment -> attachments.add(ControlJson.of(attachment)));
        Json.reply(exchange, 200, json);
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
    private Optional<StoredItem> item(String path) {
        return items().filter(item -> item.path().equals(path)).findFirst().or(() -> state.find(path));
    }

    private Stream<StoredItem> items() {
        return state.mailboxes.all().stream().flatMap(mailbox -> mailbox.items().stream());
    }
}
