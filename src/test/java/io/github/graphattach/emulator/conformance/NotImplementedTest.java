package io.github.graphattach.emulator.conformance;

import static io.github.graphattach.emulator.conformance.PlainHttp.assertRefused;
import static io.github.graphattach.emulator.conformance.PlainHttp.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.GraphEmulator;
import io.github.graphattach.emulator.RecordedExchange;
import io.github.graphattach.emulator.RequestKind;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the emulator has not is refused by its name: a request that Graph would do in full is never done in part, and nothing
 * that is missing here looks as if it were missing there.
 */
class NotImplementedTest {

    private static GraphEmulator emulator;
    private static PlainHttp http;
    private static EmulatedItem message;
    private static String attachment;

    @BeforeAll
    static void start() throws Exception {
        emulator = GraphEmulator.start();
        http = new PlainHttp(emulator);
        message = emulator.create("/me/messages/M");
        emulator.create("/me/events/E");
        emulator.create("/groups/G/events/E");
        attachment = json(post("/me/messages/M/attachments", FILE.formatted("")))
                .path("id")
                .asText();
    }

    @AfterAll
    static void close() {
        emulator.close();
    }

    private static final String FILE =
            "{\"@odata.type\": \"#microsoft.graph.fileAttachment\", \"name\": \"a\", \"contentBytes\": \"QQ==\"%s}";

    private static HttpResponse<byte[]> post(String path, String body) throws Exception {
        return http.send("POST " + path + "\nContent-Type: application/json\n\n" + body);
    }

    /** 501 in Graph's shape, with the name in its message and in the record of the exchange. */
    private static void assertNotImplemented(HttpResponse<byte[]> response, String name) throws Exception {
        assertRefused(response, 501, "NotImplemented");
        assertThat(json(response).at("/error/message").asText())
                .startsWith("The emulator does not implement ")
                .contains("'" + name + "'");
        assertThat(json(response).at("/error/innerError").fieldNames())
                .toIterable()
                .containsExactly("date", "request-id", "client-request-id");
        assertThat(recordOf(response).notImplemented()).contains("'" + name + "'");
    }

