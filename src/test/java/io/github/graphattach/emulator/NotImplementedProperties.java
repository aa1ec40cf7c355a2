package io.github.graphattach.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.http.PercentCoding;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.lifecycle.Lifespan;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.Store;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;

/**
 * Whatever name is put into a request that is otherwise right, be it of a query option, a property or a segment: the answer is
 * 501 naming it, or Graph's own 400. It is never 2xx, as if the name had been heeded, and never 404, as if the item were gone.
 * Tries of each property: 500, or what the system property {@code emulator.cases} says.
 */
@AddLifecycleHook(NotImplementedProperties.Cases.class)
class NotImplementedProperties {

    /** Requests that succeed as they stand, each with the options it may have. */
    private record Request(String method, String path, String body, Set<String> options) {}

    /** A place where a name would be a segment, with the names that are right there. */
    private record Place(String path, Set<String> known) {}

    private static final String FILE =
            "{\"@odata.type\":\"#microsoft.graph.fileAttachment\",\"name\":\"a\",\"contentBytes\":\"QQ==\"}";
    private static final String SESSION =
            "{\"AttachmentItem\":{\"attachmentType\":\"file\",\"name\":\"a\",\"size\":3000000}}";

    private static final Set<String> OF_LIST =
            Set.of("$select", "$filter", "$orderby", "$top", "$skip", "$skiptoken", "$count");

    private static final String WINDOW = "?startDateTime=2000-01-01&endDateTime=3000-01-01";
    private static final String TIMES = "'start':{'dateTime':'2026-01-01T00:00:00','timeZone':'UTC'},"
            + "'end':{'dateTime':'2026-01-01T00:00:00','timeZone':'UTC'}";

    private static final GraphEmulator EMULATOR = GraphEmulator.start();
    private static final Wire WIRE = new Wire(EMULATOR);
    private static String attachment = "";

    @BeforeContainer
    static void fill() throws Exception {
        EMULATOR.create("/me/messages/M");
        EMULATOR.create("/me/calendars/C/events/E/exceptionOccurrences/O");
        EMULATOR.create("/groups/G/events/E");
        attachment = Wire.json(WIRE.postFile("/me/messages/M", "a", new byte[1]))
                .path("id")
                .asText();
    }

    /** After all tries everything is as it was. */
    @AfterContainer
    static void stop() throws Exception {
        try {
            assertThat(Wire.json(WIRE.get("/me/messages")).path("value")).hasSize(1);
            assertThat(Wire.json(WIRE.get("/me/events")).path("value")).hasSize(1);
            assertThat(Wire.json(WIRE.get("/me/messages/M/attachments")).path("value"))
                    .hasSize(1);
            assertThat(Wire.json(WIRE.get("/me/messages/M")).path("isDraft").asBoolean())
                    .isTrue();
            assertThat(EMULATOR.openSessions()).isZero();
        } finally {
            EMULATOR.close();
        }
    }

    @Provide
    Arbitrary<Request> requests() {
        return Arbitraries.of(
                new Request(
                        "GET",
                        "/me/messages",
                        "",
                        Set.of("$select", "$expand", "$filter", "$orderby", "$top", "$skip", "$skiptoken", "$count")),
                new Request("POST", "/me/messages", "{}", Set.of("$select")),
                new Request("GET", "/me/messages/M", "", Set.of("$select", "$expand")),
                new Request("PATCH", "/me/messages/M", "{}", Set.of("$select")),
                new Request("DELETE", "/me/messages/M", "", Set.of()),
                new Request("POST", "/me/messages/M/send", "", Set.of()),
                new Request("POST", "/me/sendMail", "{\"message\":{}}", Set.of()),
                new Request("POST", "/me/messages/M/createForward", "", Set.of()),
                new Request("POST", "/me/messages/M/replyAll", "", Set.of()),
                new Request("POST", "/me/getMailTips", "{}", Set.of()),
                new Request("GET", "/me/messages/M/attachments", "", Set.of("$select", "$filter", "$skiptoken")),
                new Request("POST", "/me/messages/M/attachments", FILE, Set.of()),
                new Request("POST", "/me/messages/M/attachments/createUploadSession", SESSION, Set.of()),
                new Request("GET", "/me/messages/M/attachments/{a}", "", Set.of("$select")),
                new Request("DELETE", "/me/messages/M/attachments/{a}", "", Set.of()),
                new Request("GET", "/me/messages/M/attachments/{a}/$value", "", Set.of()),
                new Request("GET", "/me/calendarView" + WINDOW, "", OF_LIST),
                new Request("GET", "/me/events/E/instances" + WINDOW, "", OF_LIST),
                new Request("GET", "/me/events/E", "", Set.of("$select", "$expand")),
                new Request("DELETE", "/me/events/E/exceptionOccurrences/O", "", Set.of()),
                new Request(
                        "GET",
                        "/me/mailFolders",
                        "",
                        Set.of(
                                "includeHiddenFolders",
                                "$select",
                                "$filter",
                                "$orderby",
                                "$top",
                                "$skip",
                                "$skiptoken",
                                "$count")),
                new Request("POST", "/me/mailFolders", "{\"displayName\":\"F\"}", Set.of()),
                new Request("GET", "/me/mailFolders/inbox", "", Set.of("$select")),
                new Request("POST", "/me/messages/M/move", "{\"destinationId\":\"inbox\"}", Set.of()),
                new Request("POST", "/me/messages/M/copy", "{\"destinationId\":\"inbox\"}", Set.of()),
                new Request("POST", "/me/messages/M/permanentDelete", "", Set.of()),
                new Request("GET", "/me/calendar", "", Set.of()),
                new Request("GET", "/me/calendarGroups", "", Set.of()),
                new Request("GET", "/groups/G/events", "", OF_LIST));
    }

