package io.github.graphattach.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A file of some megabytes on its way into a draft: the requests and answers of an upload session. */
class UploadSessionProtocolTest {

    private static final String ITEM = "/me/messages/AAMkADraft=";
    private static final byte[] FILE = Wire.bytes(5_000_001, 1);

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
     * client   has a file of 5,000,001 bytes
     * request  POST .../attachments/createUploadSession {"AttachmentItem":{"attachmentType":"file","name":..,"size":..}}
     * response 201 with uploadUrl, expirationDateTime (7 digits after the second), nextExpectedRanges ["0-"]
     * </pre>
     */
    @Test
    void aSessionIsCreatedWithAnUploadUrlOnTheOutlookHost() throws Exception {
        var response = wire.openSession(ITEM, "minutes.pdf", FILE.length);

        JsonNode session = Wire.json(response);
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(session.path("uploadUrl").asText())
                .startsWith(emulator.uploadUrl().toString())
                .matches(
                        ".*/users\\('[^']+@[^']+'\\)/messages\\('AAMkADraft='\\)/AttachmentSessions\\('[^']+'\\)\\?authtoken=.+");
        assertThat(session.path("expirationDateTime").asText())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{7}Z");
        assertThat(session.path("nextExpectedRanges")).hasToString("[\"0-\"]");
    }

    /**
     * <pre>
     * server   a new session
     * client   sends three ranges in order, without Authorization
     * response 200 with the next offset (no dash), 200, then 201 with an empty body and a Location; the attachment is there
     * </pre>
     */
    @Test
    void rangesInOrderBecomeAnAttachment() throws Exception {
        URI url = wire.uploadUrl(ITEM, "minutes.pdf", FILE.length);

        var first = Wire.put(url, FILE, 0, 1_999_999);
        var second = Wire.put(url, FILE, 2_000_000, 4_999_999);
        var last = Wire.put(url, FILE, 5_000_000, 5_000_000);

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(Wire.json(first).path("nextExpectedRanges")).hasToString("[\"2000000\"]");
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(last.statusCode()).isEqualTo(201);
        assertThat(last.body()).isEmpty();
        assertThat(last.headers().firstValue("Content-Length")).hasValue("0");
        assertThat(last.headers().firstValue("Content-Type")).isEmpty();
        EmulatedAttachment attachment = item.attachments().get(0);
        assertThat(last.headers().firstValue("Location").orElseThrow())
                .endsWith("/Attachments('" + attachment.id() + "')");
        assertThat(attachment.name()).isEqualTo("minutes.pdf");
        assertThat(attachment.length()).isEqualTo(FILE.length);
        assertThat(attachment.size()).isGreaterThan(FILE.length);
        assertThat(attachment.sha256()).isEqualTo(Wire.sha256(FILE));
        assertThat(Files.readAllBytes(attachment.content())).isEqualTo(FILE);
        assertThat(wire.get(ITEM + "/attachments/" + attachment.id() + "/$value")
                        .body())
                .isEqualTo(FILE);
    }

    /**
     * <pre>
     * server   a new session
     * client   sends its Graph token with the range
     * response 401 InvalidAudienceForResource; nothing is accepted
     * </pre>
     */
    @Test
    void aGraphTokenOnTheUploadUrlIsRefused() throws Exception {
        URI url = wire.uploadUrl(ITEM, "minutes.pdf", FILE.length);

        var response = Wire.send(HttpRequest.newBuilder(url)
                .header("Authorization", Wire.TOKEN)
                .header("Content-Range", "bytes 0-9/" + FILE.length)
                .PUT(BodyPublishers.ofByteArray(new byte[10])));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(Wire.errorCode(response)).isEqualTo("InvalidAudienceForResource");
        assertThat(Wire.json(Wire.status(url)).path("nextExpectedRanges")).hasToString("[\"0\"]");
    }

    /**
     * <pre>
     * server   has the first 10 bytes
     * client   repeats them, or leaves a gap
     * response 416; the next offset is still 10
     * </pre>
     */
    @Test
    void aRangeThatIsNotTheNextOneIsRefused() throws Exception {
        URI url = wire.uploadUrl(ITEM, "minutes.pdf", FILE.length);
        Wire.put(url, FILE, 0, 9);

        assertThat(Wire.put(url, FILE, 0, 9).statusCode()).isEqualTo(416);
        assertThat(Wire.put(url, FILE, 11, 20).statusCode()).isEqualTo(416);
        assertThat(Wire.json(Wire.status(url)).path("nextExpectedRanges")).hasToString("[\"10\"]");
    }

