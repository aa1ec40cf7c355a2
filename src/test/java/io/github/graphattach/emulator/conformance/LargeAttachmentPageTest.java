package io.github.graphattach.emulator.conformance;

import static io.github.graphattach.emulator.conformance.PlainHttp.header;
import static io.github.graphattach.emulator.conformance.PlainHttp.json;
import static io.github.graphattach.emulator.conformance.PlainHttp.put;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.emulator.Answers;
import io.github.graphattach.emulator.EmulatedAttachment;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.GraphEmulator;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples of Microsoft's page, step by step, for a message and for an event: a picture of 3,483,322 bytes named
 * {@code flower}, in ranges of 2,097,152 and 1,386,170 bytes.
 *
 * @see <a href="https://learn.microsoft.com/graph/outlook-large-attachments">Attach large files to Outlook messages or events</a>
 */
class LargeAttachmentPageTest {

    /** What the page's examples attach to. */
    record Example(String itemPath, String outlookName) {

        String itemId() {
            return itemPath.substring(itemPath.lastIndexOf('/') + 1);
        }
    }

    private static final Example MESSAGE = new Example("/me/messages/AAMkADI5MAAIT3drCAAA=", "Messages");
    private static final Example EVENT = new Example("/me/events/AAMkADU5CCmSAAA=", "Events");
    private static final byte[] FLOWER = picture(3_483_322);
    private static final int SPLIT = 2_097_152;
    private static final Pattern TIMESTAMP = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{7}Z");

    private GraphEmulator emulator;
    private PlainHttp http;

    static Stream<Example> examples() {
        return Stream.of(MESSAGE, EVENT);
    }

