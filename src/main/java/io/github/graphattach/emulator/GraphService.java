package io.github.graphattach.emulator;

import io.github.graphattach.emulator.GraphPath.Step;
import io.github.graphattach.emulator.http.HttpExchange;
import io.github.graphattach.emulator.http.HttpService;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Microsoft Graph v1.0 as far as attachments need it: authentication, and the way from a path to what answers it. */
final class GraphService implements HttpService {

    static final String VERSION = "v1.0";

    private static final String BETA = "beta";

    private final Mailboxes mailboxes;
    private final Answers answers;
    private final IdRules ids;
    private final Lateness lateness;
    private final RequestGate gate;
    private final Authentication authentication;
    private final AttachmentService attachments;
    private final ItemService items;
    private final MessageActions messages;
    private final FolderService folders = new FolderService();
    private final MailService mail;
    private final MailTips tips;
    private final EventService events;

    GraphService(
            EmulatorState state,
            Authentication authentication,
            AttachmentService attachments,
            ItemService items,
            MailService mail) {
        this.mailboxes = state.mailboxes;
        this.answers = state.answers;
        this.lateness = new Lateness(state.answers, state.clock);
        this.ids = new IdRules(state.mailboxes, state.answers);
        this.gate = state.gate;
        this.authentication = authentication;
        this.attachments = attachments;
        this.items = items;
        this.messages = new MessageActions(state);
        this.mail = mail;
        this.tips = new MailTips(state.mailboxes, state.policies);
        this.events = new EventService(state);
    }

    @Override
    public void serve(HttpExchange exchange) throws IOException {
        List<String> segments = exchange.segments();
        if (!segments.get(0).equals(VERSION)) {
            throw segments.get(0).equals(BETA)
                    ? GraphFailure.notImplemented("the version '" + BETA + "'")
                    : GraphFailure.badRequest("Invalid version: " + segments.get(0));
        }
        AccessToken token = authentication.authenticate(exchange);
        GraphPath path = GraphPath.parse(segments.subList(1, segments.size()), answers.escapedSlash.get());
        authentication.authorize(token, exchange.method(), path);
        Optional<Operation> operation = Operation.find(exchange.method(), path);
        RequestKind kind = operation.map(Operation::kind).orElse(RequestKind.OTHER);
        gate.pass(
                RecordedExchange.Host.GRAPH,
                exchange,
                incoming(exchange, kind, path),
                plan -> serve(
                        exchange,
                        operation.orElseThrow(() -> Operation.notImplemented(exchange.method(), path)),
                        token,
                        path));
    }

    private IncomingRequest incoming(HttpExchange exchange, RequestKind kind, GraphPath path) {
        return new IncomingRequest(
                kind,
                mailboxes.find(path.owner()),
                path.item().flatMap(mailboxes::find),
                Optional.empty(),
                Math.max(0, exchange.contentLength()),
                false);
    }

    private void serve(HttpExchange exchange, Operation operation, AccessToken token, GraphPath path)
            throws IOException {
        operation.requireOptions(exchange);
        Preferences.apply(exchange);
        ids.require(path);
        switch (operation) {
            case LIST_ATTACHMENTS -> attachments.list(exchange, item(path));
            case POST_ATTACHMENT -> attachments.post(exchange, mailbox(path), item(path));
            case GET_ATTACHMENT -> attachments.get(exchange, item(path), attachmentId(path));
            case DELETE_ATTACHMENT -> attachments.delete(exchange, item(path), attachmentId(path));
            case GET_CONTENT -> attachments.value(exchange, item(path), attachmentId(path));
            case OPEN_SESSION -> attachments.createUploadSession(exchange, token, mailbox(path), item(path));
            case LIST_MESSAGES -> items.list(exchange, mailbox(path), path);
            // A mailbox of an owner not heard of before begins with its first item.
            case CREATE_ITEM -> items.create(exchange, mailboxes.mailbox(path.owner()), path);
            case GET_MESSAGE -> items.get(exchange, mailbox(path), path, item(path));
            case PATCH_ITEM -> items.patch(exchange, token, mailbox(path), path, item(path));
            case DELETE_MESSAGE -> messages.delete(exchange, mailbox(path), item(path));
            case SEND -> mail.send(exchange, mailbox(path), item(path));
            case LIST_EVENTS -> events.list(exchange, mailbox(path), path);
            case VIEW_EVENTS -> events.view(exchange, mailbox(path), path);
            case CREATE_EVENT -> events.create(exchange, mailboxes.mailbox(path.owner()), path);
            case GET_EVENT -> events.get(exchange, mailbox(path), path, event(path));
            case PATCH_EVENT -> events.patch(exchange, mailbox(path), path, event(path));
            case DELETE_EVENT -> events.delete(exchange, mailbox(path), event(path));
            case CANCEL_EVENT -> events.cancel(exchange, mailbox(path), event(path));
            case MOVE -> messages.move(exchange, mailbox(path), item(path));
            case COPY -> messages.copy(exchange, mailbox(path), item(path));
            case PERMANENT_DELETE -> messages.permanentDelete(exchange, mailbox(path), item(path));
            case LIST_FOLDERS -> folders.list(exchange, mailbox(path), path);
            case CREATE_FOLDER -> folders.create(exchange, mailboxes.mailbox(path.owner()), path);
            case GET_FOLDER -> folders.get(exchange, mailbox(path), path);
            case SEND_MAIL -> mail.sendMail(exchange, mailboxes.mailbox(path.owner()));
            case CREATE_REPLY -> mail.createReply(exchange, mailbox(path), item(path), path);
            case REPLY -> mail.reply(exchange, mailbox(path), item(path), path);
            case GET_MAIL_TIPS -> tips.get(exchange);
            case LIST_CONTAINERS -> items.listContainers(exchange, mailbox(path), path);
            case GET_CONTAINER -> items.getContainer(exchange, mailbox(path), path);
        }
    }

    private Mailbox mailbox(GraphPath path) {
        return mailboxes.find(path.owner()).orElseThrow(GraphFailure::itemNotFound);
    }

    private StoredItem item(GraphPath path) {
        return path.item().flatMap(mailboxes::find).filter(lateness::isThere).orElseThrow(GraphFailure::itemNotFound);
    }

    private StoredEvent event(GraphPath path) {
        return (StoredEvent) item(path);
    }

    private static String attachmentId(GraphPath path) {
        return path.step(Segment.ATTACHMENTS).flatMap(Step::id).orElseThrow(GraphFailure::itemNotFound);
    }
}