    /**
     * <pre>
     * server   a new session
     * client   names a range of another length than its body, another total than the session's size, or no range
     * response 400 each
     * </pre>
     */
    @Test
    void aRangeThatContradictsTheBodyOrTheSessionIsRefused() throws Exception {
        URI url = wire.uploadUrl(ITEM, "minutes.pdf", FILE.length);

        for (String range :
                List.of("bytes 0-10/5000001", "bytes 0-9/5000002", "bytes 9-0/5000001", "0-9", "bytes */5000001")) {
            var response = Wire.send(HttpRequest.newBuilder(url)
                    .header("Content-Range", range)
                    .PUT(BodyPublishers.ofByteArray(new byte[10])));
            assertThat(response.statusCode()).as(range).isEqualTo(400);
        }
    }

    /**
     * <pre>
     * server   a session with some bytes
     * client   DELETEs the upload URL without Authorization
     * response 204; the session is gone and nothing is attached
     * </pre>
     */
    @Test
    void aCancelledSessionIsGone() throws Exception {
        URI url = wire.uploadUrl(ITEM, "minutes.pdf", FILE.length);
        Wire.put(url, FILE, 0, 9);

        assertThat(Wire.cancel(url).statusCode()).isEqualTo(204);
        assertThat(Wire.put(url, FILE, 10, 19).statusCode()).isEqualTo(404);
        assertThat(item.attachments()).isEmpty();
    }

    /** A status query may be answered, or not exist, as nobody knows what Outlook does. */
    @Test
    void theStatusQueryCanBeSwitchedOff() throws Exception {
        URI url = wire.uploadUrl(ITEM, "minutes.pdf", FILE.length);

        assertThat(Wire.status(url).statusCode()).isEqualTo(200);
        emulator.answers().statusQuery(Answers.StatusQuery.METHOD_NOT_ALLOWED);
        assertThat(Wire.status(url).statusCode()).isEqualTo(405);
        emulator.answers().statusQuery(Answers.StatusQuery.NOT_FOUND);
        assertThat(Wire.status(url).statusCode()).isEqualTo(404);
    }

    /** Whoever reads the log can neither upload nor log in, wherever a client or a script has put a token. */
    @Test
    void tokensAreMaskedInEveryHeader() throws Exception {
        emulator.faults()
                .onAny()
                .always()
                .header("Location", "https://elsewhere/x?authtoken=hush-1&b=c")
                .header("Set-Cookie", "hush-2");
        Wire.send(wire.graph(ITEM)
                .header("Cookie", "hush-3; hush-4")
                .header("Referer", "https://elsewhere/x?access_token=hush-5"));

        RecordedExchange recorded = emulator.exchanges().get(0);

        assertThat(recorded.toString()).doesNotContain("hush");
        assertThat(recorded.responseHeaders()).containsEntry("location", "https://elsewhere/x?authtoken=***&b=c");
        assertThat(recorded.requestHeaders())
                .containsEntry("authorization", "Bearer ***")
                .containsEntry("cookie", "***")
                .containsEntry("referer", "https://elsewhere/x?access_token=***");
    }

    /** What was exchanged can be asserted on, and holds no secret. */
    @Test
    void exchangesAreRecordedWithoutSecrets() throws Exception {
        URI url = wire.uploadUrl(ITEM, "minutes.pdf", FILE.length);
        Wire.put(url, FILE, 0, 9);

        List<RecordedExchange> exchanges = emulator.exchanges();

        assertThat(exchanges).extracting(RecordedExchange::method).containsExactly("POST", "PUT");
        assertThat(exchanges).extracting(RecordedExchange::status).containsExactly(201, 200);
        assertThat(exchanges.get(0).requestHeaders()).containsEntry("authorization", "Bearer ***");
        assertThat(exchanges.get(1).requestHeaders())
                .containsEntry("content-range", "bytes 0-9/5000001")
                .doesNotContainKey("authorization");
        assertThat(exchanges.get(1).requestBytes()).isEqualTo(10);
        assertThat(exchanges.toString()).doesNotContain(url.getRawQuery().substring("authtoken=".length()));
    }
}
