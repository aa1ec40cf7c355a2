package io.github.graphattach.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.graphattach.item.OutlookItem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.io.CloseMode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests as they stand on the wire, and answers that no HTTP library would write. */
class HttpGraphClientTest {

    private static final OutlookItem ITEM = OutlookItem.parse("/users/a@b.example/messages/AA%2B=", Set.of());
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

    private final RawServer server = RawServer.start();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final CloseableHttpClient http = HttpClients.custom()
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .build();

    @AfterEach
    void stop() {
        http.close(CloseMode.IMMEDIATE);
        timer.shutdownNow();
        server.close();
    }

    private GraphClient client(Duration timeout) {
        return client(timeout, IdType.DEFAULT);
    }

    private GraphClient client(Duration timeout, IdType idType) {
        return new HttpGraphClient(
                new HttpRequests(http, timeout, timer),
                URI.create(server.origin() + "/v1.0"),
                () -> new AccessToken("token-of-graph"),
                idType);
    }

    private GraphClient client() {
        return client(Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v2.0/Users('o@t')/Messages('AA%3D=')/AttachmentSessions('A|B{C}^`')?authtoken=a%zz+b'()\\\"<>",
                "//elsewhere.example.com/api?authtoken=x",
                "/a/../../b/./c?authtoken=x",
                "/%00%zz?authtoken=x",
                "/?authtoken=x"
            })
    void anUploadUrlGoesOutByteForByteWithTheThreeHeadersOnly(String path) throws IOException {
        server.answer(OK);

        client().putRange(
                        UploadUrl.of(server.origin() + path),
                        "bytes 0-2/7",
                        3,
                        sink -> sink.write(new byte[] {'a', 'b', 'c'}));

        RawServer.Request request = server.request();
        assertThat(request.line()).isEqualTo("PUT " + path + " HTTP/1.1");
        assertThat(request.headers())
                .containsEntry("content-range", "bytes 0-2/7")
                .containsEntry("content-length", "3")
                .containsEntry("content-type", "application/octet-stream")
                .containsKey("client-request-id")
                .doesNotContainKeys("authorization", "cookie", "accept-encoding", "expect", "transfer-encoding");
        assertThat(request.body()).isEqualTo("abc");
    }

    /** As those of To Do, whose ranges go to Graph itself. */
    @Test
    void aSessionWhoseUrlHasNoTokenGetsOneInEachRequest() throws IOException {
        server.answer(OK).answer(OK).answer(OK);
        SessionFamily outlook = SessionFamily.OUTLOOK;
        GraphClient client = new HttpGraphClient(
                new HttpRequests(http, Duration.ofSeconds(20), timer),
                URI.create(server.origin() + "/v1.0"),
                () -> new AccessToken("token-of-graph"),
                IdType.DEFAULT,
                new SessionFamily(
                        "attachmentInfo",
                        false,
                        outlook.largestRange(),
                        outlook.inProgress(),
                        outlook.completed(),
                        outlook.nextOffset(),
                        outlook.attachmentId()));
        UploadUrl url = UploadUrl.of(server.origin() + "/v1.0/me/todo/lists/1/tasks/2/attachmentSessions/3");

        client.putRange(url, "bytes 0-2/7", 3, sink -> sink.write(new byte[3]));
        client.sessionStatus(url);
        client.deleteSession(url);

        for (String method : List.of("PUT", "GET", "DELETE")) {
            RawServer.Request request = server.request();
            assertThat(request.line()).startsWith(method);
            assertThat(request.headers()).containsEntry("authorization", "Bearer token-of-graph");
        }
    }

    @Test
    void eachRequestHasAnIdOfItsOwnAndGraphATokenInEach() throws IOException {
        server.answer(OK).answer(OK);

        GraphReply first = client().getAttachment(ITEM, "A/B+C=");
        GraphReply second = client().deleteAttachment(ITEM, "a/../..");

        RawServer.Request get = server.request();
        RawServer.Request delete = server.request();
        assertThat(get.line())
                .isEqualTo("GET /v1.0/users/a%40b.example/messages/AA_%3D/attachments/A-B_C%3D"
                        + "?$select=id,name,size,lastModifiedDateTime HTTP/1.1");
        assertThat(delete.line()).endsWith("/messages/AA_%3D/attachments/a-..-.. HTTP/1.1");
        assertThat(get.headers()).containsEntry("authorization", "Bearer token-of-graph");
        assertThat(get.headers().get("client-request-id")).isEqualTo(first.clientRequestId());
        assertThat(second.clientRequestId()).isNotEqualTo(first.clientRequestId());
    }

