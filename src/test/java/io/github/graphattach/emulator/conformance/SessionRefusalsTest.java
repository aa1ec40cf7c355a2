package io.github.graphattach.emulator.conformance;

import static io.github.graphattach.emulator.conformance.PlainHttp.assertRefused;
import static io.github.graphattach.emulator.conformance.PlainHttp.header;
import static io.github.graphattach.emulator.conformance.PlainHttp.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.emulator.GraphEmulator;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The refusals of {@code createUploadSession} that Microsoft has documented or users have reported. Where nobody has published
 * a status, the emulator's own is asserted and the table says so.
 */
class SessionRefusalsTest {

    private static final String ITEM = "/me/messages/AAMkADI5MAAIT3drCAAA=";
    private static final int SIZE = 3_000_000;

    private final GraphEmulator emulator = GraphEmulator.start();
    private final PlainHttp http = new PlainHttp(emulator);

    @AfterEach
    void close() {
        emulator.close();
    }

    /**
     * <pre>
     * server   the item exists
     * client   has a file below the minimum of a session, which was measured as 2,097,152 bytes
     * request  POST createUploadSession
     * response ErrorAttachmentSizeShouldNotBeLessThanMinimumSize; the status is not documented: 400
     * </pre>
     */
    @Test
    void aSessionForASmallFileIsRefused() throws Exception {
        emulator.create(ITEM);

        assertRefused(open("file", 2_097_151), 400, "ErrorAttachmentSizeShouldNotBeLessThanMinimumSize");
        assertThat(open("file", 2_097_152).statusCode()).isEqualTo(201);
    }

    /**
     * <pre>
     * server   the item exists
     * client   has a file of more than 150 MB, which is documented as the most; that these are 157,286,400 bytes is not
     * request  POST createUploadSession
     * response nobody has published what it is: 400 ErrorAttachmentSizeLimitExceeded
     * </pre>
     */
    @Test
    void aSessionForTooLargeAFileIsRefused() throws Exception {
        emulator.create(ITEM);

        assertThat(open("file", 157_286_400).statusCode()).isEqualTo(201);
        assertRefused(open("file", 157_286_401), 400, "ErrorAttachmentSizeLimitExceeded");
    }

