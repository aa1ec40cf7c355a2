package io.github.graphattach.emulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.http.HttpExchange;
import io.github.graphattach.emulator.http.HttpService;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Supplier;

/**
 * What people and scripts ask of the emulator itself, under {@code /_emulator/}:
 *
 * <ul>
 *   <li>{@code GET mailboxes}: the tree of mailboxes, items, attachments and sessions in progress
 *   <li>{@code GET exchanges}: requests and answers, oldest first; {@code ?limit=n} for the latest n
 *   <li>{@code GET exchanges/{request id}}: one of them, with its small JSON bodies if it is a late one
 *   <li>{@code GET requests}: those that have no answer yet
 *   <li>{@code GET events}: server-sent events {@code exchange}, {@code session}, {@code changed}, and {@code reload} when
 *       what was read before is out of date
 *   <li>{@code GET items/{path}}, the path of the tree as one segment: a message or an event with all that it has
 *   <li>{@code DELETE items/{path}}: it is gone as if it had never been, and nobody is told
 *   <li>{@code POST messages}, {@code POST events}: a draft or an event under an id of its own, with Graph's properties and
 *       {@code mailbox}, {@code /me} by default
 *   <li>{@code GET content/{attachment id}}: the bytes, as a download; {@code DELETE}: takes it off its item
 *   <li>{@code GET pictures/{attachment id}}: the bytes of a picture that a mail shows in place
 *   <li>{@code GET calendarView?startDateTime=&endDateTime=}: what takes place in the calendars of all mailboxes, and what of
 *       their series was cancelled
 *   <li>{@code GET meetingMails}: the mails that meetings have sent, with the files they carried
 *   <li>{@code GET}, {@code POST}, {@code DELETE faults}: the script; see {@link FaultJson}
 *   <li>{@code DELETE faults/{description}}: takes back the faults that are listed so
 *   <li>{@code GET}, {@code POST answers}: wording, as an object of the settings of {@link Answers}; {@code GET answerChoices}: what they
 *       are by default and can be set to
 *   <li>{@code GET hosts}: where to connect, and where to log in and which certificate to trust if there is such
 *   <li>{@code GET policies}: what each mailbox lets out and in; {@code POST policies} with {@code {"mailbox": "/me"}} and
 *       settings of {@link MailPolicy}
 *   <li>{@code POST items} with {@code {"path": "/me/events/E"}}: an item with exactly these ids
 *   <li>{@code GET clock}: the emulator's time, and how far it was moved; {@code POST clock} with {@code {"advance": "PT1H"}}: time passes
 *   <li>{@code POST reset}: everything is forgotten
 * </ul>
 */
final class ControlService implements HttpService {

    static final String ROOT = "_emulator";

    private static final int REQUEST_BODY = 64 * 1024;

    private final EmulatorState state;
    private final ItemControl items;
    private final EventStream events;
    private final Supplier<ObjectNode> hosts;

    ControlService(EmulatorState state, Supplier<ObjectNode> hosts) {
        this.state = state;
        this.hosts = hosts;
        this.items = new ItemControl(state);
        this.events = new EventStream(state.changes, state.transport);
    }

    @Override
    public void serve(HttpExchange exchange) throws IOException {
        exchange.setHeader("Cache-Control", "no-store");
        exchange.setHeader("X-Content-Type-Options", "nosniff");
        try {
            SameOrigin.require(exchange);
            state.transport.carryOut();
            route(exchange);
        } catch (GraphFailure e) {
            Json.reply(exchange, e.status(), Json.object().put("error", e.message()));
        } catch (IllegalArgumentException e) {
            Json.reply(exchange, 400, Json.object().put("error", String.valueOf(e.getMessage())));
        }
    }

    private void route(HttpExchange exchange) throws IOException {
        List<String> segments = exchange.segments();
        String resource = segments.size() < 2 ? "" : segments.get(1);
        String request = exchange.method() + " " + resource;
        if (segments.size() == 3) {
            routeToOne(exchange, request, segments.get(2));
            return;
        }
        if (segments.size() != 2) {
            throw notFound(exchange);
        }
        switch (request) {
            case "GET mailboxes" -> mailboxes(exchange);
            case "GET exchanges" -> exchanges(exchange);
            case "GET requests" -> requests(exchange);
            case "GET events" -> events.serve(exchange);
            case "GET calendarView" -> view(exchange);
            case "GET meetingMails" -> meetingMails(exchange);
            case "GET faults" -> faults(exchange);
            case "POST faults" -> scriptFault(exchange);
            case "DELETE faults" -> clearFaults(exchange);
            case "GET answers" -> Json.reply(exchange, 200, state.answers.toJson());
            case "GET answerChoices" -> Json.reply(exchange, 200, AnswerChoices.toJson());
            case "POST answers" -> word(exchange);
            case "GET policies" -> policies(exchange);
            case "POST policies" -> changePolicy(exchange);
            case "GET hosts" -> Json.reply(exchange, 200, hosts.get());
            case "POST messages" -> items.createMessage(exchange, object(exchange));
            case "POST events" -> items.createEvent(exchange, object(exchange));
            case "POST items" -> createItem(exchange);
            case "GET clock" -> clock(exchange);
            case "POST clock" -> advanceClock(exchange);
            case "POST reset" -> reset(exchange);
            default -> throw notFound(exchange);
        }
    }