    @BeforeEach
    void start() {
        emulator = GraphEmulator.start();
        emulator.answers().uploadUrl(Answers.UploadUrlForm.DOCUMENTED).progress(Answers.Progress.DOCUMENTED);
        http = new PlainHttp(emulator);
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    /**
     * Step 1: create an upload session.
     *
     * <pre>
     * server   the item exists
     * client   has the file
     * request  POST createUploadSession {"AttachmentItem":{"attachmentType":"file","name":"flower","size":3483322}}
     * response 201; uploadUrl .../api/v2.0/Users('{oid}@{tid}')/Messages('{id}')/AttachmentSessions('{sid}')?authtoken=..,
     *          expirationDateTime with 7 digits after the second, nextExpectedRanges ["0-"]
     * </pre>
     */
    @ParameterizedTest
    @MethodSource("examples")
    void anUploadSessionIsCreated(Example example) throws Exception {
        emulator.create(example.itemPath());

        var response = http.send(
                """
                POST %s/attachments/createUploadSession
                Content-type: application/json

                {
                  "AttachmentItem": {
                    "attachmentType": "file",
                    "name": "flower",
                    "size": 3483322
                  }
                }
                """
                        .formatted(example.itemPath()));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(header(response, "Content-Type")).startsWith("application/json");
        JsonNode session = json(response);
        assertThat(session.fieldNames())
                .toIterable()
                .containsExactly("@odata.context", "uploadUrl", "expirationDateTime", "nextExpectedRanges");
        assertThat(session.path("@odata.context").asText()).endsWith("/v1.0/$metadata#microsoft.graph.uploadSession");
        assertThat(session.path("uploadUrl").asText())
                .matches(Pattern.quote(emulator.uploadUrl() + "/api/v2.0/Users('")
                        + "[0-9a-f-]{36}@[0-9a-f-]{36}"
                        + Pattern.quote("')/" + example.outlookName() + "('" + example.itemId() + "')")
                        + "/AttachmentSessions\\('[\\w=-]+'\\)\\?authtoken=eyJ[\\w.-]+");
        assertThat(session.path("expirationDateTime").asText()).matches(TIMESTAMP);
        assertThat(session.path("nextExpectedRanges")).hasToString("[\"0-\"]");
    }

    /** The same with names in lower case and another version in the URL, as users have seen since 2023. */
    @Test
    void uploadUrlsOfTodayAreInLowerCase() throws Exception {
        emulator.answers().uploadUrl(Answers.UploadUrlForm.LOWER_CASE);
        emulator.create(EVENT.itemPath());

        assertThat(http.uploadUrl(EVENT.itemPath(), FLOWER.length))
                .contains("/api/gv1.0/users('", "')/events('" + EVENT.itemId() + "')/AttachmentSessions('");
    }

    /** The key in lower case, and the action with its namespace, are understood as well; so is a user's id in the path. */
    @Test
    void aSessionIsCreatedInOtherSpellings() throws Exception {
        emulator.create("/users/adele@contoso.com/messages/AAMkM=");

        var response = http.send(
                """
                POST /users/adele@contoso.com/messages/AAMkM=/attachments/microsoft.graph.createUploadSession
                Content-Type: application/json

                {"attachmentItem": {"attachmentType": "file", "name": "flower", "size": 3483322}}
                """);

        assertThat(response.statusCode()).isEqualTo(201);
    }

    /**
     * Step 2: upload the first range, without Authorization.
     *
     * <pre>
     * server   a new session
     * client   knows the upload URL
     * request  PUT, Content-Range: bytes 0-2097151/3483322
     * response 200 {"@odata.context":..,"ExpirationDateTime":..,"nextExpectedRanges":["2097152"]}: no dash, no upload URL, the
     *          expiry of step 1
     * </pre>
     */
    @ParameterizedTest
    @MethodSource("examples")
    void theFirstRangeIsAnsweredWithTheNextOffset(Example example) throws Exception {
        emulator.create(example.itemPath());
        JsonNode session = json(http.send(
                """
                POST %s/attachments/createUploadSession
                Content-type: application/json

                {"AttachmentItem": {"attachmentType": "file", "name": "flower", "size": 3483322}}
                """
                        .formatted(example.itemPath())));

        var response =
                http.send(put(session.path("uploadUrl").asText(), "0-2097151/3483322"), Arrays.copyOf(FLOWER, SPLIT));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Type")).startsWith("application/json");
        JsonNode progress = json(response);
        assertThat(progress.fieldNames())
                .toIterable()
                .containsExactly("@odata.context", "ExpirationDateTime", "nextExpectedRanges");
        assertThat(progress.path("@odata.context").asText())
                .startsWith("https://outlook.office.com/api/v2.0/$metadata#Users('")
                .contains("%40")
                .endsWith("')/" + example.outlookName() + "('" + example.itemId() + "')/AttachmentSessions/$entity");
        assertThat(progress.path("ExpirationDateTime")).isEqualTo(session.path("expirationDateTime"));
        assertThat(progress.path("nextExpectedRanges")).hasToString("[\"2097152\"]");
    }

    /**
     * Step 3: upload the last range.
     *
     * <pre>
     * server   has bytes 0-2097151
     * client   continues at 2097152
     * request  PUT, Content-Range: bytes 2097152-3483321/3483322
     * response 201 without a body, Content-Length: 0, no Content-Type; Location
     *          .../Users('{oid}@{tid}')/Messages('{id}')/Attachments('{attachment id}'); the item has the file
     * </pre>
     */
    @ParameterizedTest
    @MethodSource("examples")
    void theLastRangeIsAnsweredWithTheLocation(Example example) throws Exception {
        EmulatedItem item = emulator.create(example.itemPath());

        var response = upload(http.uploadUrl(example.itemPath(), FLOWER.length));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).isEmpty();
        assertThat(header(response, "Content-Length")).isEqualTo("0");
        assertThat(response.headers().firstValue("Content-Type")).isEmpty();
        EmulatedAttachment attachment = item.attachments().get(0);
        assertThat(header(response, "Location"))
                .matches(".*/api/v2\\.0/Users\\('[0-9a-f-]{36}@[0-9a-f-]{36}'\\)"
                        + Pattern.quote("/" + example.outlookName() + "('" + example.itemId() + "')/Attachments('"
                                + attachment.id() + "')"));
        assertThat(attachment.name()).isEqualTo("flower");
        assertThat(attachment.content()).hasBinaryContent(FLOWER);
    }

