package io.github.graphattach.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.emulator.http.HttpListener;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that means harm, or none at all: a right status, no thread stuck, no file left, nothing outside of the folder. */
class HostileInputTest {

    private static final String ITEM = "/me/messages/M";
    private static final String ODD_ITEM = "/me/messages/it's%20ab%25%22'%29%3Fc%23";
    private static final byte[] FILE = Wire.bytes(300, 7);
    private static final Duration PATIENCE = Duration.ofMillis(400);

    private Path parent;
    private Path folder;
    private GraphEmulator emulator;
    private EmulatedItem item;
    private Wire wire;

    @BeforeEach
    void start(@TempDir Path temporary) {
        parent = temporary;
        folder = parent.resolve("content");
        emulator = GraphEmulator.builder()
                .minimumSessionSize(1)
                .contentFolder(folder)
                .patience(PATIENCE)
                .start();
        item = emulator.create(ITEM);
        wire = new Wire(emulator);
    }

    /** No thread is stuck in a request, and the folder holds nothing but attachments and sessions that are open. */
    @AfterEach
    void close() throws IOException {
        await().alias("threads that serve a request").until(HostileInputTest::serving, List::isEmpty);
        assertThat(files()).hasSize(attached() + (int) emulator.openSessions());
        emulator.close();
        assertThat(parent).as("nothing escapes the folder").isDirectoryNotContaining(path -> !path.equals(folder));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private int attached() {
        return Stream.of(ITEM, ODD_ITEM)
                .flatMap(path -> emulator.find(path).stream())
                .mapToInt(found -> found.attachments().size())
                .sum();
    }

    private static List<String> serving() {
        return threadsIn("HttpListener");
    }

    private static List<String> threadsIn(String type) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> Arrays.stream(thread.getValue()).anyMatch(frame -> frame.getClassName()
                        .startsWith(HttpListener.class.getPackageName() + "." + type)))
                .map(thread -> thread.getKey().getName())
                .toList();
    }

    private Socket connect(URI host) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), host.getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** {@return the first line of the answer, empty when the connection ended without one} */
    private static String statusLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = socket.getInputStream().read();
                octet >= 0 && octet != '\n';
                octet = socket.getInputStream().read()) {
            line.append((char) octet);
        }
        return line.toString().strip();
    }

    /** {@return whether the peer has ended the connection, one way or the other} */
    private static boolean isEnded(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    /** Names are labels: they come back as they went in, and no file is ever named after them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<img src=x onerror=alert(1)>.pdf",
                "../../x",
                "/etc/passwd",
                "C:\\x",
                "a\r\nSet-Cookie: b",
                "\"'`;--",
                "NUL",
                "."
            })
    void namesAreOnlyLabels(String name) throws Exception {
        wire.postFile(ITEM, name, FILE);
        Wire.put(wire.uploadUrl(ITEM, name, FILE.length), FILE, 0, 299);

        JsonNode list = Wire.json(wire.get(ITEM + "/attachments")).path("value");

        assertThat(list.findValuesAsText("name")).containsExactly(name, name);
        assertThat(files())
                .hasSize(2)
                .allMatch(path -> path.getFileName().toString().matches("[0-9a-f-]{36}\\.bin"));
        var download = wire.get(ITEM + "/attachments/" + list.at("/0/id").asText() + "/$value");
        assertThat(download.body()).isEqualTo(FILE);
        assertThat(download.headers().firstValue("Set-Cookie")).isEmpty();
    }

    /** 255 emoji, and ids with quotes, slashes and percent signs, are as good as any. */
    @Test
    void oddNamesAndIdsAreKept() throws Exception {
        String emoji = "\uD83D\uDCCE".repeat(255);
        EmulatedItem odd = emulator.create(ODD_ITEM);

        URI url = wire.uploadUrl(ODD_ITEM, emoji, FILE.length);
        var last = Wire.put(url, FILE, 0, 299);

        assertThat(last.statusCode()).isEqualTo(201);
        assertThat(odd.id()).isEqualTo("it's ab%\"')?c#");
        assertThat(odd.attachments().get(0).name()).isEqualTo(emoji);
        assertThat(wire.get(ODD_ITEM + "/attachments").statusCode()).isEqualTo(200);
    }

    /** A range that is no range, negative, backwards, beyond the end or beyond all numbers. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes 0-",
                "bytes -1-9/300",
                "bytes 0--9/300",
                "bytes 9-0/300",
                "bytes 0-9/*",
                "bytes 0-9/-300",
                "bytes 0-300/300",
                "bytes 99999999999999999999-99999999999999999999/300",
                "bytes 0-9223372036854775807/300",
                "bytes 0-9/9223372036854775808",
                "items 0-9/300",
                "bytes 0-9/300, 10-19/300",
                "bytes 0x0-0x9/300",
                "bytes 0-9/3e2"
            })
    void malformedRangesAreRefused(String range) throws Exception {
        URI url = wire.uploadUrl(ITEM, "a", FILE.length);

        var response = Wire.send(HttpRequest.newBuilder(url)
                .header("Content-Range", range)
                .PUT(BodyPublishers.ofByteArray(new byte[10])));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Wire.json(Wire.status(url)).path("nextExpectedRanges")).hasToString("[\"0\"]");
    }

    /** Sessions of no size, of a negative or fractional one, of more than there are numbers; JSON without an end. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"size\":-1}",
                "{\"size\":1.5}",
                "{\"size\":\"300\"}",
                "{\"size\":9223372036854775808}",
                "{\"size\":1e400}",
                "{\"size\":null}"
            })
    void malformedSessionsAreRefused(String fields) throws Exception {
        String declared = "{\"attachmentType\":\"file\",\"name\":\"a\"," + fields.substring(1);

        var response = wire.post(ITEM + "/attachments/createUploadSession", "{\"AttachmentItem\":" + declared + "}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(emulator.openSessions()).isZero();
    }

    /** JSON that is nested without end does not exhaust the stack. */
    @Test
    void deeplyNestedJsonIsRefused() throws Exception {
        String nested = "{\"a\":".repeat(100_000);

        assertThat(wire.post(ITEM + "/attachments", nested).statusCode()).isEqualTo(400);
        assertThat(wire.post(ITEM + "/attachments/createUploadSession", nested).statusCode())
                .isEqualTo(400);
        assertThat(wire.post("/me/messages", nested).statusCode()).isEqualTo(400);
        assertThat(files()).isEmpty();
    }

    /** Paths with broken encoding, empty segments, dots, other versions. */
    @Test
    void malformedPathsAreRefused() throws Exception {
        for (String target : List.of(
                "/v1.0/me/messages/%zz",
                "/v1.0/me/messages/%C3%28",
                "/v1.0//me",
                "/v1.0/me/../me",
                "/v9.9/me",
                "/v1.0",
                "/v1.0/me/messages//attachments",
                "*")) {
            try (Socket socket = connect(emulator.graphUrl())) {
                send(
                        socket,
                        "GET " + target
                                + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer t\r\nConnection: close\r\n\r\n");
                assertThat(statusLine(socket)).as(target).matches("HTTP/1.1 40[0-4] .*");
            }
        }
        URI url = wire.uploadUrl(ITEM, "a", FILE.length);
        assertThat(Wire.status(URI.create(emulator.uploadUrl() + "/elsewhere")).statusCode())
                .isEqualTo(404);
        assertThat(Wire.status(URI.create(url.toString().replaceAll("authtoken=.*", "authtoken=guess")))
                        .statusCode())
                .isEqualTo(401);
    }

    /** A header line of up to 1 GB: the answer is 431, long before its end. */
    @Test
    void endlessHeadersAreRefused() throws Exception {
        try (Socket socket = connect(emulator.graphUrl())) {
            send(socket, "GET /v1.0/me HTTP/1.1\r\nHost: localhost\r\nX-Long: ");

            assertRefusedWhileWriting(socket, 64 << 20, "431");
        }
    }

    /** Writes until there is an answer; one that comes while the client still writes may be lost with the connection. */
    private static void assertRefusedWhileWriting(Socket socket, long most, String status) throws IOException {
        byte[] much = "x".repeat(64 * 1024).getBytes(StandardCharsets.ISO_8859_1);
        long written = 0;
        String answer;
        try {
            while (written < most && socket.getInputStream().available() == 0) {
                socket.getOutputStream().write(much);
                written += much.length;
            }
            answer = statusLine(socket);
        } catch (IOException e) {
            answer = "ended";
        }
        assertThat(written).isLessThan(most);
        assertThat(answer).matches("HTTP/1.1 " + status + " .*|ended");
    }

    /** A client that drips its headers is cut off, however lively it seems. */
    @Test
    void drippedHeadersAreCutOff() throws Exception {
        try (Socket socket = connect(emulator.graphUrl())) {
            send(socket, "GET /v1.0/me HTTP/1.1\r\nX-Slow: ");
            await().atMost(PATIENCE.multipliedBy(20))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> {
                        try {
                            send(socket, "x");
                            return false;
                        } catch (IOException e) {
                            return true;
                        }
                    });
        }
        assertThat(wire.get(ITEM).statusCode()).isEqualTo(200);
    }

    /** A client that drips the body of its range is cut off; the session stands where it stood. */
    @Test
    void drippedBodiesAreCutOff() throws Exception {
        URI url = wire.uploadUrl(ITEM, "a", FILE.length);
        try (Socket socket = connect(url)) {
            send(socket, put(url, "bytes 0-299/300", 300));
            await().atMost(PATIENCE.multipliedBy(20))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> {
                        try {
                            send(socket, "x");
                            return false;
                        } catch (IOException e) {
                            return true;
                        }
                    });
        }
        assertThat(Wire.put(url, FILE, 0, 299).statusCode()).isEqualTo(201);
        assertThat(item.attachments().get(0).sha256()).isEqualTo(Wire.sha256(FILE));
    }

    /** A body far beyond the limit is answered before the connection ends, although nobody wants it. */
    @Test
    void aBodyFarBeyondTheLimitIsAnswered() throws Exception {
        assertThat(wire.postFile(ITEM, "a", new byte[20_000_000]).statusCode()).isEqualTo(413);
        assertThat(files()).isEmpty();
    }

    /** A silent client is let go: before its request, in the middle of its headers, in the middle of its body. */
    @Test
    void silentClientsAreLetGo() throws Exception {
        URI url = wire.uploadUrl(ITEM, "a", FILE.length);
        for (String beginning : List.of("", "PUT /x HTTP/1.1\r\nHost", put(url, "bytes 0-299/300", 300) + "half")) {
            try (Socket socket = connect(url)) {
                send(socket, beginning);
                assertThat(isEnded(socket)).as(beginning).isTrue();
            }
        }
        assertThat(Wire.json(Wire.status(url)).path("nextExpectedRanges")).hasToString("[\"0\"]");
    }

    private static String put(URI url, String range, int length) {
        return "PUT " + url.getRawPath() + "?" + url.getRawQuery() + " HTTP/1.1\r\nHost: localhost\r\nContent-Range: "
                + range + "\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private static String post(String path, long length) {
        return "POST /v1.0" + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer t\r\nContent-Length: "
                + length + "\r\n\r\n";
    }

    /** The connection ends before the announced length: nothing of that range counts, and no file is left of a POST. */
    @Test
    void aBodyThatEndsEarlyCountsForNothing() throws Exception {
        URI url = wire.uploadUrl(ITEM, "a", FILE.length);
        try (Socket socket = connect(url)) {
            send(socket, put(url, "bytes 0-299/300", 300) + "x".repeat(299));
        }
        try (Socket socket = connect(emulator.graphUrl())) {
            send(socket, post(ITEM + "/attachments", 1000) + "{\"name\":\"a\",\"contentBytes\":\"QUJD");
        }

        await().until(() -> emulator.exchanges().size() == 3);
        await().until(() -> files().size() == 1);
        assertThat(Wire.json(Wire.status(url)).path("nextExpectedRanges")).hasToString("[\"0\"]");
        assertThat(Wire.put(url, FILE, 0, 299).statusCode()).isEqualTo(201);
        assertThat(item.attachments()).extracting(EmulatedAttachment::sha256).containsExactly(Wire.sha256(FILE));
    }

    /** More bytes than announced are no part of the range: they are taken for a next request, which is malformed. */
    @Test
    void aBodyThatGoesOnIsNotTakenForTheRange() throws Exception {
        URI url = wire.uploadUrl(ITEM, "a", FILE.length);
        try (Socket socket = connect(url)) {
            send(socket, put(url, "bytes 0-99/300", 100) + "x".repeat(150));

            assertThat(statusLine(socket)).startsWith("HTTP/1.1 200");
        }
        assertThat(Wire.json(Wire.status(url)).path("nextExpectedRanges")).hasToString("[\"100\"]");
    }

    /** A range without an announced length is refused: Outlook requires one. */
    @Test
    void aRangeOfUnknownLengthIsRefused() throws Exception {
        URI url = wire.uploadUrl(ITEM, "a", FILE.length);

        var response = Wire.send(HttpRequest.newBuilder(url)
                .header("Content-Range", "bytes 0-299/300")
                .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(FILE))));

        assertThat(response.statusCode()).isEqualTo(400);
    }

    /** An announced terabyte is refused without being waited for. */
    @Test
    void anAnnouncedTerabyteIsNotWaitedFor() throws Exception {
        try (Socket socket = connect(emulator.graphUrl())) {
            send(socket, post("/me/messages", 1L << 40));

            assertRefusedWhileWriting(socket, 1 << 30, "413");
        }
    }

    /** Two requests bring the same range at once: the newer one counts, and the bytes of the older do not. */
    @Test
    void theNewerOfTwoEqualRangesCounts() throws Exception {
        URI url = wire.uploadUrl(ITEM, "a", FILE.length);
        try (Socket older = connect(url)) {
            send(older, put(url, "bytes 0-299/300", 300) + "x".repeat(200));
            await().alias("threads that wait for the older one's bytes")
                    .until(() -> threadsIn("RequestBody"), threads -> !threads.isEmpty());

            assertThat(Wire.put(url, FILE, 0, 299).statusCode()).isEqualTo(201);
            send(older, "x".repeat(100));
            assertThat(statusLine(older)).matches("HTTP/1.1 4\\d\\d .*|");
        }
        assertThat(item.attachments()).extracting(EmulatedAttachment::sha256).containsExactly(Wire.sha256(FILE));
    }

    /** A closed emulator leaves no file that it has made for itself. */
    @Test
    void aTemporaryFolderIsRemoved() throws Exception {
        Path content;
        try (GraphEmulator temporary =
                GraphEmulator.builder().minimumSessionSize(1).start()) {
            EmulatedItem draft = temporary.create(ITEM);
            Wire wired = new Wire(temporary);
            wired.postFile(ITEM, "a", FILE);
            Wire.put(wired.uploadUrl(ITEM, "b", 300), FILE, 0, 99);
            content = draft.attachments().get(0).content();
            assertThat(content).exists();
        }
        assertThat(content.getParent()).doesNotExist();
    }

    /** A page of elsewhere whose name resolves to this machine gets nothing, at none of the ports. */
    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:80", "localhost.evil.example", "127.0.0.1.evil.example"})
    void aForeignHostNameIsRefused(String host) throws Exception {
        for (URI port : List.of(emulator.graphUrl(), emulator.uploadUrl())) {
            try (Socket socket = connect(port)) {
                send(
                        socket,
                        "GET /v1.0" + ITEM + " HTTP/1.1\r\nHost: " + host
                                + "\r\nAuthorization: Bearer t\r\nConnection: close\r\n\r\n");

                assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 403 Forbidden");
            }
        }
    }

    /** The names of this machine are good, with any port or none. */
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:1", "127.0.0.1", "[::1]:8025"})
    void aHostNameOfThisMachineIsGood(String host) throws Exception {
        try (Socket socket = connect(emulator.graphUrl())) {
            send(
                    socket,
                    "GET /v1.0" + ITEM + " HTTP/1.1\r\nHost: " + host
                            + "\r\nAuthorization: Bearer t\r\nConnection: close\r\n\r\n");

            assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 200 OK");
        }
    }
}
