package io.github.graphattach.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What pages and scripts ask of the emulator itself, under {@code /_emulator/}. */
class ControlRequestsTest {

    private static final String OCCURRENCE = "/me/calendarGroups/G/calendars/C/calendarView/E/exceptionOccurrences/O";
    private static final byte[] FILE = Wire.bytes(300, 5);

    private GraphEmulator emulator;
    private Wire wire;

    @BeforeEach
    void start() {
        emulator = GraphEmulator.builder().minimumSessionSize(1).start();
        wire = new Wire(emulator);
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    private HttpRequest.Builder control(String resource) {
        return HttpRequest.newBuilder(emulator.pageUrl().resolve("/_emulator/" + resource));
    }

    private HttpResponse<byte[]> get(String resource) throws Exception {
        return Wire.send(control(resource));
    }

    private HttpResponse<byte[]> post(String resource, String json) throws Exception {
        return Wire.send(control(resource).POST(BodyPublishers.ofString(json)));
    }

    /** An item is made at exactly the path of the request. */
    @Test
    void itemsAreCreatedWithGivenIds() throws Exception {
        var created = post("items", "{\"path\":\"" + OCCURRENCE + "\"}");

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(emulator.find(OCCURRENCE)).isPresent();
        var refused = post("items", "{\"path\":\"/me/messages\"}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Wire.json(refused).path("error").asText()).contains("/me/messages");
    }

    /** The tree shows the series with its exception, what is attached to it, and what is on its way. */
    @Test
    void theTreeShowsSeriesAttachmentsAndSessions() throws Exception {
        emulator.create(OCCURRENCE);
        wire.postFile(OCCURRENCE, "<b>a</b>.txt", FILE);
        URI url = wire.uploadUrl(OCCURRENCE, "b.bin", FILE.length);
        Wire.put(url, FILE, 0, 99);

        var response = get("mailboxes");

        JsonNode mailbox = Wire.json(response).get(0);
        JsonNode series = mailbox.at("/calendarGroups/1/calendars/0/events/0");
        JsonNode exception = series.at("/occurrences/0");
        assertThat(mailbox.path("name").asText()).isEqualTo("demo@contoso.com");
        assertThat(series.path("type").asText()).isEqualTo("seriesMaster");
        assertThat(exception.path("id").asText()).isEqualTo("O");
        assertThat(exception.path("type").asText()).isEqualTo("exception");
        assertThat(exception.path("path").asText()).isEqualTo(OCCURRENCE);
        assertThat(exception.at("/attachments/0/name").asText()).isEqualTo("<b>a</b>.txt");
        assertThat(exception.at("/attachments/0/sha256").asText()).isEqualTo(Wire.sha256(FILE));
        assertThat(exception.at("/sessions/0/received").asInt()).isEqualTo(100);
        assertThat(exception.at("/sessions/0/size").asInt()).isEqualTo(300);
        assertThat(new String(response.body(), StandardCharsets.UTF_8))
                .doesNotContain(url.getRawQuery().substring("authtoken=".length()));
    }

    /** The bytes come as a download that no browser opens in place. */
    @Test
    void contentIsDownloaded() throws Exception {
        emulator.create(OCCURRENCE);
        wire.postFile(OCCURRENCE, "../<a>\"é.html", FILE);
        JsonNode tree = Wire.json(get("mailboxes"));
        String content = tree.findValue("content").asText();

        var response = Wire.send(HttpRequest.newBuilder(emulator.pageUrl().resolve(content)));

        assertThat(response.body()).isEqualTo(FILE);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html");
        assertThat(response.headers().firstValue("Content-Security-Policy")).hasValue("sandbox; default-src 'none'");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(response.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename*=UTF-8''.._%3Ca%3E%22%C3%A9.html");
        assertThat(get("content/nothing").statusCode()).isEqualTo(404);
    }

    /** Exchanges can be read back, the latest only if wanted; requests to the emulator itself are not among them. */
    @Test
    void exchangesAreListed() throws Exception {
        emulator.create(OCCURRENCE);
        wire.get(OCCURRENCE + "/attachments");
        wire.postFile(OCCURRENCE, "a", FILE);

        JsonNode all = Wire.json(get("exchanges"));
        JsonNode latest = Wire.json(get("exchanges?limit=1"));

        assertThat(all).hasSize(2);
        assertThat(latest).hasSize(1);
        assertThat(latest.at("/0/method").asText()).isEqualTo("POST");
        assertThat(latest.at("/0/status").asInt()).isEqualTo(201);
        assertThat(latest.at("/0/requestHeaders/authorization").asText()).isEqualTo("Bearer ***");
        assertThat(get("exchanges?limit=-1").statusCode()).isEqualTo(400);
        assertThat(get("exchanges?limit=3000000000").statusCode()).isEqualTo(400);
    }

    /** A fault can be scripted in JSON, listed and cleared; a mistake in it is named and scripts nothing. */
    @Test
    void faultsAreScripted() throws Exception {
        emulator.create(OCCURRENCE);
        var scripted = post(
                "faults",
                "{\"on\":\"LIST_ATTACHMENTS\",\"item\":\"" + OCCURRENCE
                        + "\",\"answer\":503,\"retryAfter\":2,\"header\":{\"Via\":\"proxy\"},\"times\":2}");
        post("faults", "{\"on\":[\"PUT_RANGE\",\"POST_ATTACHMENT\"],\"delay\":0.001,\"resetBeforeReading\":true}");

        assertThat(scripted.statusCode()).isEqualTo(201);
        assertThat(Wire.json(get("faults"))).hasSize(2);
        var struck = wire.get(OCCURRENCE + "/attachments");
        assertThat(struck.statusCode()).isEqualTo(503);
        assertThat(struck.headers().firstValue("Retry-After")).hasValue("2");
        assertThat(struck.headers().firstValue("Via")).hasValue("proxy");
        assertThat(Wire.send(control("faults").DELETE()).statusCode()).isEqualTo(204);
        assertThat(wire.get(OCCURRENCE + "/attachments").statusCode()).isEqualTo(200);
        for (String wrong : List.of(
                "{\"onn\":1}",
                "{\"on\":\"PUT\"}",
                "{\"nth\":0}",
                "{\"answer\":99}",
                "{\"delay\":\"soon\"}",
                "{\"delay\":-1}",
                "{\"always\":1}",
                "{\"acceptOnly\":-1}",
                "{\"item\":\"/me\"}",
                "{\"mailbox\":\"nobody\"}",
                "[]",
                "")) {
            assertThat(post("faults", wrong).statusCode()).as(wrong).isEqualTo(400);
        }
        assertThat(Wire.json(get("faults"))).isEmpty();
    }

    /** The wording of answers can be read and set. */
    @Test
    void answersAreWorded() throws Exception {
        emulator.create(OCCURRENCE);
        URI url = wire.uploadUrl(OCCURRENCE, "b.bin", FILE.length);

        var set =
                post("answers", "{\"progress\":\"PASCAL_CASE\",\"ranges\":\"OFFSET_AND_DASH\",\"progressStatus\":202}");

        assertThat(Wire.json(set).path("progress").asText()).isEqualTo("PASCAL_CASE");
        var progress = Wire.put(url, FILE, 0, 9);
        assertThat(progress.statusCode()).isEqualTo(202);
        assertThat(Wire.json(progress).path("NextExpectedRanges")).hasToString("[\"10-\"]");
        assertThat(post("answers", "{\"progress\":\"loud\"}").statusCode()).isEqualTo(400);
        assertThat(post("answers", "{\"volume\":1}").statusCode()).isEqualTo(400);
    }

    /** Time passes at a word, and everything is forgotten at another. */
    @Test
    void clockAndReset() throws Exception {
        EmulatedItem item = emulator.create(OCCURRENCE);
        wire.postFile(OCCURRENCE, "a", FILE);
        EmulatedAttachment attachment = item.attachments().get(0);
        URI url = wire.uploadUrl(OCCURRENCE, "b.bin", FILE.length);

        assertThat(post("clock", "{\"advance\":\"PT3H\"}").statusCode()).isEqualTo(204);
        assertThat(Wire.put(url, FILE, 0, 9).statusCode()).isEqualTo(401);
        assertThat(post("clock", "{\"advance\":\"soon\"}").statusCode()).isEqualTo(400);
        assertThat(post("reset", "").statusCode()).isEqualTo(204);
        assertThat(emulator.find(OCCURRENCE)).isEmpty();
        assertThat(emulator.exchanges()).isEmpty();
        assertThat(emulator.openSessions()).isZero();
        assertThat(attachment.content()).doesNotExist();
    }

    /**
     * <pre>
     * client   follows /_emulator/events
     * server   takes a range of a session
     * events   the session's progress, the exchange, and that something has changed
     * </pre>
     */
    @Test
    void changesAreFollowedAsTheyHappen() throws Exception {
        emulator.create(OCCURRENCE);
        URI url = wire.uploadUrl(OCCURRENCE, "b.bin", FILE.length);
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), emulator.pageUrl().getPort())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream()
                    .write("GET /_emulator/events HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .getBytes(StandardCharsets.UTF_8));
            BufferedReader events =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            readUntil(events, ": watching");

            Wire.put(url, FILE, 0, 99);

            assertThat(readUntil(events, "event: session")).contains("Content-Type: text/event-stream");
            assertThat(events.readLine()).contains("\"received\":100").contains("\"state\":\"open\"");
            readUntil(events, "event: exchange");
            assertThat(events.readLine()).contains("\"method\":\"PUT\"").contains("\"status\":200");
            readUntil(events, "event: changed");
        }
    }

    private final List<String> lines = new ArrayList<>();

    private List<String> readUntil(BufferedReader events, String wanted) throws Exception {
        String line = "";
        while (!line.equals(wanted)) {
            line = String.valueOf(events.readLine());
            lines.add(line);
        }
        return lines;
    }

    /** Web pages of elsewhere cannot steer an emulator on the reader's machine. */
    @Test
    void otherOriginsAreRefused() throws Exception {
        String own = emulator.pageUrl().toString().replaceAll("/$", "");

        assertThat(Wire.send(control("reset")
                                .header("Origin", "https://evil.example")
                                .POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(403);
        assertThat(Wire.send(control("reset").header("Origin", own).POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(204);
        assertThat(statusOfHost("evil.example:" + emulator.pageUrl().getPort())).contains(" 403 ");
        assertThat(statusOfHost("localhost:" + emulator.pageUrl().getPort())).contains(" 200 ");
    }

    private String statusOfHost(String host) throws Exception {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), emulator.pageUrl().getPort())) {
            socket.getOutputStream()
                    .write(("GET /_emulator/faults HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(12), StandardCharsets.UTF_8) + " ";
        }
    }

    /** What does not exist is not found. */
    @Test
    void otherRequestsAreNotFound() throws Exception {
        assertThat(get("nothing").statusCode()).isEqualTo(404);
        assertThat(get("").statusCode()).isEqualTo(404);
        assertThat(post("mailboxes", "{}").statusCode()).isEqualTo(404);
    }
}
