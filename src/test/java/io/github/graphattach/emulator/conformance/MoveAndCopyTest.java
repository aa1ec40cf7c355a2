package io.github.graphattach.emulator.conformance;

import static io.github.graphattach.emulator.conformance.PlainHttp.assertRefused;
import static io.github.graphattach.emulator.conformance.PlainHttp.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.GraphEmulator;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a message goes from folder to folder: which ids it keeps, what it takes along, and who may still change it. */
class MoveAndCopyTest {

    private static final String IMMUTABLE = "\nPrefer: IdType=\"ImmutableId\"";

    private GraphEmulator emulator;
    private PlainHttp http;

    @BeforeEach
    void start() throws Exception {
        emulator = GraphEmulator.start();
        http = new PlainHttp(emulator);
        emulator.create("/me/messages/M");
        send(
                "POST",
                "/me/messages/M/attachments",
                "",
                "{'@odata.type': '#microsoft.graph.fileAttachment', 'name': 'a.txt', 'contentBytes': 'QUJD'}");
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    private HttpResponse<byte[]> send(String method, String path, String headers, String body) throws Exception {
        return http.send(
                method + " " + path + "\nContent-Type: application/json" + headers + "\n\n" + body.replace('\'', '"'));
    }

    private JsonNode moved(String action, String folder) throws Exception {
        var response = send("POST", "/me/messages/M/" + action, "", "{'destinationId': '" + folder + "'}");
        assertThat(response.statusCode()).isEqualTo(201);
        return json(response);
    }

    private JsonNode get(String path) throws Exception {
        return json(http.send("GET " + path));
    }

    private int count(String folder) throws Exception {
        return get("/me/mailFolders/" + folder).path("totalItemCount").asInt();
    }

    /**
     * <pre>
     * request  POST /me/messages/{id}/move {"destinationId": a well-known name or an id}
     * response 201 with the message under another id; 404 under the id that it had
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(strings = {"archive", "Archive", "id"})
    void aMovedMessageHasAnotherId(String folder) throws Exception {
        JsonNode before = get("/me/messages/M");
        String archive = get("/me/mailFolders/archive").path("id").asText();

        JsonNode moved = moved("move", folder.equals("id") ? archive : folder);

        assertThat(moved.path("@odata.type").asText()).isEqualTo("#microsoft.graph.message");
        assertThat(moved.path("id")).isNotEqualTo(before.path("id"));
        assertThat(moved.path("changeKey")).isNotEqualTo(before.path("changeKey"));
        assertThat(moved.path("parentFolderId").asText()).isEqualTo(archive);
        for (String kept : List.of("internetMessageId", "conversationId", "createdDateTime", "isDraft", "subject")) {
            assertThat(moved.path(kept)).as(kept).isEqualTo(before.path(kept));
        }
        assertRefused(http.send("GET /me/messages/M"), 404, "ErrorItemNotFound");
        String path = "/me/mailFolders/archive/messages/" + moved.path("id").asText();
        assertThat(get(path + "/attachments").at("/value/0/contentBytes").asText())
                .isEqualTo("QUJD");
        assertThat(count("drafts")).isZero();
        assertThat(count("archive")).isEqualTo(1);
    }

    /** What was received is no draft, wherever it is moved or copied to, also to Drafts. */
    @ParameterizedTest
    @ValueSource(strings = {"move", "copy"})
    void whatWasReceivedBecomesNoDraft(String action) throws Exception {
        emulator.answers().sending().delay(Duration.ZERO);
        send(
                "POST",
                "/me/sendMail",
                "",
                "{'message': {'toRecipients': [{'emailAddress': {'address': 'demo@contoso.com'}}]}}");
        String received =
                get("/me/mailFolders/inbox/messages").at("/value/0/id").asText();

        var response = send("POST", "/me/messages/" + received + "/" + action, "", "{'destinationId': 'drafts'}");

        assertThat(json(response).path("isDraft").asBoolean(true)).isFalse();
    }

    /** The immutable id leads to the message wherever it goes. */
    @Test
    void aMovedMessageKeepsItsImmutableId() throws Exception {
        String immutable = get("/me/messages/M" + IMMUTABLE).path("id").asText();

        var response = send("POST", "/me/messages/" + immutable + "/move", IMMUTABLE, "{'destinationId': 'inbox'}");

        assertThat(json(response).path("id").asText()).isEqualTo(immutable);
        assertThat(http.send("GET /me/mailFolders/inbox/messages/" + immutable).statusCode())
                .isEqualTo(200);
        assertThat(get("/me/messages/" + immutable).path("id").asText())
                .isNotEqualTo("M")
                .startsWith("AAMk");
    }

    /**
     * <pre>
     * request  POST /me/messages/{id}/copy {"destinationId": ...}
     * response 201 with another message: other ids of both kinds, attachments of its own; the first stays as it was
     * </pre>
     */
    @Test
    void aCopyIsAnotherMessage() throws Exception {
        send("PATCH", "/me/messages/M", "", "{'subject': 'Minutes', 'categories': ['red']}");
        JsonNode before = get("/me/messages/M");

        JsonNode copy = moved("copy", "inbox");
        String path = "/me/messages/" + copy.path("id").asText();

        assertThat(get("/me/messages/M")).isEqualTo(before);
        assertThat(copy.path("subject").asText()).isEqualTo("Minutes");
        assertThat(copy.path("categories")).isEqualTo(before.path("categories"));
        assertThat(copy.path("hasAttachments").asBoolean()).isTrue();
        assertThat(get(path + IMMUTABLE).path("id"))
                .isNotEqualTo(get("/me/messages/M" + IMMUTABLE).path("id"));
        JsonNode attachment = get(path + "/attachments").at("/value/0");
        assertThat(attachment.path("contentBytes").asText()).isEqualTo("QUJD");
        assertThat(attachment.path("id"))
                .isNotEqualTo(get("/me/messages/M/attachments").at("/value/0/id"));

        http.send("DELETE /me/messages/M/attachments/"
                + get("/me/messages/M/attachments").at("/value/0/id").asText());
        send("PATCH", "/me/messages/M", "", "{'subject': 'Other'}");

        assertThat(get(path + "/attachments").at("/value/0/contentBytes").asText())
                .isEqualTo("QUJD");
        assertThat(get(path).path("subject").asText()).isEqualTo("Minutes");
    }

    /** Without a folder, or to one that is not there, nothing goes anywhere. */
    @ParameterizedTest
    @ValueSource(strings = {"move", "copy"})
    void aMessageGoesToAFolder(String action) throws Exception {
        String path = "/me/messages/M/" + action;

        assertRefused(send("POST", path, "", "{'destinationId': 'nowhere'}"), 404, "ErrorItemNotFound");
        assertRefused(send("POST", path, "", "{'destinationId': 'clutter'}"), 501, "NotImplemented");
        assertRefused(send("POST", path, "", "{'destinationId': 5}"), 400, "UnableToDeserializePostBody");
        assertRefused(send("POST", path, "", "{}"), 400, "UnableToDeserializePostBody");
        assertRefused(send("POST", path, "", ""), 400, "BadRequest");
        assertRefused(
                send("POST", "/me/messages/unknown/" + action, "", "{'destinationId': 'inbox'}"),
                404,
                "ErrorItemNotFound");

        assertThat(count("drafts")).isEqualTo(1);
        assertThat(count("inbox")).isZero();
    }

    /**
     * <pre>
     * request  DELETE /me/messages/{id}
     * response 204; the message is in Deleted Items under another id, with its attachments; a session of it is gone.
     *          DELETE there: 204, and it is nowhere
     * </pre>
     */
    @Test
    void aDeletedMessageIsInDeletedItems() throws Exception {
        EmulatedItem message = emulator.find("/me/messages/M").orElseThrow();
        String upload = http.uploadUrl("/me/messages/M", 3_000_000);
        JsonNode before = get("/me/messages/M");

        assertThat(http.send("DELETE /me/messages/M").statusCode()).isEqualTo(204);

        assertRefused(http.send("GET /me/messages/M"), 404, "ErrorItemNotFound");
        assertRefused(http.send("DELETE /me/messages/M"), 404, "ErrorItemNotFound");
        assertRefused(http.send("GET " + upload), 404, "ErrorItemNotFound");
        assertThat(message.attachments())
                .as("the emulator's own view of what was there")
                .isEmpty();
        JsonNode deleted =
                get("/me/mailFolders/deleteditems/messages?$expand=attachments").at("/value/0");
        assertThat(deleted.path("internetMessageId")).isEqualTo(before.path("internetMessageId"));
        assertThat(deleted.path("attachments")).hasSize(1);
        assertThat(get("/me/messages").path("value")).as("all folders").hasSize(1);

        String path = "/me/messages/" + deleted.path("id").asText();
        Optional<EmulatedItem> found = emulator.find(path);
        assertThat(found.orElseThrow().path()).isEqualTo(path.replace("=", "%3D"));
        var content = found.orElseThrow().attachments().get(0).content();
        assertThat(content).exists();
        assertThat(http.send("DELETE " + path).statusCode()).isEqualTo(204);
        assertThat(get("/me/messages").path("value")).isEmpty();
        assertThat(content).doesNotExist();
    }

    /**
     * <pre>
     * request  POST /me/messages/{id}/permanentDelete
     * response 204; the message is in no folder
     * </pre>
     */
    @Test
    void aMessageIsDeletedForGood() throws Exception {
        var content = emulator.find("/me/messages/M")
                .orElseThrow()
                .attachments()
                .get(0)
                .content();

        assertThat(http.send("POST /me/messages/M/permanentDelete").statusCode())
                .isEqualTo(204);

        assertThat(get("/me/messages").path("value")).isEmpty();
        assertThat(content).doesNotExist();
        assertRefused(http.send("POST /me/messages/M/permanentDelete"), 404, "ErrorItemNotFound");
    }

    /**
     * <pre>
     * server   a message that was changed since
     * request  PATCH, DELETE with If-Match: the etag that was read
     * response 412 ErrorIrresolvableConflict; nothing is changed. With the present etag, with "*", without the header: done
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(strings = {"messages", "events"})
    void aChangeCanDependOnTheState(String items) throws Exception {
        emulator.create("/me/" + items + "/X");
        String path = "/me/" + items + "/X";
        String old = get(path).path("@odata.etag").asText();
        String present = json(send("PATCH", path, "\nIf-Match: " + old, "{'subject': '1'}"))
                .path("@odata.etag")
                .asText();

        var refused = send("PATCH", path, "\nIf-Match: " + old, "{'subject': '2'}");
        assertRefused(refused, 412, "ErrorIrresolvableConflict");
        assertThat(json(refused).at("/error/message").asText()).contains("the change key passed in the request");
        assertRefused(http.send("DELETE " + path + "\nIf-Match: " + old), 412, "ErrorIrresolvableConflict");
        assertThat(get(path).path("subject").asText()).isEqualTo("1");
        assertThat(get(path).path("@odata.etag").asText()).isEqualTo(present);

        assertThat(send("PATCH", path, "\nIf-Match: *", "{'subject': '3'}").statusCode())
                .isEqualTo(200);
        String last = get(path).path("@odata.etag").asText();
        assertThat(http.send("DELETE " + path + "\nIf-Match: " + old + ", " + last)
                        .statusCode())
                .isEqualTo(204);
        assertRefused(http.send("GET " + path), 404, "ErrorItemNotFound");
    }
}