    @ParameterizedTest
    @EnumSource(IdType.class)
    void thePreferenceForImmutableIdsGoesToGraphInEachRequestAndToTheUploadHostInNone(IdType idType)
            throws IOException {
        GraphClient client = client(Duration.ofSeconds(20), idType);
        NewAttachment attachment = new NewAttachment("a", "text/plain", 1, false, Optional.empty());
        UploadUrl url = UploadUrl.of(server.origin() + "/session?authtoken=secret-token-0123");
        RangeBody body = sink -> sink.write('a');
        for (int answers = 0; answers < 9; answers++) {
            server.answer(OK);
        }

        client.listAttachments(ITEM);
        client.postAttachment(ITEM, attachment, body);
        client.createUploadSession(ITEM, attachment);
        client.getAttachment(ITEM, "A");
        client.readContent(ITEM, "A", 1, OutputStream.nullOutputStream());
        client.deleteAttachment(ITEM, "A");
        client.putRange(url, "bytes 0-0/1", 1, body);
        client.sessionStatus(url);
        client.deleteSession(url);

        for (int graph = 0; graph < 6; graph++) {
            RawServer.Request request = server.request();
            if (idType == IdType.IMMUTABLE) {
                assertThat(request.headers()).containsEntry("prefer", "IdType=\"ImmutableId\"");
            } else {
                assertThat(request.headers()).doesNotContainKey("prefer");
            }
        }
        for (int upload = 0; upload < 3; upload++) {
            assertThat(server.request().headers()).doesNotContainKey("prefer");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void anIdThatLeadsToTheItemItselfIsNotSent(String id) {
        assertThatIOException().isThrownBy(() -> client().deleteAttachment(ITEM, id));

        assertThat(server.waiting()).isZero();
    }

    @Test
    void aSessionIsOpenedWithWhatTheServiceAsksFor() throws IOException {
        server.answer(OK).answer(OK);

        client().createUploadSession(ITEM, new NewAttachment("ä\"b.pdf", "text/plain", 7, true, Optional.of("c1")));
        client().createUploadSession(ITEM, new NewAttachment("n", "text/plain", 7, false, Optional.empty()));

        assertThat(server.request().body())
                .isEqualTo(
                        "{\"AttachmentItem\":{\"name\":\"ä\\\"b.pdf\",\"contentType\":\"text/plain\",\"isInline\":true,"
                                + "\"contentId\":\"c1\",\"attachmentType\":\"file\",\"size\":7}}");
        assertThat(server.request().body())
                .isEqualTo("{\"AttachmentItem\":{\"name\":\"n\",\"contentType\":\"text/plain\","
                        + "\"attachmentType\":\"file\",\"size\":7}}");
    }

    @Test
    void allPagesOfAListAreOneAnswer() throws IOException {
        String next = server.origin() + "/v1.0/users/x/messages/y/attachments?$skip=1";
        server.answerJson("{\"value\":[{\"id\":\"A\"}],\"@odata.nextLink\":\"" + next + "\"}");
        server.answerJson("{\"value\":[{\"id\":\"B\"}]}");

        GraphReply reply = client().listAttachments(ITEM);

        assertThat(reply.field("value").toString()).isEqualTo("[{\"id\":\"A\"},{\"id\":\"B\"}]");
        server.request();
        assertThat(server.request().line()).isEqualTo("GET /v1.0/users/x/messages/y/attachments?$skip=1 HTTP/1.1");
    }

    @Test
    void silenceEndsWithATimeout() {
        server.answer("");

        assertThatThrownBy(() -> client(Duration.ofMillis(300)).getAttachment(ITEM, "A"))
                .isInstanceOf(SocketTimeoutException.class);
    }

    /** That is what the client library says when it was about to use the connection. */
    @Test
    void aDeadlineThatPassesBetweenTwoStepsOfTheClientIsATimeoutToo() {
        HttpClient client = (HttpClient) Proxy.newProxyInstance(
                HttpClient.class.getClassLoader(), new Class<?>[] {HttpClient.class}, (proxy, method, arguments) -> {
                    HttpUriRequestBase request = (HttpUriRequestBase) arguments[0];
                    Awaitility.await().until(request::isCancelled);
                    throw new IllegalStateException("Endpoint not acquired / already released");
                });
        GraphClient graph = new HttpGraphClient(
                new HttpRequests(client, Duration.ofMillis(1), timer),
                URI.create("https://graph.example.com/v1.0"),
                () -> new AccessToken("token-of-graph"),
                IdType.DEFAULT);

        assertThatThrownBy(() -> graph.getAttachment(ITEM, "A")).isInstanceOf(SocketTimeoutException.class);
    }

    /** Each byte ends a silence, but not the request's deadline. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 500 Oops\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 "
            })
    void anAnswerWithoutEndEndsWithTheDeadline(String beginning) {
        server.answerForEver(beginning);
        long begin = System.nanoTime();

        assertThatThrownBy(() -> client(Duration.ofMillis(500)).getAttachment(ITEM, "A"))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessageNotContaining("token-of-graph");

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void aBodyThatIsShortIsNotTakenForWhole() {
        server.answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort", true);
        ByteArrayOutputStream sink = new ByteArrayOutputStream();

        assertThatIOException().isThrownBy(() -> client().readContent(ITEM, "A", 10, sink));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 301 Moved\r\nLocation: %s/elsewhere\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 307 Moved\r\nLocation: %s/elsewhere\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 503 No\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"
            })
    void nothingIsDoneThatWasNotAsked(String answer) throws IOException {
        server.answer(String.format(answer, server.origin()));

        GraphReply reply = client().sessionStatus(UploadUrl.of(server.origin() + "/x?authtoken=y"));

        assertThat(reply.isSuccess()).isFalse();
        server.request();
        assertThat(server.waiting()).as("further requests").isZero();
    }

    @Test
    void aLibrarysExceptionDoesNotShowTheUploadUrl() {
        UploadUrl url = UploadUrl.of(server.origin() + "/session-path?authtoken=secret-token-0123");
        RangeBody telling = sink -> {
            throw new IOException("outer", new IOException("at /session-path?authtoken=secret-token-0123"));
        };

        assertThatThrownBy(() -> client().putRange(url, "bytes 0-2/7", 3, telling))
                .isInstanceOf(IOException.class)
                .hasMessage("IOException: outer")
                .hasNoCause();
    }

    @Test
    void whatAServiceWritesOfItsRequestIsNotRepeated() throws IOException {
        String url = server.origin() + "/session-path-7?authtoken=secret-token-0123%2Bzz";
        String echo = "{\"error\":{\"code\":\"ErrorOdd\",\"message\":\"no %s here\"}}";
        for (String part : List.of("/session-path-7", "secret-token-0123", "token-0123+zz", "token-0123%2Bzz")) {
            server.answer(error(echo.formatted(part), "id-of-" + part));

            GraphReply reply = client().sessionStatus(UploadUrl.of(url));

            assertThat(reply.error()).as("echo of %s", part).isEqualTo(new GraphError("ErrorOdd", ""));
            assertThat(reply.requestId()).as("echo of %s", part).isEmpty();
        }
        server.answer(error(echo.formatted("token-of-graph"), "token-of-graph"));

        GraphReply reply = client().deleteAttachment(ITEM, "a");

        assertThat(reply.error()).isEqualTo(new GraphError("ErrorOdd", ""));
        assertThat(reply.requestId()).isEmpty();
    }

    /** What came over the wire could be anything, in the exception of a library as well. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nno header \u001b[31m Bearer abcdefgh\r\n\r\n",
                "\u001b[31mBearer abcdefgh\r\n",
                "HTTP/1.1 \u001b[31m Bearer abcdefgh\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\u001b[31m Bearer abcdefgh\r\n"
            })
    void anAnswerThatIsNoHttpIsDescribedInOneCleanLine(String answer) {
        server.answer(answer, true);

        Throwable failure = catchThrowable(() -> client().listAttachments(ITEM));

        assertThat(failure).isInstanceOf(IOException.class);
        assertThat(trace(failure)).doesNotContain("abcdefgh").doesNotContain("\u001b");
    }

    private static String error(String body, String requestId) {
        return "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nrequest-id: " + requestId
                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String trace(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    @Test
    void aSourceThatIsShortBreaksTheRequest() {
        server.answer(OK);
        UploadUrl url = UploadUrl.of(server.origin() + "/x");

        assertThatIOException()
                .isThrownBy(() -> client().putRange(url, "bytes 0-2/7", 3, (OutputStream sink) -> sink.write(1)))
                .withMessageContaining("1 of 3 bytes");
    }

    @Test
    void anInterruptedThreadGetsAnIOExceptionAndStaysInterrupted() {
        Thread.currentThread().interrupt();

        assertThatIOException().isThrownBy(() -> client().getAttachment(ITEM, "A"));

        assertThat(Thread.interrupted()).isTrue();
    }
}
