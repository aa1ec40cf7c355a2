package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.http.HttpExchange;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Events on Graph: create, list, get, change, cancel, delete; the occurrences of series within a window of time. */
final class EventService {

    private static final Set<String> NOT_IN_A_VIEW = Set.of("createdDateTime", "lastModifiedDateTime");
    private static final String EXCEPTIONS = "exceptionOccurrences";

    private final ContentStore store;
    private final Answers answers;
    private final TransactionIds transactions;
    private final Meetings meetings;
    private final Clock clock;

    EventService(EmulatorState state) {
        this.store = state.store;
        this.answers = state.answers;
        this.transactions = state.transactions;
        this.meetings = state.meetings;
        this.clock = state.clock;
    }

    /** Attachments of a new event are lost without a word, as reported of the service. */
    void create(HttpExchange exchange, Mailbox mailbox, GraphPath collection) throws IOException {
        ItemJson json = ItemJson.ofEvents(exchange, answers);
        ObjectNode properties = properties(exchange);
        EventChanges.requireValid(properties);
        if (mailbox.itemsIn(collection.steps()).isEmpty()) {
            throw GraphFailure.itemNotFound();
        }
        String id = Ids.entry();
        if (properties.hasNonNull(EventTypes.TRANSACTION_ID)) {
            claim(mailbox, properties.path(EventTypes.TRANSACTION_ID).asText(), id);
        }
        StoredEvent event = (StoredEvent) mailbox.create(collection.member(id));
        event.update(properties, clock.instant());
        meetings.created(mailbox, event);
        Json.reply(exchange, 201, json.entity(event, mailbox, collection));
    }

    private void claim(Mailbox mailbox, String transactionId, String eventId) {
        Optional<String> existing = transactions.claim(mailbox, transactionId, eventId);
        if (existing.isPresent()) {
            throw new GraphFailure(
                            400,
                            "ErrorDuplicateTransactionId",
                            "Your request can't be completed. The TransactionId specified in the request has already been"
                                    + " used to create a different event.")
                    .annotated("@event.existingEventId", existing.get());
        }
    }

    private ObjectNode properties(HttpExchange exchange) throws IOException {
        ObjectNode sent = ItemService.object(exchange);
        ItemService.attachmentsIn(sent);
        return EventTypes.EVENT.kept(sent);
    }

    /** Lists single events and series, or the exceptions of one. */
    void list(HttpExchange exchange, Mailbox mailbox, GraphPath collection) throws IOException {
        answer(exchange, mailbox, collection, mailbox.itemsIn(collection.steps()));
    }

    /** Lists what takes place within a window, in the order in which it starts. */
    void view(HttpExchange exchange, Mailbox mailbox, GraphPath collection) throws IOException {
        TimeWindow window = TimeWindow.of(exchange);
        boolean ofCalendar = collection.last().orElseThrow().segment() == Segment.CALENDAR_VIEW;
        if (ofCalendar) {
            requireSelectable(exchange);
        }
        answer(exchange, mailbox, collection, mailbox.eventsIn(collection.steps(), window));
    }

    /** Two properties of events are none there, as documented. */
    private static void requireSelectable(HttpExchange exchange) {
        EventTypes.EVENT_WITH_UID.selectedBy(exchange).orElse(Set.of()).stream()
                .filter(NOT_IN_A_VIEW::contains)
                .findFirst()
                .ifPresent(property -> {
                    throw EventTypes.EVENT.noProperty(property);
                });
    }

    private void answer(HttpExchange exchange, Mailbox mailbox, GraphPath collection, Optional<List<StoredItem>> events)
            throws IOException {
        ItemJson json = ItemJson.ofEvents(exchange, answers);
        CollectionQuery query = CollectionQuery.of(exchange, Queryable.EVENTS);
        Json.streamTree(
                exchange,
                200,
                query.answer(
                        json.context(mailbox, collection),
                        events.orElseThrow(GraphFailure::itemNotFound),
                        json.inUtc()::whole,
                        json::of));
    }

    /** {@return whether the request asks for the exceptions of a series} */
    static boolean expandsExceptions(HttpExchange exchange) {
        return exchange.queryParameter(Expansion.OPTION)
                .filter(EXCEPTIONS::equals)
                .isPresent();
    }

    void get(HttpExchange exchange, Mailbox mailbox, GraphPath path, StoredEvent event) throws IOException {
        ItemJson json = ItemJson.ofEvents(exchange, answers);
        ObjectNode body = json.entity(event, mailbox, path);
        if (expandsExceptions(exchange)) {
            ArrayNode exceptions = body.putArray(EXCEPTIONS);
            event.exceptions().forEach(exception -> exceptions.add(json.of(exception)));
        }
        Json.streamTree(exchange, 200, body);
    }

    /** Attachments in a PATCH are lost without a word, as reported of the service. */
    void patch(HttpExchange exchange, Mailbox mailbox, GraphPath path, StoredEvent event) throws IOException {
        ItemJson json = ItemJson.ofEvents(exchange, answers);
        ObjectNode changes = properties(exchange);
        Preconditions.requireMatch(exchange, event);
        boolean anotherTime = EventChanges.requirePossible(event, changes);
        if (anotherTime) {
            store.delete(event.forgetOccurrences());
        }
        Meetings.Before before = meetings.before(event);
        event.update(changes, clock.instant());
        meetings.changed(mailbox, event, changes, before);
        Json.reply(exchange, 200, json.entity(event, mailbox, path));
    }

    void delete(HttpExchange exchange, Mailbox mailbox, StoredEvent event) throws IOException {
        Preconditions.requireMatch(exchange, event);
        cancel(mailbox, event);
        exchange.reply(204);
    }

    /** The organizer's own way to delete a meeting, with a comment to the attendees. */
    void cancel(HttpExchange exchange, Mailbox mailbox, StoredEvent event) throws IOException {
        ActionParameters.read(exchange, Segment.CANCEL, Set.of("comment"));
        if (!event.properties().path("isOrganizer").asBoolean()) {
            throw new GraphFailure(
                    400,
                    "ErrorInvalidRequest",
                    "Your request can't be completed. You need to be an organizer to cancel a meeting.");
        }
        cancel(mailbox, event);
        exchange.reply(202);
    }

    private void cancel(Mailbox mailbox, StoredEvent event) {
        meetings.cancelled(mailbox, event);
        store.delete(mailbox.remove(event));
    }
}
