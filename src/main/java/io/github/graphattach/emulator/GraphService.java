package io.github.graphattach.emulator;

import io.github.graphattach.emulator.GraphPath.Step;
import io.github.graphattach.emulator.http.HttpExchange;
import io.github.graphattach.emulator.http.HttpService;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Microsoft Graph v1.0 as far as attachments need it: authentication, and the way from a path to what answers it. */
final class GraphService implements HttpService {

    static final String VERSION = "v1.0";

    private static final Set<String> CHANGES = Set.of("PATCH", "DELETE");

    private final Mailboxes mailboxes;
    private final RequestGate gate;
    private final Authentication authentication;
    private final AttachmentService attachments;
    private final ItemService items;

    GraphService(EmulatorState state, Authentication authentication, AttachmentService attachments, ItemService items) {
        this.mailboxes = state.mailboxes;
        this.gate = state.gate;
        this.authentication = authentication;
        this.attachments = attachments;
        this.items = items;
    }

    @Override
    public void serve(HttpExchange exchange) throws IOException {
        List<String> segments = exchange.segments();
        if (!segments.get(0).equals(VERSION)) {
            throw GraphFailure.badRequest("Invalid version: " + segments.get(0));
        }
        AccessToken token = authentication.authenticate(exchange);
        GraphPath path = GraphPath.parse(segments.subList(1, segments.size()));
        authentication.authorize(token, exchange.method(), path);
        gate.pass(RecordedExchange.Host.GRAPH, exchange, incoming(exchange, path), plan -> serve(exchange, token, path));
    }

    private IncomingRequest incoming(HttpExchange exchange, GraphPath path) {
        return new IncomingRequest(
                kind(exchange.method(), path),
                mailboxes.find(path.owner()),
                path.item().flatMap(mailboxes::find),
                Optional.empty(),
                Math.max(0, exchange.contentLength()),
                false);
    }

    private static RequestKind kind(String method, GraphPath path) {
        boolean member = path.last().flatMap(Step::id).isPresent();
        return switch (method + " "
                + path.last().map(Step::segment).map(Segment::name).orElse("")) {
            case "POST CREATE_UPLOAD_SESSION" -> RequestKind.OPEN_SESSION;
            case "POST ATTACHMENTS" -> RequestKind.POST_ATTACHMENT;
            case "GET ATTACHMENTS" -> member ? RequestKind.GET_ATTACHMENT : RequestKind.LIST_ATTACHMENTS;
            case "GET VALUE" -> RequestKind.GET_CONTENT;
            case "DELETE ATTACHMENTS" -> RequestKind.DELETE_ATTACHMENT;
            case "POST MESSAGES", "POST EVENTS" -> member ? RequestKind.OTHER : RequestKind.CREATE_ITEM;
            case "POST SEND" -> RequestKind.CHANGE_ITEM;
            default -> path.isItem() && CHANGES.contains(method) ? RequestKind.CHANGE_ITEM : RequestKind.OTHER;
        };
    }

    private void serve(HttpExchange exchange, AccessToken token, GraphPath path) throws IOException {
        Preferences.apply(exchange);
        Step last = path.last().orElseThrow(GraphFailure::itemNotFound);
        switch (last.segment()) {
            case ATTACHMENTS -> attachments(exchange, path, last);
            case CREATE_UPLOAD_SESSION -> attachments.createUploadSession(exchange, token, mailbox(path), item(path));
            case VALUE -> attachments.value(exchange, item(path), attachmentId(path));
            case MAIL_FOLDERS, CHILD_FOLDERS, CALENDAR_GROUPS, CALENDARS, CALENDAR ->
                items.serveContainers(exchange, mailbox(path), path);
            case SEND -> items.send(exchange, mailbox(path), item(path));
            case MESSAGES, EVENTS, CALENDAR_VIEW, INSTANCES, EXCEPTION_OCCURRENCES -> items(exchange, path);
        }
    }

    private void items(HttpExchange exchange, GraphPath path) throws IOException {
        if (path.isItem()) {
            items.serveItem(exchange, mailbox(path), item(path));
        } else if ("POST".equals(exchange.method())) {
            // A mailbox of an owner not heard of before begins with its first item.
            items.create(exchange, mailboxes.mailbox(path.owner()), path);
        } else {
            items.list(exchange, mailbox(path), path);
        }
    }

    private void attachments(HttpExchange exchange, GraphPath path, Step last) throws IOException {
        if (last.id().isPresent()) {
            attachments.serveMember(exchange, item(path), last.id().get());
        } else {
            attachments.serveCollection(exchange, mailbox(path), item(path));
        }
    }

    private Mailbox mailbox(GraphPath path) {
        return mailboxes.find(path.owner()).orElseThrow(GraphFailure::itemNotFound);
    }

    private StoredItem item(GraphPath path) {
        return path.item().flatMap(mailboxes::find).orElseThrow(GraphFailure::itemNotFound);
    }

    private static String attachmentId(GraphPath path) {
        return path.step(Segment.ATTACHMENTS).flatMap(Step::id).orElseThrow(GraphFailure::itemNotFound);
    }
}