    /** The page allows the entire file in one range: 201 at once. */
    @Test
    void theWholeFileMayBeOneRange() throws Exception {
        EmulatedItem item = emulator.create(MESSAGE.itemPath());

        var response = http.send(put(http.uploadUrl(MESSAGE.itemPath(), FLOWER.length), "0-3483321/3483322"), FLOWER);

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(item.attachments().get(0).content()).hasBinaryContent(FLOWER);
    }

    /** All spellings of the answer to a range that were seen lead on: the next range is taken. */
    @ParameterizedTest
    @EnumSource(Answers.Progress.class)
    void theNextRangeIsTakenHoweverTheOffsetIsSpelled(Answers.Progress spelling) throws Exception {
        EmulatedItem item = emulator.create(MESSAGE.itemPath());
        emulator.answers().progress(spelling);

        assertThat(upload(http.uploadUrl(MESSAGE.itemPath(), FLOWER.length)).statusCode())
                .isEqualTo(201);
        assertThat(item.attachments()).hasSize(1);
    }

    /**
     * Step 4: get the raw file, with the keys in parentheses as the page writes them, and as segments.
     *
     * <pre>
     * server   the file is attached to the event
     * client   has the id out of Location
     * request  GET Users('{oid}@{tid}')/Events('{id}')/Attachments('{attachment id}')/$value
     * response 200, content-length: 3483322, Content-type: image/jpeg, as the first bytes say, and these bytes
     * </pre>
     */
    @Test
    void theRawFileIsRead() throws Exception {
        emulator.create(EVENT.itemPath());
        String location = header(upload(http.uploadUrl(EVENT.itemPath(), FLOWER.length)), "Location");
        String outlookPath = location.substring(location.indexOf("/Users("));

        for (String path : new String[] {outlookPath, EVENT.itemPath() + "/attachments/" + attachmentIdIn(location)}) {
            var response = http.send("GET " + path + "/$value");

            assertThat(response.statusCode()).as(path).isEqualTo(200);
            assertThat(header(response, "Content-Length")).isEqualTo("3483322");
            assertThat(header(response, "Content-Type")).isEqualTo("image/jpeg");
            assertThat(Arrays.mismatch(response.body(), FLOWER)).isEqualTo(-1);
        }
    }

    /**
     * Step 4: get the metadata.
     *
     * <pre>
     * server   the file is attached to the message
     * client   has the id out of Location
     * request  GET Users('{oid}@{tid}')/Messages('{id}')/Attachments('{attachment id}')
     *          ?$select=lastModifiedDateTime,name,contentType,size,isInline
     * response 200 with these and the id; size is larger than the file, 3,640,066 in the example
     * </pre>
     */
    @Test
    void theMetadataIsRead() throws Exception {
        emulator.create(MESSAGE.itemPath());
        String location = header(upload(http.uploadUrl(MESSAGE.itemPath(), FLOWER.length)), "Location");

        var response = http.send("GET " + location.substring(location.indexOf("/Users("))
                + "?$select=lastModifiedDateTime,name,contentType,size,isInline");

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode metadata = json(response);
        assertThat(metadata.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "@odata.context",
                        "@odata.type",
                        "@odata.mediaContentType",
                        "id",
                        "lastModifiedDateTime",
                        "name",
                        "contentType",
                        "size",
                        "isInline");
        assertThat(metadata.path("@odata.type").asText()).isEqualTo("#microsoft.graph.fileAttachment");
        assertThat(metadata.path("@odata.mediaContentType").asText()).isEqualTo("image/jpeg");
        assertThat(metadata.path("id").asText()).isEqualTo(attachmentIdIn(location));
        assertThat(metadata.path("lastModifiedDateTime").asText())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(metadata.path("name").asText()).isEqualTo("flower");
        assertThat(metadata.path("contentType").asText()).isEqualTo("image/jpeg");
        assertThat(metadata.path("size").asLong()).isBetween(3_483_323L, 3_700_000L);
        assertThat(metadata.path("isInline").asBoolean(true)).isFalse();
    }

