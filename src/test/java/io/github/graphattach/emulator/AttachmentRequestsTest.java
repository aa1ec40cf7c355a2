package io.github.graphattach.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests to {@code .../attachments} on Graph: add, list, get, content, delete, and their refusals. */
class AttachmentRequestsTest {

    private static final String ITEM = "/me/messages/AAMkADraft=";
    private static final byte[] FILE = Wire.bytes(1000, 2);

    private GraphEmulator emulator;
    private EmulatedItem item;
    private Wire wire;

    @BeforeEach
    void start() {
        emulator = GraphEmulator.start();
        item = emulator.create(ITEM);
        wire = new Wire(emulator);
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    /**
     * <pre>
     * server   the draft exists
     * request  POST .../attachments with a fileAttachment in base64
     * response 201 with the entity; its bytes are stored
     * </pre>
     */
    @Test
    void aSmallFileIsPostedAtOnce() throws Exception {
        var response = wire.postFile(ITEM, "a.txt", FILE);

        JsonNode entity = Wire.json(response);
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(entity.path("id").asText())
                .isEqualTo(item.attachments().get(0).id());
        assertThat(entity.path("contentType").asText()).isEqualTo("text/plain");
        assertThat(item.attachments().get(0).sha256()).isEqualTo(Wire.sha256(FILE));
    }

    /** An empty file is a file. */
    @Test
    void anEmptyFileIsPostedToo() throws Exception {
        assertThat(wire.postFile(ITEM, "empty", new byte[0]).statusCode()).isEqualTo(201);
        assertThat(item.attachments().get(0).length()).isZero();
    }

    /** The limit is on the request body as a whole, 4 MiB: 3,145,611 bytes were seen to pass, somewhat more not. */
    @Test
    void aBodyOfMoreThanFourMebibytesIsTooLarge() throws Exception {
        assertThat(wire.postFile(ITEM, "a", Wire.bytes(3_145_600, 3)).statusCode())
                .isEqualTo(201);
        assertThat(wire.postFile(ITEM, "b", Wire.bytes(3_145_728, 3)).statusCode())
                .isEqualTo(413);
        assertThat(item.attachments()).hasSize(1);
    }

    /** A body that is no file attachment is refused as Outlook refuses it, and leaves nothing behind. */
    @Test
    void malformedBodiesAreRefused() throws Exception {
        String path = ITEM + "/attachments";

        assertThat(wire.post(path, "").statusCode()).isEqualTo(400);
        assertThat(Wire.errorCode(wire.post(path, "{\"name\":"))).isEqualTo("UnableToDeserializePostBody");
        assertThat(Wire.errorCode(wire.post(
                        path,
                        "{\"@odata.type\":\"#microsoft.graph.fileAttachment\",\"name\":\"a\",\"contentBytes\":\"?\"}")))
                .isEqualTo("UnableToDeserializePostBody");
        var typeless = wire.post(path, "{\"name\":\"a\",\"contentBytes\":\"QQ==\"}");
        assertThat(typeless.statusCode()).isEqualTo(422);
        assertThat(Wire.errorCode(typeless)).isEqualTo("UnprocessableType");
        assertThat(item.attachments()).isEmpty();
    }

    /**
     * <pre>
     * server   two attachments
     * request  GET .../attachments?$select=id,name,size,lastModifiedDateTime
     * response 200 with those properties only; without $select the content comes along
     * </pre>
     */
    @Test
    void attachmentsAreListed() throws Exception {
        wire.postFile(ITEM, "a.txt", FILE);
        wire.postFile(ITEM, "b.txt", FILE);

        JsonNode selected = Wire.json(wire.get(ITEM + "/attachments?$select=id,name,size,lastModifiedDateTime"));
        JsonNode whole = Wire.json(wire.get(ITEM + "/attachments"));

        assertThat(selected.path("value")).hasSize(2);
        assertThat(selected.at("/value/1/name").asText()).isEqualTo("b.txt");
        assertThat(selected.at("/value/1/size").asLong()).isGreaterThan(FILE.length);
        assertThat(selected.at("/value/1").has("contentBytes")).isFalse();
        assertThat(Base64.getDecoder().decode(whole.at("/value/0/contentBytes").asText()))
                .isEqualTo(FILE);
    }

    /** The content id belongs to the derived type: without a cast $select does not know it. */
    @Test
    void selectingThePropertyOfADerivedTypeIsRefused() throws Exception {
        wire.postFile(ITEM, "a.txt", FILE);

        var refused = wire.get(ITEM + "/attachments?$select=contentId");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Wire.errorCode(refused)).isEqualTo("RequestBroker--ParseUri");
        assertThat(wire.get(ITEM + "/attachments?$select=microsoft.graph.fileAttachment/contentId")
                        .statusCode())
                .isEqualTo(200);
    }

