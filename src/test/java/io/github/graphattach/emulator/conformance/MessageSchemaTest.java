package io.github.graphattach.emulator.conformance;

import static io.github.graphattach.emulator.conformance.PlainHttp.assertRefused;
import static io.github.graphattach.emulator.conformance.PlainHttp.json;
import static io.github.graphattach.emulator.conformance.PlainHttp.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.emulator.GraphEmulator;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a message consists of: what the service adds to it, what it changes of it, what it shows only on request. */
class MessageSchemaTest {

    private static final String SECONDS = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ";
    private static final String GUID = "66f5a359-4659-4830-9070-00047ec6ac6e";

    private GraphEmulator emulator;
    private PlainHttp http;

    @BeforeEach
    void start() {
        emulator = GraphEmulator.start();
        http = new PlainHttp(emulator);
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    private HttpResponse<byte[]> send(String method, String path, String body) throws Exception {
        return http.send(method + " " + path + "\nContent-Type: application/json\n\n" + body.replace('\'', '"'));
    }

    private JsonNode draft(String body) throws Exception {
        HttpResponse<byte[]> response = send("POST", "/me/messages", body);
        assertThat(response.statusCode()).isEqualTo(201);
        return json(response);
    }

    private JsonNode get(String path) throws Exception {
        return json(http.send("GET " + path));
    }

    private static String path(JsonNode message) {
        return "/me/messages/" + message.path("id").asText();
    }

    /**
     * <pre>
     * request  POST /me/messages {}
     * response 201 with every property of a message, each in its default
     * </pre>
     */
    @Test
    void aDraftHasItsDefaults() throws Exception {
        JsonNode draft = draft("{}");

        JsonNode defaults = tree(
                """
                {"subject": "", "importance": "normal", "isRead": true, "isDraft": true, "hasAttachments": false,
                 "isReadReceiptRequested": false, "isDeliveryReceiptRequested": false, "categories": [],
                 "inferenceClassification": "focused", "flag": {"flagStatus": "notFlagged"}, "bodyPreview": "",
                 "body": {"contentType": "text", "content": ""}, "replyTo": [],
                 "toRecipients": [], "ccRecipients": [], "bccRecipients": []}
                """);
        defaults.properties().forEach(property -> assertThat(draft.path(property.getKey()))
                .as(property.getKey())
                .isEqualTo(property.getValue()));
        for (String date : List.of("createdDateTime", "lastModifiedDateTime", "receivedDateTime", "sentDateTime")) {
            assertThat(draft.path(date).asText()).as(date).matches(SECONDS);
        }
        assertThat(draft.path("internetMessageId").asText()).matches("<[^<>@]+@[^<>@]+>");
        String conversation = draft.path("conversationId").asText();
        assertThat(conversation).startsWith("AAQkA");
        assertThat(Base64.getDecoder().decode(draft.path("conversationIndex").asText()))
                .hasSize(22)
                .startsWith(1)
                .endsWith(Base64.getUrlDecoder().decode(conversation.substring(5)));
        assertThat(draft.path("webLink").asText())
                .startsWith("https://outlook.office365.com/owa/?ItemID=")
                .contains(draft.path("id").asText().replace("=", "%3D"));
        assertThat(draft.path("parentFolderId"))
                .isEqualTo(get("/me/mailFolders/drafts").path("id"));
        assertThat(draft.has("from")).as("nobody has set it").isFalse();
    }

    /** The draft that is read is the draft that was created, and no two are one. */
    @Test
    void aDraftIsReadAsItWasCreated() throws Exception {
        JsonNode draft = draft("{'subject': 'Minutes'}");
        JsonNode other = draft("{}");

        assertThat(get(path(draft))).isEqualTo(draft);
        for (String own :
                List.of("id", "changeKey", "internetMessageId", "conversationId", "conversationIndex", "webLink")) {
            assertThat(draft.path(own)).as(own).isNotEqualTo(other.path(own));
        }
    }

    /** A message that the emulator was told to have is no less a message; without a subject it shows none. */
    @Test
    void aMessageOfAPathIsWholeToo() throws Exception {
        emulator.create("/me/messages/M");
        JsonNode draft = draft("{}");

        JsonNode message = get("/me/messages/M");

        assertThat(message.path("subject").asText()).isEmpty();
        assertThat(message.fieldNames()).toIterable().containsExactlyElementsOf(() -> draft.fieldNames());
    }

    /**
     * <pre>
     * response @odata.context of one: $metadata#users('{id}')/messages/$entity; of a list: without "/$entity"; with what is
     *          selected in parentheses
     * </pre>
     */
    @Test
    void theContextSaysWhatTheAnswerIs() throws Exception {
        JsonNode draft = draft("{}");
        String users = "https://graph.microsoft.com/v1.0/$metadata#users('";

        assertThat(draft.path("@odata.context").asText()).startsWith(users).endsWith("')/messages/$entity");
        assertThat(get(path(draft)).path("@odata.context")).isEqualTo(draft.path("@odata.context"));
        assertThat(get("/me/messages").path("@odata.context").asText())
                .startsWith(users)
                .endsWith("')/messages");
        assertThat(get("/me/messages?$select=subject").path("@odata.context").asText())
                .endsWith("')/messages(id,subject)");
        assertThat(get("/me/messages").at("/value/0").has("@odata.context")).isFalse();
    }

    /**
     * <pre>
     * client   reads the message, then each request that writes: PATCH, POST and DELETE of an attachment, send
     * response another changeKey after each, the same in @odata.etag as W/"..."; the same after a GET
     * </pre>
     */
    @Test
    void eachWriteChangesTheChangeKey() throws Exception {
        JsonNode draft = draft("{}");
        String path = path(draft);
        Set<String> keys = new LinkedHashSet<>();
        keys.add(changeKey(draft));
        assertThat(changeKey(get(path))).isEqualTo(changeKey(draft));

        assertThat(keys.add(changeKey(json(send("PATCH", path, "{'isRead': false}")))))
                .isTrue();
        JsonNode attachment = json(send(
                "POST",
                path + "/attachments",
                "{'@odata.type': '#microsoft.graph.fileAttachment', 'name': 'a', 'contentBytes': 'QQ=='}"));
        assertThat(keys.add(changeKey(get(path)))).as("after an attachment").isTrue();
        http.send("DELETE " + path + "/attachments/" + attachment.path("id").asText());
        assertThat(keys.add(changeKey(get(path)))).as("without it").isTrue();

        assertThat(changeKey(get(path + "?$select=changeKey"))).isIn(keys);
        assertThat(keys).hasSize(4).allMatch(key -> key.startsWith("CQAAABYA"));
    }

    private static String changeKey(JsonNode message) {
        String key = message.path("changeKey").asText();
        assertThat(message.path("@odata.etag").asText()).isEqualTo("W/\"" + key + "\"");
        return key;
    }

    /** The last change is dated by the emulator's clock; the date of creation stays. */
    @Test
    void aWriteIsDated() throws Exception {
        JsonNode draft = draft("{}");

        emulator.advanceClock(Duration.ofHours(1));
        JsonNode changed = json(send("PATCH", path(draft), "{'subject': 'x'}"));

        assertThat(changed.path("createdDateTime")).isEqualTo(draft.path("createdDateTime"));
        assertThat(changed.path("lastModifiedDateTime").asText())
                .isGreaterThan(draft.path("lastModifiedDateTime").asText());
    }

    /**
     * <pre>
     * request  POST with a body in HTML
     * response 201; the HTML comes back as a document, the preview as its text, of 255 characters at most
     * </pre>
     */
    @Test
    void htmlComesBackAsADocument() throws Exception {
        JsonNode draft = draft(
                "{'body': {'contentType': 'HTML', 'content': 'They <style>b {}</style> were\\n<b>awesome</b> &amp; more!'}}");

        assertThat(draft.at("/body/contentType").asText()).isEqualTo("html");
        assertThat(draft.at("/body/content").asText())
                .startsWith("<html><head>")
                .contains("text/html; charset=utf-8")
                .contains("<body>They <style>b {}</style> were\n<b>awesome</b> &amp; more!</body>");
        assertThat(draft.path("bodyPreview").asText()).isEqualTo("They were awesome & more!");
        assertThat(draft("{'body': {'content': '" + "1234567890".repeat(30) + "'}}")
                        .path("bodyPreview")
                        .asText())
                .hasSize(255);
    }

    /** The message id of the internet can be chosen, and another one later. */
    @Test
    void theInternetMessageIdCanBeChosen() throws Exception {
        JsonNode draft = draft("{'internetMessageId': '<job-1@contoso.com>'}");

        assertThat(draft.path("internetMessageId").asText()).isEqualTo("<job-1@contoso.com>");
        assertThat(json(send("PATCH", path(draft), "{'internetMessageId': '<job-2@contoso.com>'}"))
                        .path("internetMessageId")
                        .asText())
                .isEqualTo("<job-2@contoso.com>");
    }

    /**
     * <pre>
     * request  POST with headers of the client's own
     * response 201 without them; they come with $select only
     * </pre>
     */
    @Test
    void headersAreShownOnlyOnRequest() throws Exception {
        JsonNode draft = draft("{'internetMessageHeaders': [{'name': 'X-Job', 'value': '1'}]}");

        assertThat(draft.has("internetMessageHeaders")).isFalse();
        assertThat(get(path(draft)).has("internetMessageHeaders")).isFalse();
        assertThat(get("/me/messages").at("/value/0").has("internetMessageHeaders"))
                .isFalse();
        assertThat(get(path(draft) + "?$select=internetMessageHeaders").path("internetMessageHeaders"))
                .isEqualTo(tree("[{\"name\": \"X-Job\", \"value\": \"1\"}]"));
    }

    /**
     * <pre>
     * request  POST with headers that are none of the client's own, or too many, or an empty list
     * response 400 and the code; no draft is left
     * </pre>
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{'name': 'In-Reply-To', 'value': '<a@b>'}] | InvalidInternetMessageHeader",
                "[{'name': 'x-1', 'value': ''}, {'name': 'y-1', 'value': ''}] | InvalidInternetMessageHeader",
                "[] | InvalidInternetMessageHeaderCollection",
                "[{'name': 'x-1', 'value': ''}, {'name': 'x-2', 'value': ''}, {'name': 'x-3', 'value': ''}, {'name': 'x-4', 'value': ''}, {'name': 'x-5', 'value': ''}, {'name': 'x-6', 'value': ''}] | InvalidInternetMessageHeaderCollection"
            })
    void otherHeadersAreRefused(String headers, String code) throws Exception {
        assertRefused(send("POST", "/me/messages", "{'internetMessageHeaders': " + headers + "}"), 400, code);
        assertThat(get("/me/messages").path("value")).isEmpty();
    }

    /** Five are not too many. Later none can be added, as far as is known. */
    @Test
    void fiveHeadersAreTakenAtTheCreation() throws Exception {
        JsonNode draft = draft(
                "{'internetMessageHeaders': [{'name': 'x-1', 'value': ''}, {'name': 'x-2', 'value': ''}, {'name': 'X-3', 'value': ''}, {'name': 'x-4', 'value': ''}, {'name': 'x-5', 'value': ''}]}");

        assertThat(get(path(draft) + "?$select=internetMessageHeaders").path("internetMessageHeaders"))
                .hasSize(5);
        assertRefused(
                send("PATCH", path(draft), "{'internetMessageHeaders': [{'name': 'x-1', 'value': ''}]}"),
                501,
                "NotImplemented");
    }

    /** Extended properties are taken at the creation and later, and are in no answer that was not asked for them. */
    @Test
    void extendedPropertiesAreNotShown() throws Exception {
        JsonNode draft = draft("{'singleValueExtendedProperties': [{'id': 'String {" + GUID
                + "} Name Job', 'value': '1'}, {'id': 'Integer 0x0036', 'value': '2'}]}");

        assertThat(draft.has("singleValueExtendedProperties")).isFalse();
        assertThat(json(send(
                                "PATCH",
                                path(draft),
                                "{'singleValueExtendedProperties': [{'id': 'String 0x1042', 'value': '<a@b>'}]}"))
                        .has("singleValueExtendedProperties"))
                .isFalse();
        assertThat(get(path(draft)).has("singleValueExtendedProperties")).isFalse();
    }

    /**
     * <pre>
     * request  POST with an extended property whose id has none of the three forms; whose type there is not
     * response 400 ErrorInvalidProperty; 400 ErrorInvalidExtendedProperty
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Job",
                "String Job",
                "String {" + GUID + "} Job",
                "String {" + GUID + "} Id 54",
                "String {66f5a359} Name Job",
                "{" + GUID + "} Name Job"
            })
    void anExtendedPropertyNeedsAnIdOfAKnownForm(String id) throws Exception {
        String body = "{'singleValueExtendedProperties': [{'id': '%s', 'value': '1'}]}";

        assertRefused(send("POST", "/me/messages", body.formatted(id)), 400, "ErrorInvalidProperty");
        assertRefused(
                send("POST", "/me/messages", body.formatted("Text {" + GUID + "} Name Job")),
                400,
                "ErrorInvalidExtendedProperty");
    }
}