    private static RecordedExchange recordOf(HttpResponse<byte[]> response) {
        String id = response.headers().firstValue("request-id").orElseThrow();
        return emulator.exchanges().stream()
                .filter(exchange -> exchange.requestId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /**
     * <pre>
     * server   a message, an event, an attachment
     * client   wants less, more, or something in another order than everything
     * request  with a query option
     * response 501 naming the option; also an option of the client's own, one without its "$" or in another letter case, one
     *          without a value, and one that stands there twice
     * </pre>
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /me/messages?$search=%22x%22 | $search",
                "GET /me/messages?$select=id&$search=%22x%22 | $search",
                "GET /me/messages?$apply | $apply",
                "GET /me/messages?$deltatoken=1 | $deltatoken",
                "GET /me/messages?top=1 | top",
                "GET /me/messages?$top=1&$top=1 | $top",
                "GET /me/messages/M?$filter=isDraft%20eq%20true | $filter",
                "GET /me/messages?$Select=id | $Select",
                "GET /me/messages?%24search=1 | $search",
                "GET /me/messages?$select=id&$select=subject | $select",
                "GET /me/messages/M?$expand=singleValueExtendedProperties | $expand",
                "GET /me/messages/M?read=this | read",
                "DELETE /me/messages/M?hard=true | hard",
                "GET /me/messages/M/attachments?$top=1 | $top",
                "GET /me/messages/M/attachments?$orderby=name | $orderby",
                "GET /me/messages/M/attachments?$count=true | $count",
                "GET /me/messages/M/attachments/A?$expand=microsoft.graph.itemAttachment/item | $expand",
                "GET /me/messages/M/attachments/A?$filter=x | $filter",
                "GET /me/messages/M/attachments/A/$value?x=1 | x",
                "GET /me/mailFolders?$expand=childFolders | $expand",
                "GET /me/mailFolders/inbox?$expand=childFolders | $expand",
                "GET /me/mailFolders/inbox?includeHiddenFolders=true | includeHiddenFolders",
                "GET /me/calendars?$top=1 | $top",
                "GET /me/events?$filter=organizer%20eq%20'x' | organizer",
                "GET /me/events?startDateTime=2026-01-01T00:00Z | startDateTime",
                "GET /me/calendarView?startDateTime=2026-01-01T00:00Z&endDateTime=2026-02-01T00:00Z&$expand=instances | $expand",
                "GET /me/events/E?$expand=instances | instances",
                "GET /me/messages/unknown?$search=x | $search"
            })
    void aQueryOptionIsNotIgnored(String request, String option) throws Exception {
        assertNotImplemented(http.send(request.replace("/A", "/" + attachment)), option);
    }

    /**
     * <pre>
     * request  POST with a query option, where it would shape the answer
     * response 501 naming it; nothing is attached
     * </pre>
     */
    @Test
    void aRefusedRequestHasNoEffect() throws Exception {
        int before = message.attachments().size();

        assertNotImplemented(post("/me/messages/M/attachments?$select=id", FILE.formatted("")), "$select");
        assertNotImplemented(post("/me/messages/M/attachments", FILE.formatted(", \"size\": 1")), "size");
        assertNotImplemented(http.send("DELETE /me/messages/M/attachments/" + attachment + "?x=1"), "x");

        assertThat(message.attachments()).hasSize(before);
    }

    /**
     * <pre>
     * request  GET with $select of a property that Graph has and the emulator has not; that the type does not have
     * response 501 naming it; 400 RequestBroker--ParseUri, as of attachments
     * </pre>
     */
    @Test
    void aPropertyThatIsNotThereIsNotSelected() throws Exception {
        for (String missing : List.of(
                "attachments", "singleValueExtendedProperties", "uniqueBody", "*", "microsoft.graph.message/flag")) {
            assertNotImplemented(http.send("GET /me/messages/M?$select=id," + missing), missing);
        }
        assertNotImplemented(http.send("GET /me/events?$select=onlineMeeting"), "onlineMeeting");
        assertNotImplemented(
                http.send("GET /me/messages/M/attachments?$select=microsoft.graph.itemAttachment/item"),
                "microsoft.graph.itemAttachment/item");
        for (String unknown : List.of("nothing", "sensitivity", "Subject", "")) {
            var response = http.send("GET /me/messages/M?$select=" + unknown);

            assertRefused(response, 400, "RequestBroker--ParseUri");
            assertThat(json(response).at("/error/message").asText())
                    .isEqualTo("Could not find a property named '" + unknown + "' on type 'microsoft.graph.message'.");
            assertThat(recordOf(response).notImplemented()).isEmpty();
        }
        assertRefused(http.send("GET /me/messages/M?$select"), 400, "RequestBroker--ParseUri");
        assertThat(json(http.send("GET /me/messages/M?$select=subject,%20isDraft"))
                        .fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("@odata.context", "@odata.etag", "id", "subject", "isDraft");
    }

    /**
     * <pre>
     * client   goes where there is nothing here: an action, a function, a navigation, a type, another service, a batch
     * response 501 naming the segment, whether the item exists or not; never 404, which would be about the item
     * </pre>
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST /me/events/E/move | move",
                "POST /me/mailFolders/inbox/move | move",
                "GET /me/mailFolders/delta | delta",
                "GET /me/mailFolders/clutter | clutter",
                "GET /me/mailFolders/RecoverableItemsDeletions/messages | RecoverableItemsDeletions",
                "GET /me/mailFolders/inbox/messageRules | messageRules",
                "POST /me/messages/unknown/unsubscribe | unsubscribe",
                "POST /users/cfo@contoso.com/findMeetingTimes | findMeetingTimes",
                "POST /groups/G/sendMail | sendMail",
                "POST /me/events/E/forward | forward",
                "GET /me/messages/M/extensions | extensions",
                "GET /me/messages/M/$value | $value",
                "GET /me/messages/$count | $count",
                "GET /me/messages/delta | delta",
                "GET /me/messages/delta() | delta()",
                "GET /me/events/microsoft.graph.delta() | microsoft.graph.delta()",
                "GET /me/messages/M/attachments/$count | $count",
                "GET /me/messages/M/attachments/microsoft.graph.fileAttachment | microsoft.graph.fileAttachment",
                "GET /me/messages/M/attachments/A/microsoft.graph.itemAttachment/item | microsoft.graph.itemAttachment",
                "GET /me/messages/M/subject | subject",
                "GET /me/events/E/calendar | calendar",
                "GET /me/events/E/send | send",
                "GET /me/instances | instances",
                "GET /me/contacts | contacts",
                "GET /me/reminderView(startDateTime='a',endDateTime='b') | reminderView(startDateTime='a',endDateTime='b')",
                "GET /groups/G/threads | threads",
                "GET /groups/G/messages | messages",
                "GET /me | /me",
                "GET /users | /users",
                "GET /users/cfo@contoso.com | /users/cfo%40contoso.com",
                "GET /users/$count | $count",
                "POST /$batch | $batch",
                "GET /instances | instances",
                "GET /drives/D/items | drives"
            })
    void aSegmentThatIsMissingHereIsNotTakenForAnId(String request, String segment) throws Exception {
        assertNotImplemented(http.send(request.replace("/A/", "/" + attachment + "/")), segment);
    }

    /**
     * <pre>
     * client   asks the beta version
     * response 501 naming it; 400 for versions that Graph has not either
     * </pre>
     */
    @Test
    void theBetaVersionIsMissing() throws Exception {
        String root = emulator.graphUrl().toString().replace("/v1.0", "");

        assertNotImplemented(http.send("GET " + root + "/beta/me/messages/M\nAuthorization: Bearer any-token"), "beta");
        assertRefused(
                http.send("GET " + root + "/v9.9/me/messages/M\nAuthorization: Bearer any-token"), 400, "BadRequest");
    }

    /**
     * <pre>
     * client   uses another method
     * response 501 naming the method and the resource
     * </pre>
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT /me/messages/M | PUT | messages",
                "BREW /me/messages/M | BREW | messages",
                "DELETE /me/messages | DELETE | messages",
                "PATCH /me/messages/M/attachments/A | PATCH | attachments",
                "PUT /me/messages/M/attachments/A/$value | PUT | $value",
                "GET /me/messages/M/send | GET | send",
                "GET /me/sendMail | GET | sendMail",
                "GET /me/messages/M/createReply | GET | createReply",
                "GET /me/getMailTips | GET | getMailTips",
                "GET /me/messages/M/attachments/createUploadSession | GET | createUploadSession",
                "DELETE /me/mailFolders/inbox | DELETE | mailFolders",
                "GET /me/messages/M/move | GET | move",
                "PATCH /me/mailFolders/inbox | PATCH | mailFolders",
                "POST /me/calendars | POST | calendars",
                "POST /me/calendarView | POST | calendarView",
                "PATCH /me/calendar | PATCH | calendar",
                "PATCH /me/messages/unknown/attachments/A | PATCH | attachments"
            })
    void aMethodThatIsMissingHereIsNamed(String request, String method, String resource) throws Exception {
        var response = http.send(request.replace("/A", "/" + attachment) + "\nContent-Type: application/json\n\n{}");

        assertNotImplemented(response, method);
        assertNotImplemented(response, resource);
    }

    /** A head has no body to name anything in: the record has it. */
    @Test
    void aHeadIsRefusedToo() throws Exception {
        var response = http.send("HEAD /me/messages/M");

        assertThat(response.statusCode()).isEqualTo(501);
        assertThat(recordOf(response).notImplemented()).isEqualTo("the method 'HEAD' of 'messages'");
    }

    /**
     * <pre>
     * request  to an upload URL with another method, or with a query option that was not in it
     * response 501 naming it
     * </pre>
     */
    @Test
    void anUploadUrlIsTakenAsItWasGiven() throws Exception {
        String url = http.uploadUrl("/me/messages/M", 3_000_000);

        var posted = http.send("POST " + url);
        var altered = http.send("GET " + url + "&resume=true");

        assertRefused(posted, 501, "NotImplemented");
        assertThat(recordOf(posted).notImplemented()).contains("'POST'");
        assertRefused(altered, 501, "NotImplemented");
        assertThat(recordOf(altered).notImplemented()).contains("'resume'");
        assertThat(http.send("GET " + url).statusCode()).isEqualTo(200);
    }

    /**
     * <pre>
     * request  to a path that is known, with an id that is not
     * response 404 ErrorItemNotFound, with no mark: Graph says so too
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /me/messages/unknown",
                "GET /me/messages/unknown/attachments",
                "GET /me/messages/M/attachments/unknown",
                "GET /me/mailFolders/unknown",
                "GET /users/unknown@contoso.com/messages",
                "DELETE /me/events/unknown"
            })
    void anUnknownIdIsNotFound(String request) throws Exception {
        var response = http.send(request);

        assertRefused(response, 404, "ErrorItemNotFound");
        assertThat(recordOf(response).notImplemented()).isEmpty();
    }

    /**
     * <pre>
     * request  POST and PATCH of an item with a property that its type does not have, at the top or within another
     * response 400 RequestBodyRead "The property '..' does not exist on type '..'. Make sure to only use property names ..."
     * </pre>
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "messages | {'foo': 1}                                              | foo | message",
                "messages | {'Subject': 'x'}                                        | Subject | message",
                "messages | {'sensitivity': 'private'}                              | sensitivity | message",
                "messages | {'subject': 's', 'OdataType': '#microsoft.graph.message'} | OdataType | message",
                "messages | {'body': {'contentType': 'text', 'text': 'x'}}          | text | itemBody",
                "messages | {'toRecipients': [{'name': 'x'}]}                       | name | recipient",
                "messages | {'from': {'emailAddress': {'mail': 'x'}}}               | mail | emailAddress",
                "events   | {'toRecipients': []}                                    | toRecipients | event",
                "events   | {'start': {'date': '2026-01-01'}}                       | date | dateTimeTimeZone",
                "events   | {'recurrence': {'pattern': {'every': 1}}}               | every | recurrencePattern"
            })
    void aPropertyThatGraphDoesNotHaveIsRefusedAsGraphDoes(String items, String body, String property, String type)
            throws Exception {
        String member = items.equals("messages") ? "/M" : "/E";
        for (String request : List.of("POST /me/" + items, "PATCH /me/" + items + member)) {
            var response = http.send(request + "\nContent-Type: application/json\n\n" + body.replace('\'', '"'));

            assertRefused(response, 400, "RequestBodyRead");
            assertThat(json(response).at("/error/message").asText())
                    .isEqualTo(
                            "The property '%s' does not exist on type 'microsoft.graph.%s'. Make sure to only use property names that are defined by the type or mark the type as open type."
                                    .formatted(property, type));
            assertThat(recordOf(response).notImplemented()).isEmpty();
        }
    }

    /**
     * <pre>
     * request  POST and PATCH of an item with a property that Graph would act upon, or sets itself
     * response 501 naming it
     * </pre>
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "messages | {'multiValueExtendedProperties': []}  | multiValueExtendedProperties",
                "messages | {'extensions': []}                    | extensions",
                "messages | {'changeKey': 'x'}                    | changeKey",
                "messages | {'conversationId': 'x'}               | conversationId",
                "messages | {'isDraft': false}                    | isDraft",
                "messages | {'receivedDateTime': '2026-01-01T00:00:00Z'} | receivedDateTime",
                "messages | {'id': 'x'}                           | id",
                "messages | {'@odata.etag': 'x'}                  | @odata.etag",
                "messages | {'@odata.type': '#microsoft.graph.eventMessage'} | #microsoft.graph.eventMessage",
                "events   | {'isOnlineMeeting': true}             | isOnlineMeeting",
                "events   | {'organizer': {}}                     | organizer",
                "events   | {'location': {'locationUri': 'x'}}    | locationUri",
                "events   | {'attendees': [{'status': {}}]}       | status"
            })
    void aPropertyThatGraphWouldActUponIsNotJustStored(String items, String body, String property) throws Exception {
        String member = items.equals("messages") ? "/M" : "/E";
        for (String request : List.of("POST /me/" + items, "PATCH /me/" + items + member)) {
            assertNotImplemented(
                    http.send(request + "\nContent-Type: application/json\n\n" + body.replace('\'', '"')), property);
        }
    }

    /** The same of attachments, and of what an upload session is opened for; {@code send} has no parameter at all. */
    @Test
    void propertiesOfAttachmentsAreNotIgnoredEither() throws Exception {
        String attachments = "/me/messages/M/attachments";
        String session = "{\"AttachmentItem\": {\"attachmentType\": \"file\", \"name\": \"a\", \"size\": 3000000%s}%s}";

        for (String property : List.of("id", "size", "lastModifiedDateTime", "contentLocation", "name@x.y")) {
            assertNotImplemented(post(attachments, FILE.formatted(", \"" + property + "\": null")), property);
        }
        assertRefused(post(attachments, FILE.formatted(", \"foo\": {\"a\": []}")), 400, "RequestBodyRead");
        assertNotImplemented(
                post(
                        attachments,
                        "{\"@odata.type\": \"#microsoft.graph.itemAttachment\", \"name\": \"a\", \"item\": {}}"),
                "microsoft.graph.itemAttachment");
        assertRefused(
                post(attachments + "/createUploadSession", session.formatted(", \"foo\": 1", "")),
                400,
                "RequestBodyRead");
        assertRefused(
                post(attachments + "/createUploadSession", session.formatted(", \"contentType\": 1", "")),
                400,
                "UnableToDeserializePostBody");
        assertNotImplemented(post(attachments + "/createUploadSession", session.formatted("", ", \"foo\": 1")), "foo");
        assertNotImplemented(post("/me/messages/M/send", "{\"saveToSentItems\": false}"), "saveToSentItems");
    }

    /**
     * <pre>
     * request  POST of an item with a value that is no value of that property
     * response 400 UnableToDeserializePostBody
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'subject': 5}",
                "{'body': 'text'}",
                "{'toRecipients': {}}",
                "{'toRecipients': ['a@contoso.com']}",
                "{'importance': 'urgent'}",
                "{'isRead': 'no'}",
                "{'attachments': {}}"
            })
    void aValueOfAnotherTypeIsRefused(String body) throws Exception {
        assertRefused(post("/me/messages", body.replace('\'', '"')), 400, "UnableToDeserializePostBody");
    }

    /**
     * <pre>
     * request  POST of an item with the properties that are stored; members of an enumeration as Microsoft's samples write
     *          them; the type, as its clients send it
     * response 201, and each comes back, the members as the service writes them
     * </pre>
     */
    @Test
    void whatIsStoredComesBack() throws Exception {
        Map<String, String> samples = Map.of(
                "messages",
                """
                "subject": "Did you see last night's game?", "importance": "low",
                "body": {"contentType": "html", "content": "<html>They were <b>awesome</b>!</html>"},
                "toRecipients": [{"emailAddress": {"address": "AdeleV@contoso.com"}}],
                "from": {"emailAddress": {"name": "x", "address": "x@contoso.com"}},
                "flag": {"flagStatus": "flagged"}, "categories": ["red"], "isRead": false,
                "internetMessageId": "<1@contoso.com>", "isReadReceiptRequested": true
                """,
                "events",
                """
                "subject": "Let's go for lunch", "showAs": "oof", "sensitivity": "private",
                "start": {"dateTime": "2026-04-15T12:00:00.0000000", "timeZone": "UTC"},
                "end": {"dateTime": "2026-04-15T14:00:00.0000000", "timeZone": "UTC"},
                "location": {"displayName": "Harry's Bar"}, "isReminderOn": true, "reminderMinutesBeforeStart": 15,
                "attendees": [{"emailAddress": {"address": "s@contoso.com", "name": "S"}, "type": "required"}],
                "recurrence": {"pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["monday"]},
                  "range": {"type": "endDate", "startDate": "2026-04-15", "endDate": "2026-12-31",
                  "recurrenceTimeZone": "UTC"}}
                """);
        for (var sample : samples.entrySet()) {
            JsonNode sent = PlainHttp.tree("{" + sample.getValue() + "}");
            String type = sample.getKey().substring(0, sample.getKey().length() - 1);
            String body = "{\"@odata.type\": \"#microsoft.graph." + type + "\", "
                    + sample.getValue().replace("\"low\"", "\"Low\"").replace("\"html\"", "\"HTML\"") + "}";

            var response = post("/me/" + sample.getKey(), body);

            assertThat(response.statusCode()).as(sample.getKey()).isEqualTo(201);
            JsonNode got = json(http.send("GET /me/" + sample.getKey() + "/"
                    + json(response).path("id").asText()));
            sent.properties()
                    .forEach(property -> assertThat(got.path(property.getKey())).isEqualTo(property.getValue()));
            assertThat(got.has("@odata.type")).isFalse();
        }
    }

    /**
     * <pre>
     * request  POST of a message as MIME in base64, Content-Type: text/plain
     * response 501 naming it; it is no broken JSON
     * </pre>
     */
    @Test
    void aMessageInMimeIsNoBrokenJson() throws Exception {
        assertNotImplemented(
                http.send("POST /me/messages\nContent-Type: text/plain\n\nU3ViamVjdDogeA=="),
                "Content-Type: text/plain");
    }

    /** What goes wrong on the way goes wrong whatever is asked. */
    @Test
    void aScriptedFaultStrikesBeforeTheRequestIsLookedAt() throws Exception {
        String list = "GET /me/messages/M/attachments?$top=1";
        emulator.faults().on(RequestKind.LIST_ATTACHMENTS).answer(503);

        assertRefused(http.send(list), 503, "ServiceUnavailable");
        assertNotImplemented(http.send(list), "$top");
    }

    /** Scripts that ask the emulator for its exchanges see the mark as well; it never holds a secret. */
    @Test
    void theMarkIsInTheLogWithoutSecrets() throws Exception {
        http.send("GET /me/messages/M?authtoken%3Dsecret-of-the-url=1");

        JsonNode latest = json(http.send("GET " + emulator.pageUrl() + "_emulator/exchanges?limit=1"))
                .path(0);

        assertThat(latest.path("notImplemented").asText())
                .startsWith("the query option 'authtoken=***")
                .doesNotContain("secret");
        assertThat(latest.path("status").asInt()).isEqualTo(501);
    }
}
