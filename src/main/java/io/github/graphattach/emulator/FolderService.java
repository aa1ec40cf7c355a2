package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.http.HttpExchange;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The mail folders of a mailbox on Graph: list, get, create. */
final class FolderService {

    private static final String INCLUDE_HIDDEN = "includeHiddenFolders";

    private static final EntityType FOLDER = new EntityType(
            "microsoft.graph.mailFolder",
            Map.of("displayName", Shape.TEXT, "isHidden", Shape.BOOLEAN),
            Set.of("id", "parentFolderId", "childFolderCount", "totalItemCount", "unreadItemCount"),
            Set.of(
                    "childFolders",
                    "messageRules",
                    "messages",
                    "multiValueExtendedProperties",
                    "singleValueExtendedProperties"));

    private static final Queryable FOLDERS =
            new Queryable(FOLDER, Map.of("displayName", ValueType.TEXT, "isHidden", ValueType.BOOLEAN));

    /** By name, and without those that are hidden unless the request asks for them. */
    void list(HttpExchange exchange, Mailbox mailbox, GraphPath path) throws IOException {
        Optional<Set<String>> selected = FOLDER.selectedBy(exchange);
        CollectionQuery query = CollectionQuery.of(exchange, FOLDERS);
        boolean hiddenToo = includesHidden(exchange);
        List<Container> folders = mailbox.containersIn(path.steps()).orElseThrow(GraphFailure::itemNotFound).stream()
                .filter(folder -> hiddenToo || !folder.isHidden())
                .sorted(Comparator.comparing(Container::displayName, String.CASE_INSENSITIVE_ORDER))
                .toList();
        Json.reply(
                exchange,
                200,
                query.answer(
                        ContextUrl.of(mailbox, path),
                        folders,
                        folder -> json(mailbox, folder),
                        folder -> shown(mailbox, folder, selected)));
    }

    private static boolean includesHidden(HttpExchange exchange) {
        return exchange.queryParameter(INCLUDE_HIDDEN)
                .map(value -> switch (value) {
                    case "true" -> true;
                    case "false" -> false;
                    default ->
                        throw GraphFailure.badRequest(
                                "Invalid value '" + value + "' for " + INCLUDE_HIDDEN + " query option found.");
                })
                .orElse(false);
    }

    void get(HttpExchange exchange, Mailbox mailbox, GraphPath path) throws IOException {
        Optional<Set<String>> selected = FOLDER.selectedBy(exchange);
        Container folder = mailbox.container(path.steps()).orElseThrow(GraphFailure::itemNotFound);
        Json.reply(exchange, 200, entity(mailbox, path, shown(mailbox, folder, selected)));
    }

    /** A mailbox of an owner not heard of before has its folders, too: the parent is looked for in it. */
    void create(HttpExchange exchange, Mailbox mailbox, GraphPath path) throws IOException {
        ObjectNode posted = Json.optionalObject(exchange)
                .orElseThrow(() -> GraphFailure.badRequest("Empty Payload. JSON content expected."));
        ObjectNode properties = FOLDER.kept(posted);
        String name = properties.path("displayName").asText("");
        if (name.isBlank()) {
            throw new GraphFailure(400, "ErrorRequiredPropertyMissing", "Required property is missing.");
        }
        Container made = mailbox.makeFolder(
                parent(mailbox, path), name, properties.path("isHidden").asBoolean(false));
        Json.reply(exchange, 201, entity(mailbox, path, json(mailbox, made)));
    }

    private static Container parent(Mailbox mailbox, GraphPath collection) {
        int last = collection.steps().size() - 1;
        Optional<Container> parent = last == 0
                ? mailbox.folder(Containers.ROOT)
                : mailbox.container(collection.steps().subList(0, last));
        return parent.orElseThrow(GraphFailure::itemNotFound);
    }

    private static ObjectNode entity(Mailbox mailbox, GraphPath path, ObjectNode folder) {
        ObjectNode entity = Json.object().put("@odata.context", ContextUrl.of(mailbox, path) + "/$entity");
        return entity.setAll(folder);
    }

    private static ObjectNode shown(Mailbox mailbox, Container folder, Optional<Set<String>> selected) {
        ObjectNode json = json(mailbox, folder);
        selected.ifPresent(json::retain);
        return json;
    }

    private static ObjectNode json(Mailbox mailbox, Container folder) {
        List<StoredItem> messages = mailbox.messagesIn(folder);
        long unread = messages.stream()
                .filter(message -> !message.properties().path("isRead").asBoolean())
                .count();
        ObjectNode json = Json.object().put("id", folder.id()).put("displayName", folder.displayName());
        folder.parent().ifPresent(parent -> json.put("parentFolderId", parent));
        return json.put("childFolderCount", mailbox.foldersIn(folder).size())
                .put("unreadItemCount", unread)
                .put("totalItemCount", messages.size())
                .put("isHidden", folder.isHidden());
    }
}