    @Provide
    Arbitrary<String> options() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "$filter",
                        "$orderby",
                        "$top",
                        "$skip",
                        "$count",
                        "$search",
                        "$expand",
                        "$select",
                        "$format",
                        "$apply",
                        "$compute",
                        "$deltatoken",
                        "$skiptoken",
                        "startDateTime",
                        "endDateTime",
                        "includeHiddenFolders",
                        "select",
                        "$SELECT",
                        " $select"),
                names(),
                names().map(name -> "$" + name));
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.oneOf(
                Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(20),
                Arbitraries.strings()
                        .withChars("$@.-_ aZ9'\"\\<>{}()[]=&?#%+;,\u00e4\u20ac\u202e")
                        .ofMinLength(1)
                        .ofMaxLength(12));
    }

    @Provide
    Arbitrary<Place> places() {
        Set<String> ofUser = withActions(
                Set.of("mailfolders", "messages", "calendargroups", "calendars", "calendar", "events", "calendarview"),
                "sendmail",
                "getmailtips");
        Set<String> ofMessage = withActions(
                Set.of("attachments"),
                "send",
                "move",
                "copy",
                "permanentdelete",
                "createreply",
                "createreplyall",
                "createforward",
                "reply",
                "replyall",
                "forward");
        return Arbitraries.of(
                new Place("", Set.of("me", "users", "groups")),
                new Place("/me", ofUser),
                new Place("/users/demo@contoso.com", ofUser),
                new Place("/groups/G", Set.of("calendar", "events", "calendarview")),
                new Place("/me/messages/M", ofMessage),
                new Place("/me/messages/unknown", ofMessage),
                new Place("/me/mailFolders/drafts", Set.of("childfolders", "messages")),
                new Place("/me/mailFolders/drafts/messages/M", ofMessage),
                new Place("/me/calendar", Set.of("events", "calendarview")),
                new Place("/me/calendars/C", Set.of("events", "calendarview")),
                new Place(
                        "/me/events/E",
                        Set.of("instances", "exceptionoccurrences", "attachments", "cancel", "microsoft.graph.cancel")),
                new Place("/me/messages/M/send", Set.of()),
                new Place("/me/messages/M/attachments/{a}", Set.of("$value")),
                new Place("/me/messages/M/attachments/{a}/$value", Set.of()),
                new Place("/me/messages/M/attachments/createUploadSession", Set.of()));
    }

    /** An action has its name, and the same with the namespace in front. */
    private static Set<String> withActions(Set<String> segments, String... actions) {
        Set<String> all = new HashSet<>(segments);
        for (String action : actions) {
            all.add(action);
            all.add("microsoft.graph." + action);
        }
        return all;
    }

    @Provide
    Arbitrary<String> segments() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "createReply",
                        "createReplyAll",
                        "createForward",
                        "copy",
                        "move",
                        "reply",
                        "forward",
                        "sendMail",
                        "getMailTips",
                        "permanentDelete",
                        "extensions",
                        "singleValueExtendedProperties",
                        "delta",
                        "delta()",
                        "$count",
                        "$ref",
                        "$value",
                        "$batch",
                        "instances",
                        "messages",
                        "events",
                        "send",
                        "calendar",
                        "attachments",
                        "microsoft.graph.eventMessage",
                        "microsoft.graph.createReply",
                        "cancel",
                        "accept",
                        "todo",
                        "drive",
                        "subject"),
                names());
    }

    @Provide
    Arbitrary<String> methods() {
        return Arbitraries.of("GET", "POST", "PATCH", "PUT", "DELETE");
    }

    /** A body with a place for one more member, and the names that are right there. */
    private record Body(String method, String path, String json, String pointer, Set<String> known) {}

    private static final Set<String> OF_MESSAGE = Set.of(
            "@odata.type",
            "attachments",
            "subject",
            "body",
            "toRecipients",
            "ccRecipients",
            "bccRecipients",
            "replyTo",
            "from",
            "sender",
            "importance",
            "inferenceClassification",
            "categories",
            "flag",
            "isRead",
            "isReadReceiptRequested",
            "isDeliveryReceiptRequested",
            "internetMessageId",
            "internetMessageHeaders",
            "singleValueExtendedProperties");

    /** What is set of an answer has no attachments: they come later. */
    private static final Set<String> OF_ANSWER = OF_MESSAGE.stream()
            .filter(property -> !property.equals("attachments"))
            .collect(Collectors.toUnmodifiableSet());

    private static final Set<String> OF_EVENT = Set.of(
            "@odata.type",
            "attachments",
            "subject",
            "body",
            "start",
            "end",
            "location",
            "attendees",
            "recurrence",
            "isAllDay",
            "transactionId",
            "importance",
            "sensitivity",
            "showAs",
            "categories",
            "isReminderOn",
            "reminderMinutesBeforeStart",
            "responseRequested",
            "allowNewTimeProposals",
            "hideAttendees");

    @Provide
    Arbitrary<Body> bodies() {
        String item = "{\"subject\":\"s\",\"body\":{\"contentType\":\"text\",\"content\":\"c\"}}";
        String mail = "{\"toRecipients\":[{\"emailAddress\":{\"address\":\"a@contoso.com\"}}]}";
        String meeting = "{" + TIMES.replace('\'', '"') + "}";
        Set<String> ofFile = Set.of("@odata.type", "name", "contentType", "contentId", "isInline", "contentBytes");
        Set<String> ofSession =
                Set.of("@odata.type", "attachmentType", "name", "size", "contentType", "isInline", "contentId");
        return Arbitraries.of(
                new Body("POST", "/me/messages", item, "", OF_MESSAGE),
                new Body("PATCH", "/me/messages/M", item, "", OF_MESSAGE),
                new Body("POST", "/me/messages", item, "/body", Set.of("@odata.type", "contentType", "content")),
                new Body("POST", "/me/messages", mail, "/toRecipients/0", Set.of("@odata.type", "emailAddress")),
                new Body(
                        "PATCH",
                        "/me/messages/M",
                        mail,
                        "/toRecipients/0/emailAddress",
                        Set.of("@odata.type", "name", "address")),
                new Body("POST", "/me/messages", "{\"attachments\":[" + FILE + "]}", "/attachments/0", ofFile),
                new Body("POST", "/me/events", item, "", OF_EVENT),
                new Body("PATCH", "/me/events/E", item, "", OF_EVENT),
                new Body("POST", "/groups/G/events", item, "", OF_EVENT),
                new Body("POST", "/me/events", meeting, "/start", Set.of("@odata.type", "dateTime", "timeZone")),
                new Body("POST", "/me/messages/M/attachments", FILE, "", ofFile),
                new Body(
                        "POST",
                        "/me/messages/M/attachments/createUploadSession",
                        SESSION,
                        "/AttachmentItem",
                        ofSession),
                new Body(
                        "POST",
                        "/me/messages/M/attachments/createUploadSession",
                        SESSION,
                        "",
                        Set.of("AttachmentItem")),
                new Body(
                        "POST",
                        "/me/mailFolders",
                        "{\"displayName\":\"F\"}",
                        "",
                        Set.of("@odata.type", "displayName", "isHidden")),
                new Body("POST", "/me/messages/M/move", "{\"destinationId\":\"inbox\"}", "", Set.of("destinationId")),
                new Body("POST", "/me/messages/M/copy", "{\"destinationId\":\"inbox\"}", "", Set.of("destinationId")),
                new Body("POST", "/me/messages/M/send", "{}", "", Set.of()),
                new Body("POST", "/me/sendMail", "{\"message\":{}}", "", Set.of("message", "saveToSentItems")),
                new Body("POST", "/me/sendMail", "{\"message\":{}}", "/message", OF_MESSAGE),
                new Body("POST", "/me/messages/M/createReply", "{}", "", Set.of("comment", "message")),
                new Body("POST", "/me/messages/M/createReplyAll", "{\"message\":{}}", "/message", OF_ANSWER),
                new Body(
                        "POST", "/me/messages/M/createForward", "{}", "", Set.of("comment", "message", "toRecipients")),
                new Body(
                        "POST",
                        "/me/getMailTips",
                        "{\"EmailAddresses\":[],\"MailTipsOptions\":\"recipientScope\"}",
                        "",
                        Set.of("EmailAddresses", "MailTipsOptions")));
    }

    @Provide
    Arbitrary<String> properties() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "id",
                        "@odata.etag",
                        "@odata.context",
                        "@odata.type",
                        "changeKey",
                        "isDraft",
                        "internetMessageHeaders",
                        "singleValueExtendedProperties",
                        "extensions",
                        "conversationId",
                        "receivedDateTime",
                        "saveToSentItems",
                        "transactionId",
                        "isAllDay",
                        "isOnlineMeeting",
                        "type",
                        "organizer",
                        "size",
                        "contentLocation",
                        "item",
                        "subject",
                        "Subject",
                        "toRecipients",
                        "start",
                        "sensitivity"),
                names());
    }

    @Property(tries = Integer.MAX_VALUE)
    void noQueryOptionIsIgnored(@ForAll("requests") Request request, @ForAll("options") String option)
            throws Exception {
        if (request.options().contains(option)) {
            return;
        }
        String query = (request.path().contains("?") ? "&" : "?") + PercentCoding.encode(option) + "=1";

        var response = send(request.method(), request.path() + query, request.body());

        assertRefused(response, option);
    }

    @Property(tries = Integer.MAX_VALUE)
    void noSegmentIsTakenForAnother(
            @ForAll("methods") String method, @ForAll("places") Place place, @ForAll("segments") String segment)
            throws Exception {
        if (place.known().contains(segment.toLowerCase(Locale.ROOT))) {
            return;
        }

        var response = send(method, place.path() + "/" + PercentCoding.encode(segment), "{}");

        assertRefused(response, segment);
        if (segment.matches("\\$?[A-Za-z_][\\w.]*(\\(\\))?")) {
            assertThat(response.statusCode())
                    .as("for all the emulator knows, Graph has it")
                    .isEqualTo(501);
        }
    }

    @Property(tries = Integer.MAX_VALUE)
    void noPropertyIsIgnored(@ForAll("bodies") Body body, @ForAll("properties") String property) throws Exception {
        if (body.known().contains(property)) {
            return;
        }
        JsonNode json = Json.MAPPER.readTree(body.json());
        ((ObjectNode) json.at(body.pointer())).put(property, "1");

        var response = send(body.method(), body.path(), json.toString());

        assertRefused(response, property);
    }

    private static HttpResponse<byte[]> send(String method, String path, String body) throws Exception {
        return Wire.send(WIRE.graph(path.replace("{a}", attachment))
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    /** 501 naming it, with the mark in the log, or one of Graph's own refusals without that mark. */
    private static void assertRefused(HttpResponse<byte[]> response, String name) throws IOException {
        assertThat(response.statusCode()).isIn(501, 400);
        String id = response.headers().firstValue("request-id").orElseThrow();
        String mark = EMULATOR.exchanges().stream()
                .filter(exchange -> exchange.requestId().equals(id))
                .findFirst()
                .orElseThrow()
                .notImplemented();
        if (response.statusCode() == 501) {
            assertThat(Wire.errorCode(response)).isEqualTo("NotImplemented");
            assertThat(Wire.json(response).at("/error/message").asText()).contains("'" + name);
            assertThat(mark).contains("'" + name);
        } else {
            assertThat(Wire.errorCode(response)).isIn("RequestBodyRead", "RequestBroker--ParseUri", "BadRequest");
            assertThat(mark).isEmpty();
        }
        assertThat(Wire.json(response).at("/error/innerError/request-id").asText())
                .isEqualTo(id);
    }

    /** Ends a property after as many tries as are asked for. */
    static final class Cases implements AroundTryHook {

        private static final int CASES = Integer.getInteger("emulator.cases", 500);

        @Override
        public PropagationMode propagateTo() {
            return PropagationMode.ALL_DESCENDANTS;
        }

        @Override
        public TryExecutionResult aroundTry(TryLifecycleContext context, TryExecutor test, List<Object> parameters) {
            Store<AtomicInteger> done = Store.getOrCreate("done", Lifespan.PROPERTY, AtomicInteger::new);
            TryExecutionResult result = test.execute(parameters);
            return result.isSatisfied()
                    ? TryExecutionResult.satisfied(done.get().incrementAndGet() >= CASES)
                    : result;
        }
    }
}
