package io.github.graphattach.emulator.conformance;

import static io.github.graphattach.emulator.conformance.PlainHttp.header;
import static io.github.graphattach.emulator.conformance.PlainHttp.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.emulator.GraphEmulator;
import io.github.graphattach.emulator.RequestKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever refuses, and whatever: the body is an error as Graph or Outlook writes it.
 *
 * @see <a href="https://learn.microsoft.com/graph/errors">Microsoft Graph error responses</a>
 */
class ErrorShapeTest {

    private static final String MESSAGE = "/me/messages/AAMkAD0001=";

    private GraphEmulator emulator;
    private PlainHttp http;

    @BeforeEach
    void start() {
        emulator = GraphEmulator.start();
        emulator.create(MESSAGE);
        http = new PlainHttp(emulator);
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    /** {@code error} has {@code code}, {@code message} and {@code innerError}, the ids being those of the headers. */
    private static JsonNode graphError(HttpResponse<byte[]> response) throws IOException {
        assertThat(header(response, "Content-Type")).startsWith("application/json");
        JsonNode error = json(response).path("error");
        assertThat(error.fieldNames()).toIterable().containsExactly("code", "message", "innerError");
        JsonNode inner = error.path("innerError");
        assertThat(inner.fieldNames()).toIterable().containsExactly("date", "request-id", "client-request-id");
        assertThat(inner.path("date").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d");
        assertThat(inner.path("request-id").asText()).isEqualTo(header(response, "request-id"));
        assertThat(inner.path("client-request-id").asText()).isEqualTo(header(response, "client-request-id"));
        return error;
    }

    /**
     * <pre>
     * server   is scripted to fail
     * request  any, of Graph
     * response the scripted status; code and message as scripted, or those that fit the status; innerError with the ids of
     *          this very answer
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 412, 429, 500, 503, 504, 507})
    void aScriptedRefusalOfGraphHasItsShape(int status) throws Exception {
        emulator.faults().on(RequestKind.LIST_ATTACHMENTS).answer(status);
        emulator.faults().on(RequestKind.LIST_ATTACHMENTS).answer(status).error("ErrorOdd", "Odd.");
        emulator.faults().on(RequestKind.POST_ATTACHMENT).answer(status).afterCommit();
        String list = "GET " + MESSAGE + "/attachments\nclient-request-id: 11d5b2a0";

        var plain = http.send(list);
        var worded = http.send(list);
        var late = http.send("POST " + MESSAGE + "/attachments\nContent-Type: application/json\n\n"
                + "{\"@odata.type\":\"#microsoft.graph.fileAttachment\",\"name\":\"a\",\"contentBytes\":\"QQ==\"}");

        assertThat(plain.statusCode()).isEqualTo(status);
        assertThat(graphError(plain).path("code").asText()).isNotBlank();
        assertThat(graphError(plain).at("/innerError/client-request-id").asText())
                .isEqualTo("11d5b2a0");
        assertThat(graphError(worded).path("code").asText()).isEqualTo("ErrorOdd");
        assertThat(graphError(worded).path("message").asText()).isEqualTo("Odd.");
        assertThat(graphError(late).path("message").asText()).isEqualTo("Scripted by a fault.");
    }

    /**
     * <pre>
     * server   is scripted to fail
     * request  PUT to an upload URL
     * response the scripted status; innerError as Outlook has it: requestId, date, and at 401 what its support asks for
     * </pre>
     */
    @Test
    void aScriptedRefusalOfOutlookHasItsShape() throws Exception {
        String url = http.uploadUrl(MESSAGE, 3_000_000);
        emulator.faults().on(RequestKind.PUT_RANGE).answer(503);
        emulator.faults().on(RequestKind.PUT_RANGE).answer(401);

        var unavailable = http.send(PlainHttp.put(url, "0-9/3000000"), new byte[10]);
        var unauthorized = http.send(PlainHttp.put(url, "0-9/3000000"), new byte[10]);

        assertThat(json(unavailable).at("/error/innerError").fieldNames())
                .toIterable()
                .containsExactly("requestId", "date");
        assertThat(json(unavailable).at("/error/innerError/requestId").asText())
                .isEqualTo(header(unavailable, "request-id"));
        assertThat(json(unauthorized).at("/error/innerError").fieldNames())
                .toIterable()
                .containsExactly("oAuthEventOperationId", "oAuthEventcV", "errorUrl", "requestId", "date");
    }

    /** A scripted body is sent as it was scripted: a script may want a broken one. */
    @Test
    void aScriptedBodyIsLeftAlone() throws Exception {
        emulator.faults().on(RequestKind.LIST_ATTACHMENTS).answer(502).body("text/html", "<p>Bad gateway</p>");
        emulator.faults().on(RequestKind.LIST_ATTACHMENTS).answer(500).body("application/json", "");

        var page = http.send("GET " + MESSAGE + "/attachments");
        var empty = http.send("GET " + MESSAGE + "/attachments");

        assertThat(page.body()).asString().isEqualTo("<p>Bad gateway</p>");
        assertThat(header(page, "Content-Type")).isEqualTo("text/html");
        assertThat(empty.body()).isEmpty();
    }

    /**
     * <pre>
     * request  of a target that is no URL: broken percent signs, blanks, dots that lead nowhere, too long, no path at all
     * response 400 (414 when too long) with an error in Graph's shape, and with the ids of every answer; it is in the log
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1.0/me/messages/%zz",
                "/v1.0/me/messages/%",
                "/v1.0/me/messages/%C3%28",
                "/v1.0/me/messages/%00",
                "/v1.0/me/messages/a b",
                "/v1.0/me/messages/a\u0001",
                "/v1.0/me/../../..",
                "/%2e%2e/",
                "/v1.0/me/messages/AAMkAD0001=?$select=%zz",
                "/v1.0/me/messages/AAMkAD0001=?%zz=1",
                "/_emulator/%zz",
                "*",
                "//",
                "http://[::/x",
                "long"
            })
    void aMalformedUrlIsRefusedInGraphsShape(String target) throws Exception {
        String sent = target.equals("long") ? "/v1.0/me/messages/" + "x".repeat(40_000) : target;

        String answer = raw(emulator.graphUrl(), sent);

        assertThat(answer).startsWith(target.equals("long") ? "HTTP/1.1 414 " : "HTTP/1.1 400 ");
        String requestId = answer.lines()
                .filter(line -> line.startsWith("request-id: "))
                .findFirst()
                .orElse("request-id: none");
        JsonNode error =
                PlainHttp.tree(answer.substring(answer.indexOf("\r\n\r\n"))).path("error");
        assertThat(error.path("code").asText()).isEqualTo("BadRequest");
        assertThat(error.at("/innerError").fieldNames())
                .toIterable()
                .containsExactly("date", "request-id", "client-request-id");
        assertThat(requestId).endsWith(error.at("/innerError/request-id").asText());
        assertThat(emulator.exchanges())
                .filteredOn(exchange -> exchange.requestId()
                        .equals(error.at("/innerError/request-id").asText()))
                .hasSize(1)
                .noneMatch(exchange -> exchange.path().startsWith("/bad"));
    }

    /** The upload host does the same, in Outlook's shape. */
    @Test
    void aMalformedUploadUrlIsRefusedInOutlooksShape() throws Exception {
        String answer = raw(emulator.uploadUrl(), "/api/%zz?authtoken=secret-token-0123");

        assertThat(answer).startsWith("HTTP/1.1 400 ").doesNotContain("secret-token");
        assertThat(PlainHttp.tree(answer.substring(answer.indexOf("\r\n\r\n")))
                        .at("/error/innerError")
                        .fieldNames())
                .toIterable()
                .containsExactly("requestId", "date");
    }

    private static String raw(URI host, String target) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), host.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET " + target
                                    + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer t\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
