package io.github.graphattach.emulator.conformance;

import static io.github.graphattach.emulator.conformance.PlainHttp.header;
import static io.github.graphattach.emulator.conformance.PlainHttp.json;
import static io.github.graphattach.emulator.conformance.PlainHttp.put;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.GraphEmulator;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Small files by a single POST, and attachments once they are there, as Microsoft's reference and its users describe them.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/message-post-attachments">Add attachment to a message</a>
 * @see <a href="https://learn.microsoft.com/graph/api/attachment-get">Get attachment</a>
 */
class AttachmentResourceTest {

    private static final String MESSAGE = "/me/messages/AAMkpsDRVK=";
    private static final byte[] GIF = "GIF87a and some bytes more".getBytes(StandardCharsets.US_ASCII);

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

    /**
     * <pre>
     * server   the item exists
     * client   has a small picture named "smile", and does not say what it is
     * request  POST attachments {"@odata.type":"#microsoft.graph.fileAttachment","name":"smile","contentBytes":..}
     * response 201 with id, lastModifiedDateTime, name, contentType image/gif as the first bytes say, size, isInline false,
     *          contentId null, contentLocation null, contentBytes as they were sent
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(strings = {MESSAGE, "/me/events/AAMkAGI1AAAt9AHjAAA="})
    void aSmallFileIsPosted(String itemPath) throws Exception {
        EmulatedItem item = emulator.create(itemPath);

        var response = postFile(itemPath, "smile", GIF);

        assertThat(response.statusCode()).isEqualTo(201);
        JsonNode entity = json(response);
        assertThat(entity.path("id").asText())
                .isEqualTo(item.attachments().get(0).id());
        assertThat(entity.path("lastModifiedDateTime").asText()).endsWith("Z");
        assertThat(entity.path("name").asText()).isEqualTo("smile");
        assertThat(entity.path("contentType").asText()).isEqualTo("image/gif");
        assertThat(entity.path("size").asLong()).isGreaterThan(GIF.length);
        assertThat(entity.path("isInline").asBoolean(true)).isFalse();
        assertThat(entity.path("contentId").isNull()).isTrue();
        assertThat(entity.path("contentLocation").isNull()).isTrue();
        assertThat(Base64.getDecoder().decode(entity.path("contentBytes").asText()))
                .isEqualTo(GIF);
        assertThat(item.attachments().get(0).content()).hasBinaryContent(GIF);
    }

    /**
     * <pre>
     * server   takes request bodies up to 4 MiB
     * client   has a file of 3,145,611 bytes, the largest that was seen to pass; or of 3 MiB
     * request  POST attachments
     * response 201; or 413
     * </pre>
     */
    @Test
    void theLargestFileThatCanBePostedIsSomewhatBelowThreeMebibytes() throws Exception {
        emulator.create(MESSAGE);

        assertThat(postFile(MESSAGE, "a", new byte[3_145_611]).statusCode()).isEqualTo(201);
        assertThat(postFile(MESSAGE, "a", new byte[3_145_728]).statusCode()).isEqualTo(413);
    }

    /**
     * <pre>
     * server   the item exists
     * client   forgets the type
     * request  POST attachments {"name":"smile","contentBytes":..}
     * response 422 UnprocessableType "Cannot process input of abstract type ..."
     * </pre>
     */
    @Test
    void aFileWithoutATypeIsRefused() throws Exception {
        emulator.create(MESSAGE);

        var response = post(MESSAGE + "/attachments", "{\"name\": \"smile\", \"contentBytes\": \"R0lGODdh\"}");

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(json(response).at("/error/code").asText()).isEqualTo("UnprocessableType");
        assertThat(json(response).at("/error/message").asText()).startsWith("Cannot process input of abstract type");
    }

