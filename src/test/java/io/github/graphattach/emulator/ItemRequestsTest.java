package io.github.graphattach.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Drafts, events and their containers on Graph: enough to have something to attach to, and to find it. */
class ItemRequestsTest {

    private static final String TIMES = "{\"start\":{\"dateTime\":\"2026-01-01T00:00\",\"timeZone\":\"UTC\"},"
            + "\"end\":{\"dateTime\":\"2026-01-01T01:00\",\"timeZone\":\"UTC\"},";

    /** Events that nobody has given a time begin as soon as they are made. */
    private static final String ANY_TIME = "?startDateTime=2000-01-01&endDateTime=3000-01-01";

    private GraphEmulator emulator;
    private Wire wire;

    @BeforeEach
    void start() {
        emulator = GraphEmulator.start();
        wire = new Wire(emulator);
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    /**
     * <pre>
     * request  POST /users/{new user}/messages {"subject":"Minutes"}
     * response 201 with the draft; a file can be attached to it; it lies among the drafts
     * </pre>
     */
    @Test
    void aDraftIsCreated() throws Exception {
        var response = wire.post("/users/new@contoso.com/messages", "{\"subject\":\"Minutes\"}");

        JsonNode draft = Wire.json(response);
        String path = "/users/new@contoso.com/messages/" + draft.path("id").asText();
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(draft.path("subject").asText()).isEqualTo("Minutes");
        assertThat(draft.path("isDraft").asBoolean()).isTrue();
        assertThat(wire.postFile(path, "a", new byte[1]).statusCode()).isEqualTo(201);
        assertThat(Wire.json(wire.get(path)).path("hasAttachments").asBoolean()).isTrue();
        assertThat(Wire.json(wire.get("/users/new@contoso.com/mailFolders/Drafts/messages"))
                        .path("value"))
                .hasSize(1);
    }

    /** A new message takes small attachments along; a new event and a PATCH lose them without a word. */
    @Test
    void attachmentsComeOnlyWithANewMessage() throws Exception {
        String file = "{\"@odata.type\":\"#microsoft.graph.fileAttachment\",\"name\":\"a\",\"contentBytes\":\""
                + Base64.getEncoder().encodeToString(new byte[] {1, 2, 3}) + "\"}";
        String body = "{\"subject\":\"s\",\"attachments\":[" + file + "]}";

        String message = "/me/messages/"
                + Wire.json(wire.post("/me/messages", body)).path("id").asText();
        String event = "/me/events/"
                + Wire.json(wire.post("/me/events", TIMES + body.substring(1)))
                        .path("id")
                        .asText();
        var patched = Wire.send(wire.graph(message).method("PATCH", BodyPublishers.ofString(body)));

        assertThat(patched.statusCode()).isEqualTo(200);
        assertThat(emulator.find(message).orElseThrow().attachments()).hasSize(1);
        assertThat(emulator.find(event).orElseThrow().attachments()).isEmpty();
        String broken = "{\"attachments\":[{\"name\":\"a\"}]}";
        assertThat(wire.post("/me/messages", broken).statusCode()).isEqualTo(422);
        assertThat(Wire.json(wire.get("/me/messages")).path("value")).hasSize(1);
    }

    /** A deleted item is gone with its attachments and its sessions. */
    @Test
    void aDeletedItemIsGone() throws Exception {
        EmulatedItem item = emulator.create("/me/events/E");
        wire.postFile("/me/events/E", "a", new byte[1]);
        EmulatedAttachment attachment = item.attachments().get(0);
        var url = wire.uploadUrl("/me/events/E", "b", 3_000_000);

        assertThat(wire.delete("/me/events/E").statusCode()).isEqualTo(204);

        assertThat(wire.get("/me/events/E").statusCode()).isEqualTo(404);
        assertThat(Wire.put(url, new byte[3_000_000], 0, 9).statusCode()).isEqualTo(404);
        assertThat(attachment.content()).doesNotExist();
    }

    /** A deleted series takes its occurrences along. */
    @Test
    void aDeletedSeriesTakesItsOccurrencesAlong() throws Exception {
        EmulatedItem exception = emulator.create("/me/events/E/exceptionOccurrences/O");
        wire.postFile("/me/events/O", "a", new byte[1]);
        EmulatedAttachment attachment = exception.attachments().get(0);

        assertThat(wire.delete("/me/events/E").statusCode()).isEqualTo(204);

        assertThat(wire.get("/me/events/O").statusCode()).isEqualTo(404);
        assertThat(attachment.content()).doesNotExist();
    }

    /** From the calendar groups down to the exception occurrence, each list leads to the next. */
    @Test
    void theOccurrenceCanBeFoundThroughTheLists() throws Exception {
        emulator.create("/me/calendarGroups/G/calendars/C/calendarView/E/exceptionOccurrences/O");
        emulator.create("/me/calendars/C/events/E/instances/I");

        assertThat(Wire.json(wire.get("/me/calendarGroups")).path("value").findValuesAsText("id"))
                .contains("G");
        assertThat(Wire.json(wire.get("/me/calendarGroups/G/calendars"))
                        .path("value")
                        .findValuesAsText("id"))
                .containsExactly("C");
        assertThat(Wire.json(wire.get("/me/calendars")).path("value")).hasSize(2);
        assertThat(Wire.json(wire.get("/me/calendar")).path("isDefaultCalendar").asBoolean())
                .isTrue();
        assertThat(Wire.json(wire.get("/me/calendars/C/events")).path("value").findValuesAsText("id"))
                .containsExactly("E");
        assertThat(Wire.json(wire.get("/me/events/E/instances" + ANY_TIME))
                        .path("value")
                        .findValuesAsText("id"))
                .containsExactly("O", "I");
        JsonNode exceptions =
                Wire.json(wire.get("/me/events/E/exceptionOccurrences")).path("value");
        assertThat(exceptions.findValuesAsText("id")).containsExactly("O");
        assertThat(exceptions.at("/0/type").asText()).isEqualTo("exception");
        assertThat(exceptions.at("/0/seriesMasterId").asText()).isEqualTo("E");
        assertThat(Wire.json(wire.get("/me/calendars/C/calendarView" + ANY_TIME))
                        .path("value")
                        .findValuesAsText("id"))
                .containsExactly("O", "I");
        assertThat(Wire.json(wire.get("/me/events/E")).path("type").asText()).isEqualTo("seriesMaster");
    }

    /** Folders within folders; a well-known name stands for the folder's id, in any letter case. */
    @Test
    void foldersAreFound() throws Exception {
        emulator.create("/me/mailFolders/inbox/childFolders/F/messages/M");

        String inbox = Wire.json(wire.get("/me/mailFolders/Inbox")).path("id").asText();
        assertThat(Wire.json(wire.get("/me/mailFolders/" + inbox + "/childFolders"))
                        .at("/value/0/id")
                        .asText())
                .isEqualTo("F");
        assertThat(wire.get("/me/mailFolders/F/messages/M").statusCode()).isEqualTo(200);
        assertThat(wire.get("/me/mailFolders/nowhere").statusCode()).isEqualTo(404);
        assertThat(wire.get("/me/mailFolders/inbox/messages/M").statusCode()).isEqualTo(404);
    }

    /**
     * <pre>
     * request  GET with Prefer: IdType="ImmutableId"
     * response the immutable id, and Preference-Applied; both ids lead to the item
     * </pre>
     */
    @Test
    void immutableIdsAreShownOnRequest() throws Exception {
        EmulatedItem item = emulator.create("/me/messages/M");
        wire.postFile("/me/messages/M", "a", new byte[1]);

        var response = Wire.send(wire.graph("/me/messages/M").header("Prefer", "IdType=\"ImmutableId\""));
        String immutable = Wire.json(response).path("id").asText();
        var attachments = Wire.send(
                wire.graph("/me/messages/" + immutable + "/attachments").header("Prefer", "IdType=\"ImmutableId\""));

        assertThat(response.headers().firstValue("Preference-Applied")).hasValue("IdType=ImmutableId");
        assertThat(immutable).isNotEqualTo("M");
        assertThat(emulator.find("/me/messages/" + immutable)).containsSame(item);
        String attachmentId = Wire.json(attachments).at("/value/0/id").asText();
        assertThat(attachmentId).isNotEqualTo(item.attachments().get(0).id());
        assertThat(wire.get("/me/messages/M/attachments/" + attachmentId).statusCode())
                .isEqualTo(200);
    }

    /**
     * <pre>
     * request  with Prefer: IdType and something else than "ImmutableId" in quotes; with preferences of other kinds
     * response 400, as a client that asks so believes in ids that it does not get; such preferences are no business of ours
     * </pre>
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "IdType=\"ImmutableId\" | 200 | IdType=ImmutableId",
                "outlook.timezone=\"UTC\", IdType=\"ImmutableId\" | 200 | IdType=ImmutableId",
                "outlook.timezone=\"UTC\" | 200 | ~~",
                "outlook.body-content-type=\"IdType=x\" | 200 | ~~",
                "IdType=ImmutableId | 400 | ~~",
                "IdType=\"immutable\" | 400 | ~~",
                "IdType=\"immutableid\" | 400 | ~~",
                "IdType | 400 | ~~"
            })
    void aPreferenceForIdsOfAnUnknownTypeIsRefused(String prefer, int status, String applied) throws Exception {
        emulator.create("/me/messages/M");

        for (String path : List.of("/me/messages/M", "/me/messages/M/attachments")) {
            var response = Wire.send(wire.graph(path).header("Prefer", prefer));

            assertThat(response.statusCode()).as(path).isEqualTo(status);
            assertThat(response.headers().firstValue("Preference-Applied").orElse(""))
                    .isEqualTo(applied);
        }
    }

    /** Also where the answer shows no id. */
    @Test
    void everyRequestSaysThatItsPreferenceWasApplied() throws Exception {
        emulator.create("/me/messages/M");

        var opened = Wire.send(wire.graph("/me/messages/M/attachments/createUploadSession")
                .header("Prefer", "IdType=\"ImmutableId\"")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"AttachmentItem\":{\"attachmentType\":\"file\",\"name\":\"a\",\"size\":3000000}}")));

        assertThat(opened.statusCode()).isEqualTo(201);
        assertThat(opened.headers().firstValue("Preference-Applied")).hasValue("IdType=ImmutableId");
    }

    /** What is posted where there is nothing, or is no object; what else is not done here, {@link NotImplementedTest} has. */
    @Test
    void otherRequestsAreRefused() throws Exception {
        assertThat(wire.post("/me/calendars/nowhere/events", TIMES + "\"subject\":\"s\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(wire.post("/me/messages", "[]").statusCode()).isEqualTo(400);
    }
}
