package io.github.graphattach.emulator;

import static io.github.graphattach.emulator.RequestKind.LIST_ATTACHMENTS;
import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser asks for while the page is open, and how it is kept from doing more than the page wants. */
class PageRequestsTest {

    private static final String MESSAGE = "/me/messages/M";
    private static final byte[] FILE = Wire.bytes(300, 6);

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
            + "img-src 'self' data:; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private GraphEmulator emulator;
    private Wire wire;

    @BeforeEach
    void start() {
        emulator = GraphEmulator.builder().minimumSessionSize(1).start();
        wire = new Wire(emulator);
        emulator.create(MESSAGE);
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    private HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(URI.create(emulator.pageUrl().toString().replaceAll("/$", "") + path));
    }

    private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return Wire.send(at(path));
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static String header(HttpResponse<byte[]> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** The page may load its own files and ask its own origin; nothing else, from nowhere else, in no frame. */
    @Test
    void thePageComesWithAStrictPolicy() throws Exception {
        var page = get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(header(page, "Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(header(page, "Content-Security-Policy")).isEqualTo(POLICY);
        assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(page, "Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
    }

    /** Followed from the page through its scripts' imports, as a browser does. */
    @Test
    void everyFileOfThePageIsThereAndOfItsType() throws Exception {
        Map<String, HttpResponse<byte[]>> files = files();

        assertThat(files).hasSizeGreaterThan(5);
        files.forEach((path, file) -> {
            assertThat(file.statusCode()).as(path).isEqualTo(200);
            assertThat(header(file, "X-Content-Type-Options")).as(path).isEqualTo("nosniff");
            assertThat(header(file, "Content-Security-Policy")).as(path).isEqualTo(POLICY);
            assertThat(header(file, "Content-Type")).as(path).startsWith(type(path));
        });
    }

    private static String type(String path) {
        return switch (path.substring(path.lastIndexOf('.') + 1)) {
            case "js" -> "text/javascript";
            case "css" -> "text/css";
            case "svg" -> "image/svg+xml";
            default -> "text/html";
        };
    }

    private Map<String, HttpResponse<byte[]>> files() throws IOException, InterruptedException {
        Map<String, HttpResponse<byte[]>> files = new TreeMap<>();
        Deque<String> wanted = new ArrayDeque<>(Set.of("/"));
        while (!wanted.isEmpty()) {
            String path = wanted.pop();
            var file = get(path);
            files.put(path, file);
            Stream.concat(
                            found(text(file), "(?:href|src)=\"(/_emulator/page/[^\"]+)\""),
                            found(text(file), "from '\\./([^']+)'").map("/_emulator/page/"::concat))
                    .filter(next -> !files.containsKey(next))
                    .forEach(wanted::push);
        }
        return files;
    }

    private static Stream<String> found(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().map(match -> match.group(1));
    }

    /** No markup is made of data, and no script or style stands in markup: neither would get past the policy anyway. */
    @Test
    void thePageMakesNoMarkupOfData() throws Exception {
        for (var file : files().entrySet()) {
            assertThat(text(file.getValue()))
                    .as(file.getKey())
                    .doesNotContainPattern(
                            "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\b|Function\\(")
                    .doesNotContainPattern("(?i)<script(?![^>]*\\bsrc=)|<style|\\sstyle=|<[^>]+\\son\\w+=|javascript:")
                    .doesNotContainPattern("https?://(?!www\\.w3\\.org/2000/svg)");
        }
    }

    /** Next to the page's files in the jar are the emulator's classes: only what the page needs is handed out. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/_emulator/page/",
                "/_emulator/page/nothing.js",
                "/_emulator/page/../PageFiles.class",
                "/_emulator/page/..%2FPageFiles.class",
                "/_emulator/page//index.html",
                "/index.html"
            })
    void nothingElseIsHandedOut(String path) throws Exception {
        assertThat(get(path).statusCode()).as(path).isIn(400, 401, 404);
    }

    /** The page is read, not written. */
    @Test
    void thePageTakesNoPosts() throws Exception {
        var refused = Wire.send(at("/").POST(BodyPublishers.ofString("x")));

        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(header(refused, "Allow")).isEqualTo("GET, HEAD");
    }

    /** Looking on leaves no trace in what is looked at. */
    @Test
    void thePageIsNotInTheLog() throws Exception {
        files();
        get("/_emulator/mailboxes");

        assertThat(emulator.exchanges()).isEmpty();
    }

    /** Whatever its name and type, an attachment is saved and not opened, and its name stays within its header. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<img src=x onerror=alert(1)>.html",
                "../../etc/passwd",
                "a\r\nSet-Cookie: x=1\r\n\r\n<script>.svg",
                "quote\" and; semicolon.xhtml",
                "😀.pdf"
            })
    void downloadsAreSavedAndNotOpened(String name) throws Exception {
        wire.post(
                MESSAGE + "/attachments",
                Json.object()
                        .put("@odata.type", "#microsoft.graph.fileAttachment")
                        .put("name", name)
                        .put("contentType", "text/html")
                        .put("contentBytes", FILE)
                        .toString());
        String content =
                Wire.json(get("/_emulator/mailboxes")).findValue("content").asText();

        var download = get(content);

        assertThat(download.body()).isEqualTo(FILE);
        assertThat(header(download, "Content-Disposition"))
                .matches("attachment; filename\\*=UTF-8''[\\w.~%-]+")
                .doesNotContain("%2F", "%5C", "%0D", "%0A");
        assertThat(header(download, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(download, "Content-Security-Policy")).contains("sandbox");
        assertThat(header(download, "Set-Cookie")).isEmpty();
    }

    /** A switch of the page is a fault with a name: it is listed under it, and taken back by it. */
    @Test
    void aNamedFaultIsListedAndTakenBackByItsName() throws Exception {
        emulator.faults().on(LIST_ATTACHMENTS).nth(9).answer(500);
        Wire.send(at("/_emulator/faults")
                .POST(BodyPublishers.ofString("{\"named\":\"a/b <c>\",\"on\":\"LIST_ATTACHMENTS\",\"answer\":503}")));

        assertThat(text(get("/_emulator/faults"))).contains("\"a/b <c>\"", "[LIST_ATTACHMENTS], nth 9, answer 500");
        var takenBack = Wire.send(at("/_emulator/faults/a%2Fb%20%3Cc%3E").DELETE());

        assertThat(takenBack.statusCode()).isEqualTo(204);
        assertThat(text(get("/_emulator/faults"))).isEqualTo("[\"[LIST_ATTACHMENTS], nth 9, answer 500\"]");
        assertThat(wire.get(MESSAGE + "/attachments").statusCode()).isEqualTo(200);
    }

    /** Otherwise nothing could happen to an upload that is slow for all to see. */
    @Test
    void aFaultForAlwaysLetsOthersGoFirst() throws Exception {
        emulator.faults().on(LIST_ATTACHMENTS).always().answer(503);
        emulator.faults().on(LIST_ATTACHMENTS).answer(429);

        assertThat(wire.get(MESSAGE + "/attachments").statusCode()).isEqualTo(429);
        assertThat(wire.get(MESSAGE + "/attachments").statusCode()).isEqualTo(503);
        assertThat(wire.get(MESSAGE + "/attachments").statusCode()).isEqualTo(503);
    }

    /**
     * <pre>
     * client   sends a range that takes a second; then everything is reset
     * events   where the range is while it comes in; that all that was read is out of date
     * </pre>
     */
    @Test
    void aSlowRangeIsFollowedAndAResetIsTold() throws Exception {
        byte[] file = Wire.bytes(60_000, 7);
        URI url = wire.uploadUrl(MESSAGE, "b.bin", file.length);
        emulator.faults().on(PUT_RANGE).bandwidth(file.length);
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), emulator.pageUrl().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET /_emulator/events HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .getBytes(StandardCharsets.UTF_8));
            BufferedReader events =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            skipTo(events, ": watching");

            Wire.put(url, file, 0, file.length - 1);
            emulator.reset();

            skipTo(events, "event: session");
            var progress = Json.MAPPER.readTree(events.readLine().substring("data: ".length()));
            assertThat(progress.path("received").asInt()).isBetween(1, file.length - 1);
            assertThat(progress.path("state").asText()).isEqualTo("open");
            skipTo(events, "event: reload");
        }
    }

    /** Fails by the socket's timeout when the line does not come. */
    private static void skipTo(BufferedReader events, String wanted) throws IOException {
        String line = "";
        while (!line.equals(wanted)) {
            line = String.valueOf(events.readLine());
            assertThat(line).as("events before '" + wanted + "'").isNotEqualTo("null");
        }
    }
}