    /**
     * <pre>
     * server   the item exists
     * client   sends broken JSON
     * request  POST attachments
     * response 400 UnableToDeserializePostBody
     * </pre>
     */
    @Test
    void aBrokenBodyIsRefused() throws Exception {
        emulator.create(MESSAGE);

        var response = post(MESSAGE + "/attachments", "{\"@odata.type\": \"#microsoft.graph.fileAttachment\", ");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).at("/error/code").asText()).isEqualTo("UnableToDeserializePostBody");
    }

    /**
     * <pre>
     * server   gives each item and attachment two ids: one that changes when the item moves, and an immutable one
     * client   prefers immutable ids in some requests, and knows that it has to say so in each of them
     * request  POST messages, POST attachments, GET attachments, with Prefer: IdType="ImmutableId"; each again without
     * response immutable ids and Preference-Applied: IdType=ImmutableId; the ordinary ids, and no such header. Either id leads to
     *          the item, also to createUploadSession; Location has the ordinary id, as its request is none of Graph's
     * </pre>
     */
    @Test
    void immutableIdsAreGivenToWhomPrefersThem() throws Exception {
        String preference = "\nPrefer: IdType=\"ImmutableId\"";
        var created = http.send("POST /me/messages" + preference + "\nContent-Type: application/json\n\n{}");
        String draft = "/me/messages/" + json(created).path("id").asText();
        EmulatedItem item = emulator.find(draft).orElseThrow();
        var posted = http.send("POST " + draft + "/attachments" + preference + "\nContent-Type: application/json\n\n"
                + fileAttachment("smile", GIF));
        var plain = http.send("GET " + draft + "/attachments?$select=id");
        var last = http.send(put(http.uploadUrl(draft, 3_000_000), "0-2999999/3000000"), new byte[3_000_000]);

        for (var answer : List.of(created, posted)) {
            assertThat(header(answer, "Preference-Applied")).isEqualTo("IdType=ImmutableId");
        }
        assertThat(draft).doesNotEndWith(item.id());
        assertThat(json(posted).path("id").asText())
                .isNotEqualTo(item.attachments().get(0).id());
        assertThat(header(plain, "Preference-Applied")).isEmpty();
        assertThat(json(plain).at("/value/0/id").asText())
                .isEqualTo(item.attachments().get(0).id());
        assertThat(header(last, "Location"))
                .endsWith("/Attachments('" + item.attachments().get(1).id() + "')");
    }

    /**
     * <pre>
     * server   creates and changes items
     * client   brings a small file along
     * request  POST messages, POST events, PATCH of the message, each with "attachments"
     * response 201, 201, 200; but only the new message has the file, the others lose it silently
     * </pre>
     */
    @Test
    void onlyANewMessageTakesFilesAlong() throws Exception {
        String body = "{\"subject\": \"s\", \"attachments\": [%s]}".formatted(fileAttachment("smile", GIF));

        var message = post("/me/messages", body);
        String times = "{\"start\": %1$s, \"end\": %1$s, "
                .formatted("{\"dateTime\": \"2026-01-01T00:00\", \"timeZone\": \"UTC\"}");
        var event = post("/me/events", times + body.substring(1));
        String messagePath = "/me/messages/" + json(message).path("id").asText();
        var patched = http.send("PATCH " + messagePath + "\nContent-Type: application/json\n\n" + body);

        assertThat(message.statusCode()).isEqualTo(201);
        assertThat(event.statusCode()).isEqualTo(201);
        assertThat(patched.statusCode()).isEqualTo(200);
        assertThat(emulator.find(messagePath).orElseThrow().attachments()).hasSize(1);
        assertThat(emulator.find("/me/events/" + json(event).path("id").asText())
                        .orElseThrow()
                        .attachments())
                .isEmpty();
    }

    /**
     * <pre>
     * server   one attachment
     * client   does not select properties
     * request  GET attachments/{id}
     * response 200 with contentBytes
     * </pre>
     */
    @Test
    void theContentComesAlongUnlessPropertiesAreSelected() throws Exception {
        EmulatedItem item = emulator.create(MESSAGE);
        postFile(MESSAGE, "smile", GIF);

        JsonNode entity = json(http.send(
                "GET " + MESSAGE + "/attachments/" + item.attachments().get(0).id()));

        assertThat(Base64.getDecoder().decode(entity.path("contentBytes").asText()))
                .isEqualTo(GIF);
    }

    /**
     * <pre>
     * server   one attachment, whose type is any text that the client has sent
     * client   wants the bytes
     * request  GET attachments/{id}/$value
     * response 200, Content-Type as it was posted; application/octet-stream for what is no media type
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({
        "text/plain; charset=utf-8, text/plain; charset=utf-8",
        "smile, application/octet-stream",
        "text/plain\\r\\nSet-Cookie: a=b, application/octet-stream"
    })
    void theRawContentHasTheTypeThatWasPosted(String posted, String served) throws Exception {
        EmulatedItem item = emulator.create(MESSAGE);
        post(
                MESSAGE + "/attachments",
                "{\"@odata.type\":\"#microsoft.graph.fileAttachment\",\"name\":\"a\",\"contentType\":\"%s\",\"contentBytes\":\"QQ==\"}"
                        .formatted(posted));

        var response = http.send(
                "GET " + MESSAGE + "/attachments/" + item.attachments().get(0).id() + "/$value");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Type")).isEqualTo(served);
        assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(response.body()).asString().isEqualTo("A");
    }

    /**
     * <pre>
     * server   one attachment
     * client   selects a property that only file attachments have
     * request  GET attachments?$select=contentId; or contentBytes, or contentLocation
     * response 400 RequestBroker--ParseUri "Could not find a property named 'contentId' on type 'microsoft.graph.attachment'."
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(strings = {"contentId", "contentBytes", "contentLocation"})
    void aPropertyOfFileAttachmentsCannotBeSelected(String property) throws Exception {
        emulator.create(MESSAGE);

        var response = http.send("GET " + MESSAGE + "/attachments?$select=id," + property);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).at("/error/code").asText()).isEqualTo("RequestBroker--ParseUri");
        assertThat(json(response).at("/error/message").asText())
                .isEqualTo("Could not find a property named '%s' on type 'microsoft.graph.attachment'."
                        .formatted(property));
    }

    /**
     * <pre>
     * server   two attachments
     * client   asks for one name only
     * request  GET attachments?$filter=name eq 'a'&amp;$select=name
     * response 200 with both: $filter is ignored
     * </pre>
     */
    @Test
    void theListCannotBeFiltered() throws Exception {
        emulator.create(MESSAGE);
        postFile(MESSAGE, "a", GIF);
        postFile(MESSAGE, "b", GIF);

        JsonNode list = json(http.send("GET " + MESSAGE + "/attachments?$filter=name%20eq%20'a'&$select=name"));

        assertThat(list.path("value").findValuesAsText("name")).containsExactly("a", "b");
    }

    /**
     * <pre>
     * server   one attachment
     * client   does not want it any more
     * request  DELETE attachments/{id}, twice
     * response 204, 404
     * </pre>
     */
    @Test
    void anAttachmentIsDeletedOnce() throws Exception {
        EmulatedItem item = emulator.create(MESSAGE);
        postFile(MESSAGE, "smile", GIF);
        String delete = "DELETE " + MESSAGE + "/attachments/"
                + item.attachments().get(0).id();

        assertThat(http.send(delete).statusCode()).isEqualTo(204);
        assertThat(http.send(delete).statusCode()).isEqualTo(404);
        assertThat(item.attachments()).isEmpty();
    }

    private HttpResponse<byte[]> postFile(String itemPath, String name, byte[] content) throws Exception {
        return post(itemPath + "/attachments", fileAttachment(name, content));
    }

    private HttpResponse<byte[]> post(String path, String json) throws Exception {
        return http.send("POST " + path + "\nContent-Type: application/json\n\n" + json);
    }

    private static String fileAttachment(String name, byte[] content) {
        return "{\"@odata.type\":\"#microsoft.graph.fileAttachment\",\"name\":\"%s\",\"contentBytes\":\"%s\"}"
                .formatted(name, Base64.getEncoder().encodeToString(content));
    }
}