    private void routeToOne(HttpExchange exchange, String request, String id) throws IOException {
        switch (request) {
            case "GET exchanges" -> exchange(exchange, id);
            case "GET items" -> items.get(exchange, id);
            case "DELETE items" -> items.delete(exchange, id);
            case "DELETE content" -> items.deleteAttachment(exchange, id);
            case "GET content" -> items.download(exchange, id);
            case "GET pictures" -> items.picture(exchange, id);
            case "DELETE faults" -> takeBackFaults(exchange, id);
            default -> throw notFound(exchange);
        }
    }

    static GraphFailure notFound(HttpExchange exchange) {
        return new GraphFailure(404, "NotFound", "There is no " + exchange.method() + " " + exchange.rawPath());
    }

    private void mailboxes(HttpExchange exchange) throws IOException {
        ArrayNode tree = Json.MAPPER.createArrayNode();
        state.mailboxes.all().forEach(mailbox -> tree.add(ControlJson.of(mailbox, state.sessions.all())));
        Json.reply(exchange, 200, tree);
    }

    private void exchanges(HttpExchange exchange) throws IOException {
        int limit = exchange.numberParameter("limit").orElse(Integer.MAX_VALUE);
        List<RecordedExchange> all = state.log.all();
        List<RecordedExchange> latest = all.subList(Math.max(0, all.size() - limit), all.size());
        Json.stream(exchange, 200, json -> {
            json.writeStartArray();
            for (RecordedExchange recorded : latest) {
                json.writeTree(ControlJson.of(recorded));
            }
            json.writeEndArray();
        });
    }

    private void exchange(HttpExchange exchange, String requestId) throws IOException {
        RecordedExchange recorded = state.log.find(requestId).orElseThrow(() -> notFound(exchange));
        ObjectNode json = ControlJson.of(recorded);
        state.log.bodies(requestId).ifPresent(bodies -> bodies.addTo(json));
        Json.reply(exchange, 200, json);
    }

    private void requests(HttpExchange exchange) throws IOException {
        ArrayNode requests = Json.MAPPER.createArrayNode();
        state.log.underWay().forEach(request -> requests.add(ControlJson.of(request)));
        Json.reply(exchange, 200, requests);
    }

    private void meetingMails(HttpExchange exchange) throws IOException {
        ArrayNode mails = Json.MAPPER.createArrayNode();
        state.meetings.mails().forEach(mail -> mails.add(ControlJson.of(mail)));
        Json.reply(exchange, 200, mails);
    }

    private void faults(HttpExchange exchange) throws IOException {
        ArrayNode pending = Json.MAPPER.createArrayNode();
        state.faults.pending().forEach(fault -> pending.add(fault.toString()));
        Json.reply(exchange, 200, pending);
    }

    private void scriptFault(HttpExchange exchange) throws IOException {
        Fault fault = FaultJson.script(object(exchange), state.faults);
        state.changes.changed();
        Json.reply(exchange, 201, Json.object().put("fault", fault.toString()));
    }

    private void takeBackFaults(HttpExchange exchange, String description) throws IOException {
        state.faults.remove(description);
        state.changes.changed();
        exchange.reply(204);
    }

    private void clearFaults(HttpExchange exchange) throws IOException {
        state.faults.clear();
        state.changes.changed();
        exchange.reply(204);
    }

    private void word(HttpExchange exchange) throws IOException {
        state.answers.apply(object(exchange));
        state.changes.changed();
        Json.reply(exchange, 200, state.answers.toJson());
    }

    private void policies(HttpExchange exchange) throws IOException {
        ObjectNode policies = Json.object();
        state.mailboxes
                .all()
                .forEach(mailbox ->
                        policies.set(mailbox.name(), state.policies.of(mailbox).toJson()));
        Json.reply(exchange, 200, policies);
    }

    private void changePolicy(HttpExchange exchange) throws IOException {
        ObjectNode settings = object(exchange);
        MailPolicy policy = state.policy(text(settings, "mailbox"));
        policy.apply(settings.without("mailbox"));
        state.changes.changed();
        Json.reply(exchange, 200, policy.toJson());
    }

    private void createItem(HttpExchange exchange) throws IOException {
        EmulatedItem item = state.create(text(object(exchange), "path"));
        Json.reply(exchange, 201, Json.object().put("id", item.id()).put("path", item.path()));
    }

    private void view(HttpExchange exchange) throws IOException {
        TimeWindow window = TimeWindow.of(exchange);
        ArrayNode events = Json.MAPPER.createArrayNode();
        state.mailboxes.all().forEach(mailbox -> new CalendarJson(mailbox, window).addTo(events));
        Json.reply(exchange, 200, events);
    }

    private void clock(HttpExchange exchange) throws IOException {
        Json.reply(
                exchange,
                200,
                Json.object()
                        .put("now", state.clock.instant().toString())
                        .put("ahead", state.clock.ahead().toString()));
    }

    private void advanceClock(HttpExchange exchange) throws IOException {
        String duration = text(object(exchange), "advance");
        try {
            state.advanceClock(Duration.parse(duration));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'advance': an ISO 8601 duration such as PT1H is expected", e);
        }
        exchange.reply(204);
    }

    private void reset(HttpExchange exchange) throws IOException {
        state.reset();
        exchange.reply(204);
    }

    private static String text(ObjectNode object, String field) {
        JsonNode value = object.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("'" + field + "': a text is expected");
        }
        return value.textValue();
    }

    private static ObjectNode object(HttpExchange exchange) throws IOException {
        try {
            if (Json.MAPPER.readTree(exchange.body(REQUEST_BODY).readAllBytes()) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a JSON object is expected: " + e.getOriginalMessage(), e);
        }
        throw new IllegalArgumentException("a JSON object is expected");
    }
}