    /**
     * <pre>
     * server   the item exists
     * client   wants to attach an item, or a link
     * request  POST createUploadSession {"AttachmentItem":{"attachmentType":"item",..}}, or "reference"
     * response 405 ErrorAttachmentSessionIsSupportedOnlyForFileAttachments
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(strings = {"item", "reference"})
    void aSessionForAnotherKindOfAttachmentIsRefused(String type) throws Exception {
        emulator.create(ITEM);

        assertRefused(open(type, SIZE), 405, "ErrorAttachmentSessionIsSupportedOnlyForFileAttachments");
    }

    /**
     * <pre>
     * server   the item exists
     * client   misses the shape of the parameter
     * request  POST createUploadSession with a JSON body of another shape, or broken JSON
     * response 400 UnableToDeserializePostBody
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"AttachmentItem\": \"file\"}",
                "{\"AttachmentItem\": {\"attachmentType\": \"file\", \"name\": \"flower\"}}",
                "{\"AttachmentItem\": {\"attachmentType\": \"file\", \"size\": 3000000}}",
                "{\"AttachmentItem\": {\"attachmentType\": \"picture\", \"name\": \"flower\", \"size\": 3000000}}",
                "{\"AttachmentItem\": "
            })
    void aSessionOfAnotherShapeIsRefused(String body) throws Exception {
        emulator.create(ITEM);

        assertRefused(
                http.send(
                        "POST " + ITEM + "/attachments/createUploadSession\nContent-Type: application/json\n\n" + body),
                400,
                "UnableToDeserializePostBody");
    }

    /**
     * <pre>
     * server   the item exists
     * client   sends no body
     * request  POST createUploadSession
     * response 400 "Empty Payload. JSON content expected."
     * </pre>
     */
    @Test
    void aSessionWithoutABodyIsRefused() throws Exception {
        emulator.create(ITEM);

        var response = http.send("POST " + ITEM + "/attachments/createUploadSession");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).at("/error/message").asText()).isEqualTo("Empty Payload. JSON content expected.");
    }

    /**
     * <pre>
     * server   no such item
     * client   uses an id it has kept
     * request  POST createUploadSession
     * response 404 ErrorItemNotFound
     * </pre>
     */
    @Test
    void aSessionForAnUnknownItemIsRefused() throws Exception {
        assertRefused(open("file", SIZE), 404, "ErrorItemNotFound");
    }

    /**
     * The known limitation of delegated permissions: only the signed-in user's own mailbox.
     *
     * <pre>
     * server   checks tokens; the same item in the mailbox of the user, and in a mailbox shared with them
     * client   has the token of the user; then one of an application
     * request  POST createUploadSession
     * response 201 in the user's own mailbox, 403 ErrorAccessDenied in the shared one; the application gets its 201 there
     * </pre>
     */
    @Test
    void aSessionInASharedMailboxIsRefused() throws Exception {
        try (GraphEmulator strict =
                GraphEmulator.builder().auth(GraphEmulator.Auth.STRICT).start()) {
            String own = "/users/demo@contoso.com/messages/M";
            String shared = "/users/shared@contoso.com/messages/M";
            strict.create(own);
            strict.create(shared);
            String user = strict.tokens().issueToUser();
            String application = strict.tokens().issueToApplication();

            assertThat(open(strict, own, user).statusCode()).isEqualTo(201);
            assertRefused(open(strict, shared, user), 403, "ErrorAccessDenied");
            assertThat(open(strict, shared, application).statusCode()).isEqualTo(201);
        }
    }

    /**
     * <pre>
     * server   checks tokens; the item exists
     * client   has a token for another kind of item, or for sending only
     * request  POST createUploadSession
     * response 403 ErrorAccessDenied; with Mail.ReadWrite for a message, Calendars.ReadWrite for an event 201
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({
        "/users/cfo@contoso.com/messages/M, Mail.ReadWrite, Calendars.ReadWrite",
        "/users/cfo@contoso.com/messages/M, Mail.ReadWrite, Mail.Send",
        "/users/cfo@contoso.com/messages/M, Mail.ReadWrite, Mail.Read",
        "/users/cfo@contoso.com/events/E, Calendars.ReadWrite, Mail.ReadWrite"
    })
    void aSessionWithoutThePermissionIsRefused(String itemPath, String enough, String notEnough) throws Exception {
        try (GraphEmulator strict =
                GraphEmulator.builder().auth(GraphEmulator.Auth.STRICT).start()) {
            strict.create(itemPath);
            String refused = strict.tokens().permissions(notEnough).issueToApplication();
            String taken = strict.tokens().permissions(enough).issueToApplication();

            assertRefused(open(strict, itemPath, refused), 403, "ErrorAccessDenied");
            assertThat(open(strict, itemPath, taken).statusCode()).isEqualTo(201);
        }
    }

    private static HttpResponse<byte[]> open(GraphEmulator at, String itemPath, String token)
            throws IOException, InterruptedException {
        return new PlainHttp(at)
                .send(
                        """
                        POST %s/attachments/createUploadSession
                        Authorization: Bearer %s
                        Content-Type: application/json

                        {"AttachmentItem": {"attachmentType": "file", "name": "flower", "size": %d}}
                        """
                                .formatted(itemPath, token, SIZE));
    }

    /**
     * <pre>
     * server   the item exists
     * client   names its request
     * request  any that fails on Graph, with client-request-id
     * response error with code, message, innerError {date, request-id, client-request-id}; both ids as headers too
     * </pre>
     */
    @Test
    void graphsErrorsNameTheRequest() throws Exception {
        var response = http.send("GET /me/messages/unknown/attachments\nclient-request-id: 11d5b2a0");

        JsonNode error = json(response).path("error");
        assertThat(error.fieldNames()).toIterable().containsExactly("code", "message", "innerError");
        assertThat(error.path("innerError").fieldNames())
                .toIterable()
                .containsExactly("date", "request-id", "client-request-id");
        assertThat(error.at("/innerError/client-request-id").asText()).isEqualTo("11d5b2a0");
        assertThat(header(response, "client-request-id")).isEqualTo("11d5b2a0");
        assertThat(header(response, "request-id"))
                .isEqualTo(error.at("/innerError/request-id").asText());
    }

    private HttpResponse<byte[]> open(String type, long size) throws IOException, InterruptedException {
        return http.send(
                """
                POST %s/attachments/createUploadSession
                Content-Type: application/json

                {"AttachmentItem": {"attachmentType": "%s", "name": "flower", "size": %d}}
                """
                        .formatted(ITEM, type, size));
    }
}