    /**
     * Alternative: cancel the session, without Authorization.
     *
     * <pre>
     * server   has bytes 0-2097151
     * client   gives up
     * request  DELETE uploadUrl
     * response 204; the session takes no more ranges, nothing is attached
     * </pre>
     */
    @ParameterizedTest
    @MethodSource("examples")
    void aSessionIsCancelled(Example example) throws Exception {
        EmulatedItem item = emulator.create(example.itemPath());
        String url = http.uploadUrl(example.itemPath(), FLOWER.length);
        http.send(put(url, "0-2097151/3483322"), Arrays.copyOf(FLOWER, SPLIT));

        var response = http.send("DELETE " + url);

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
        assertThat(http.send(put(url, "2097152-3483321/3483322"), Arrays.copyOfRange(FLOWER, SPLIT, FLOWER.length))
                        .statusCode())
                .isEqualTo(404);
        assertThat(item.attachments()).isEmpty();
    }

    /**
     * An inline picture keeps what its session was opened with.
     *
     * <pre>
     * server   the message exists
     * client   has a picture that the message's body refers to as cid:flower@contoso
     * request  POST createUploadSession with contentType, isInline and contentId; PUT of all bytes
     * response 201, 201; GET of the attachment shows all three
     * </pre>
     */
    @Test
    void anInlineAttachmentKeepsItsContentId() throws Exception {
        EmulatedItem item = emulator.create(MESSAGE.itemPath());
        String url = json(http.send(
                        """
                        POST %s/attachments/createUploadSession
                        Content-Type: application/json

                        {"AttachmentItem": {"attachmentType": "file", "name": "flower", "size": 3483322,
                         "contentType": "image/png", "isInline": true, "contentId": "flower@contoso"}}
                        """
                                .formatted(MESSAGE.itemPath())))
                .path("uploadUrl")
                .asText();

        upload(url);

        JsonNode attachment = json(http.send("GET " + MESSAGE.itemPath() + "/attachments/"
                + item.attachments().get(0).id()
                + "?$select=contentType,isInline,microsoft.graph.fileAttachment/contentId"));
        assertThat(attachment.path("contentType").asText()).isEqualTo("image/png");
        assertThat(attachment.path("isInline").asBoolean()).isTrue();
        assertThat(attachment.path("contentId").asText()).isEqualTo("flower@contoso");
    }

    /** Sends the page's two ranges; {@return the answer to the last} */
    private HttpResponse<byte[]> upload(String url) throws Exception {
        http.send(put(url, "0-2097151/3483322"), Arrays.copyOf(FLOWER, SPLIT));
        return http.send(put(url, "2097152-3483321/3483322"), Arrays.copyOfRange(FLOWER, SPLIT, FLOWER.length));
    }

    private static String attachmentIdIn(String location) {
        Matcher matcher = Pattern.compile("/Attachments\\('([^']+)'\\)$").matcher(location);
        assertThat(matcher.find()).as(location).isTrue();
        return matcher.group(1);
    }

    /** {@return bytes that begin as a JPEG file does} */
    private static byte[] picture(int length) {
        byte[] bytes = new byte[length];
        new Random(3).nextBytes(bytes);
        byte[] start = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 0, 16, 'J', 'F', 'I', 'F'};
        System.arraycopy(start, 0, bytes, 0, start.length);
        return bytes;
    }
}