    /** DELETE answers 204 once, then the attachment is not found. */
    @Test
    void anAttachmentIsDeletedOnce() throws Exception {
        wire.postFile(ITEM, "a.txt", FILE);
        EmulatedAttachment attachment = item.attachments().get(0);
        String path = ITEM + "/attachments/" + attachment.id();

        assertThat(wire.delete(path).statusCode()).isEqualTo(204);
        assertThat(wire.delete(path).statusCode()).isEqualTo(404);
        assertThat(wire.get(path + "/$value").statusCode()).isEqualTo(404);
        assertThat(attachment.content()).doesNotExist();
    }

    /** Whoever holds an attachment can ask for its hash, also when it was deleted, or the emulator closed, at once. */
    @Test
    void theHashOutlivesTheAttachment() throws Exception {
        byte[] large = Wire.bytes(10_000_000, 6);
        Wire.put(wire.uploadUrl(ITEM, "a", large.length), large, 0, large.length - 1);
        wire.postFile(ITEM, "b", FILE);
        List<EmulatedAttachment> attachments = item.attachments();

        wire.delete(ITEM + "/attachments/" + attachments.get(0).id());
        emulator.close();

        assertThat(attachments)
                .extracting(EmulatedAttachment::sha256)
                .containsExactly(Wire.sha256(large), Wire.sha256(FILE));
    }

    /** The answers to an unknown item, a missing token, a small session, and a session for an item attachment. */
    @Test
    void refusalsCarryGraphsCodes() throws Exception {
        var unknown = wire.openSession("/me/messages/nothing", "a", 3_000_000);
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(Wire.errorCode(unknown)).isEqualTo("ErrorItemNotFound");

        var anonymous = Wire.send(HttpRequest.newBuilder(URI.create(emulator.graphUrl() + ITEM + "/attachments")));
        assertThat(anonymous.statusCode()).isEqualTo(401);
        assertThat(Wire.errorCode(anonymous)).isEqualTo("InvalidAuthenticationToken");

        var small = wire.openSession(ITEM, "a", 2_097_151);
        assertThat(small.statusCode()).isEqualTo(400);
        assertThat(Wire.errorCode(small)).isEqualTo("ErrorAttachmentSizeShouldNotBeLessThanMinimumSize");

        var nested = wire.post(
                ITEM + "/attachments/createUploadSession",
                "{\"AttachmentItem\":{\"attachmentType\":\"item\",\"name\":\"a\",\"size\":3000000}}");
        assertThat(nested.statusCode()).isEqualTo(405);
        assertThat(Wire.errorCode(nested)).isEqualTo("ErrorAttachmentSessionIsSupportedOnlyForFileAttachments");
    }

    /** Every answer has the ids that support asks for, and the client's own id comes back. */
    @Test
    void answersCarryRequestIds() throws Exception {
        var response = Wire.send(wire.graph(ITEM + "/attachments").header("client-request-id", "my-id"));

        assertThat(response.headers().firstValue("client-request-id")).hasValue("my-id");
        assertThat(response.headers().firstValue("request-id")).isPresent();
        assertThat(response.headers().firstValue("Date")).isPresent();
    }
}
