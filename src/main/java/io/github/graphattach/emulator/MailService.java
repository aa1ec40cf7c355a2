package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.GraphPath.Owner;
import io.github.graphattach.emulator.GraphPath.Step;
import io.github.graphattach.emulator.http.HttpExchange;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sending on Graph: a draft, a new message at once, an answer to a message as a draft or at once. */
final class MailService {

    private static final String COMMENT = "comment";
    private static final String MESSAGE = "message";
    private static final String SAVED = "saveToSentItems";
    private static final String TO = "toRecipients";
    private static final String BODY = "body";
    private static final EntityType TYPE = ItemTypes.of(StoredItem.Kind.MESSAGE);

    private final MailTransport transport;
    private final ItemService items;
    private final ContentStore store;
    private final Clock clock;

    MailService(EmulatorState state, ItemService items) {
        this.transport = state.transport;
        this.store = state.store;
        this.clock = state.clock;
        this.items = items;
    }

    /** What is no draft any more is not found, as a reader of the documentation expects. */
    void send(HttpExchange exchange, Mailbox mailbox, StoredItem draft) throws IOException {
        ActionParameters.read(exchange, Segment.SEND, Set.of());
        if (!draft.isDraft()) {
            throw GraphFailure.itemNotFound();
        }
        transport.send(mailbox, draft);
        exchange.reply(202);
    }

    /** Extended properties in it are ignored, as reported; they are not among what the action is documented to take. */
    void sendMail(HttpExchange exchange, Mailbox mailbox) throws IOException {
        ActionParameters parameters = ActionParameters.read(exchange, Segment.SEND_MAIL, Set.of(MESSAGE, SAVED));
        ObjectNode message = parameters
                .object(MESSAGE)
                .orElseThrow(() -> GraphFailure.badRequest("The parameter 'Message' is missing."));
        boolean saved = parameters.flag(SAVED, true);
        boolean deferred =
                DeferredSend.time(message).filter(clock.instant()::isBefore).isPresent();
        message.remove(MessageTypes.EXTENDED);
        submit(mailbox, items.create(mailbox, drafts(mailbox), message), saved, deferred);
        exchange.reply(202);
    }

    void createReply(HttpExchange exchange, Mailbox mailbox, StoredItem original, GraphPath path) throws IOException {
        ItemJson json = ItemJson.selectedBy(exchange, TYPE);
        StoredItem draft = replyDraft(exchange, mailbox, original, path);
        Json.reply(exchange, 201, json.entity(draft, mailbox, drafts(mailbox)));
    }

    void reply(HttpExchange exchange, Mailbox mailbox, StoredItem original, GraphPath path) throws IOException {
        submit(mailbox, replyDraft(exchange, mailbox, original, path), true, false);
        exchange.reply(202);
    }

    /** {@return where new messages go} */
    private static GraphPath drafts(Mailbox mailbox) {
        Owner owner = new Owner(Owner.Kind.USER, mailbox.name());
        return new GraphPath(owner, List.of(new Step(Segment.MESSAGES, Optional.empty())));
    }

    /** Of what is refused nothing is left. */
    private void submit(Mailbox mailbox, StoredItem draft, boolean saved, boolean deferred) {
        try {
            transport.sendNew(mailbox, draft, saved, deferred);
        } catch (GraphFailure refusal) {
            store.delete(mailbox.remove(draft));
            throw refusal;
        }
    }

    private StoredItem replyDraft(HttpExchange exchange, Mailbox mailbox, StoredItem original, GraphPath path)
            throws IOException {
        Segment action = path.last().orElseThrow().segment();
        ReplyDraft.Kind kind = ReplyDraft.Kind.of(action);
        ActionParameters parameters = ActionParameters.read(
                exchange,
                action,
                kind == ReplyDraft.Kind.FORWARD ? Set.of(COMMENT, MESSAGE, TO) : Set.of(COMMENT, MESSAGE));
        ObjectNode message = parameters.object(MESSAGE).map(TYPE::kept).orElseGet(Json::object);
        // As in sendMail: the actions are not among what takes them.
        message.remove(MessageTypes.EXTENDED);
        Optional<String> comment = parameters.text(COMMENT);
        requireOneOf(COMMENT, comment.isPresent(), message, BODY);
        requireOneOf(TO, parameters.value(TO).isPresent(), message, TO);
        parameters
                .value(TO)
                .ifPresent(to -> message.setAll(TYPE.kept(Json.object().set(TO, to))));
        Instant now = clock.instant();
        ObjectNode draft =
                new ReplyDraft(kind, original.properties(), mailbox.name(), now).properties(comment.orElse(""));
        return mailbox.add(
                Mailbox.DRAFTS,
                draft.setAll(message),
                kind == ReplyDraft.Kind.FORWARD ? original.copyAttachments(now) : List.of(),
                now);
    }

    private static void requireOneOf(String parameter, boolean isThere, ObjectNode message, String property) {
        if (isThere && message.has(property)) {
            throw GraphFailure.badRequest(
                    "Specify either the parameter '" + parameter + "' or 'message." + property + "', not both.");
        }
    }
}
