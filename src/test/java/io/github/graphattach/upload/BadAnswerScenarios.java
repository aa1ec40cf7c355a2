package io.github.graphattach.upload;

import static io.github.graphattach.emulator.RequestKind.GET_ATTACHMENT;
import static io.github.graphattach.emulator.RequestKind.LIST_ATTACHMENTS;
import static io.github.graphattach.emulator.RequestKind.OPEN_SESSION;
import static io.github.graphattach.emulator.RequestKind.POST_ATTACHMENT;
import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.RequestKind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that no sound service gives: each ends in a failure with a name, or is got over; in bounded memory and time. */
class BadAnswerScenarios {

    @RegisterExtension
    static final World world = new World();

    private final byte[] file = World.file(2500);
    private final byte[] small = World.file(300);

    private static String session(String url) {
        return "{\"uploadUrl\":" + url + ",\"expirationDateTime\":\"2999-01-01T00:00:00Z\"}";
    }

    static Stream<String> unusableSessions() {
        return Stream.of(
                "",
                "null",
                "[]",
                "\"text\"",
                "{",
                "<html>Sign in</html>",
                "{\"expirationDateTime\":\"2999-01-01T00:00:00Z\"}",
                session("null"),
                session("\"\""),
                session("17"),
                session("{}"),
                session("\"/api/relative\""),
                session("\"ftp://outlook.office.com/api/x?authtoken=secret-token-0123\""),
                session("\"file:///etc/passwd\""),
                session("\"javascript:alert(1)\""),
                session("\"https:outlook.office.com/api\""),
                session("\"https:///api?authtoken=secret-token-0123\""),
                session("\"https://user:word@outlook.office.com/api?authtoken=secret-token-0123\""),
                session("\"https://outlook.office.com:99999/api?authtoken=secret-token-0123\""),
                session("\"https://outlook.office.com/api?authtoken=secret-token-0123 HTTP/1.1\\r\\nX: y\""),
                session("\"https://outlook.office.com/api#authtoken=secret-token-0123\""),
                session("\"https://out look.office.com/api\""));
    }

    /**
     * <pre>
     * server   opens a session, but names no usable upload URL
     * client   opens a session, 5 tries
     * answer   201 with nonsense
     * then     a failure with a name that does not show the URL; or got over when it happens once
     * </pre>
     */
    @ParameterizedTest
    @MethodSource("unusableSessions")
    void aSessionWithoutAUsableUrlIsAskedForAgain(String body) {
        world.on(OPEN_SESSION).always().answer(201).body("application/json", body);

        UploadException failure = world.failureOf(file);

        assertThat(failure.failure()).isEqualTo(UploadFailure.MALFORMED_ANSWER);
        assertThat(world.requests("open")).hasSize(5);
        assertThat(textOf(failure)).doesNotContain("secret-token");
        world.assertNothingLeft();

        world.emulator.faults().clear();
        world.on(OPEN_SESSION).answer(201).body("application/json", body);
        world.attach(file);
        world.attachedOnce(file);
    }

    /**
     * <pre>
     * server   opens a session at a host that is none of the public internet's, or without TLS
     * client   Graph is the real service
     * request  none to that host, not even DELETE
     * then     fails for good; the message shows the origin, not the rest
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://outlook.office.com/api?authtoken=secret-token-0123",
                "https://outlook.office.com:8443/api?authtoken=secret-token-0123",
                "https://localhost/api?authtoken=secret-token-0123",
                "https://localhost./api?authtoken=secret-token-0123",
                "https://127.0.0.1/api?authtoken=secret-token-0123",
                "http://127.0.0.1:8080/api?authtoken=secret-token-0123",
                "https://10.0.0.7/api?authtoken=secret-token-0123",
                "https://169.254.169.254/latest/meta-data?authtoken=secret-token-0123",
                "https://0x7f.1/api?authtoken=secret-token-0123",
                "https://2130706433/api?authtoken=secret-token-0123",
                "https://[::1]/api?authtoken=secret-token-0123",
                "https://intranet/api?authtoken=secret-token-0123",
                "https://mail.corp/api?authtoken=secret-token-0123",
                "https://vault.default.svc.cluster.local/api?authtoken=secret-token-0123",
                "https://vault.default.svc/api?authtoken=secret-token-0123",
                "https://metadata.google.internal/api?authtoken=secret-token-0123",
                "https://outlook..com/api?authtoken=secret-token-0123",
                "https://.../api?authtoken=secret-token-0123"
            })
    void nothingIsSentToAHostThatIsNotPublic(String url) {
        world.insecureUploadHost = false;
        world.on(OPEN_SESSION).always().answer(201).body("application/json", session("\"" + url + "\""));

        UploadException failure = world.failureOf(file);

        assertThat(failure.failure()).isEqualTo(UploadFailure.UPLOAD_HOST_REFUSED);
        assertThat(failure.failure().retryable()).isFalse();
        assertThat(world.requests()).containsExactly("list 200", "open 201");
        assertThat(textOf(failure)).contains("://").doesNotContain("secret-token", "authtoken", "/api", "/latest");
    }

    /**
     * <pre>
     * server   answers a request with a page or an error of 10 MB
     * client   reads 64 KiB of an error and 1 MiB of an answer
     * answer   an error status, or a success, with 10 MB
     * then     the upload fails with a name, or gets over it; the message stays one short line
     * </pre>
     */
    @ParameterizedTest
    @EnumSource(
            value = RequestKind.class,
            names = {"LIST_ATTACHMENTS", "OPEN_SESSION", "POST_ATTACHMENT", "PUT_RANGE", "GET_ATTACHMENT"})
    void aBodyOf10MegabytesIsNotKept(RequestKind kind) {
        byte[] bytes = kind == POST_ATTACHMENT ? small : file;
        String large = "<html>" + "x".repeat(10_000_000) + "</html>";
        for (int status : new int[] {500, 200, 400}) {
            for (String type : new String[] {"text/html", "application/json"}) {
                world.reset();
                world.on(kind).always().answer(status).body(type, large);

                UploadException failure = world.failureOf(bytes);

                assertThat(failure.getMessage()).hasSizeLessThan(500).doesNotContain("\n");
                assertThat(world.requests()).hasSizeLessThan(60);
                assertThat(world.requests("delete")).isEmpty();
                world.assertNoUselessSession(failure);
            }
        }
    }

    /**
     * <pre>
     * server   answers with an error whose message has 10 MB, line breaks and direction overrides
     * client   sends [1000,2000)
     * answer   400
     * then     the message is one short line
     * </pre>
     */
    @Test
    void aLongErrorMessageBecomesOneShortLine() {
        world.on(PUT_RANGE)
                .nth(2)
                .answer(400)
                .error("Bad\r\nCode\u202e", "first\nsecond\u0085\u2028\u202e" + "y".repeat(50_000));

        UploadException failure = world.failureOf(file);

        assertThat(failure.failure()).isEqualTo(UploadFailure.REJECTED);
        assertThat(failure.getMessage())
                .hasSizeLessThan(500)
                .contains("first second")
                .doesNotContain("\n", "\r", "\u0085", "\u2028", "\u202e");
    }

    /**
     * <pre>
     * server   names the upload URL or its token in an error
     * client   sends [1000,2000)
     * answer   400 with the URL in its message or code
     * then     neither message nor reply nor events show it
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anErrorThatNamesTheUploadUrlDoesNotShowIt(boolean inMessage) {
        String url =
                world.emulator.uploadUrl() + "/api/AttachmentSessions('secret-session')?authtoken=secret-token-0123";
        world.on(OPEN_SESSION).answer(201).body("application/json", session("\"" + url + "\""));
        String said = "The request to " + url + " was refused: token 'secret-token-0123' is not good.";
        world.on(PUT_RANGE).answer(400).error(inMessage ? "Bad" : said, inMessage ? said : "Bad");

        UploadException failure = world.failureOf(file);

        assertThat(failure.failure()).isEqualTo(UploadFailure.REJECTED);
        assertThat(textOf(failure)
                        + failure.reply()
                        + failure.reply().orElseThrow().body()
                        + world.told())
                .doesNotContain("secret-token", "secret-session");
    }

    /**
     * <pre>
     * server   names an upload URL that libraries choke on
     * client   sends [0,1000) to it
     * answer   400 or 404, as nothing is there
     * then     a failure with a name that does not show the URL
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v2.0/Users('a@b')/Messages('AA=')/AttachmentSessions('A|B{C}^`')?authtoken=secret-token-%zz",
                "/api/%zz?authtoken=secret-token-0123",
                "/api/[x]?authtoken=secret-token-0123&a=\\\\\\\\b",
                "//elsewhere.example.com/api?authtoken=secret-token-0123",
                "/a/../../b?authtoken=secret-token-0123"
            })
    void anUploadUrlOfAnyFormIsNotShown(String path) {
        String url = world.emulator.uploadUrl() + path;
        world.on(OPEN_SESSION).always().answer(201).body("application/json", session("\"" + url + "\""));

        UploadException failure = world.failureOf(file);

        assertThat(textOf(failure) + world.told()).doesNotContain("secret-token");
        assertThat(failure.failure()).isIn(UploadFailure.REJECTED, UploadFailure.SESSION_LOST, UploadFailure.PROXY);
    }

    /**
     * <pre>
     * server   the upload host is not there
     * client   sends [0,1000), 5 tries
     * answer   connection refused
     * then     a failure with a name that does not show the URL
     * </pre>
     */
    @Test
    void anUploadHostThatIsNotThereIsNotShown() {
        world.on(OPEN_SESSION)
                .always()
                .answer(201)
                .body("application/json", session("\"http://127.0.0.1:1/api?authtoken=secret-token-0123\""));

        UploadException failure = world.failureOf(file);

        assertThat(failure.failure()).isEqualTo(UploadFailure.NO_ANSWER);
        assertThat(textOf(failure) + world.told()).doesNotContain("secret-token");
    }

    /**
     * <pre>
     * server   lists page after page without end, or goes on elsewhere
     * client   lists
     * answer   200 with @odata.nextLink
     * then     ends; the token is sent to the configured service only
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s/me/messages/AAMkAD0001=/attachments?$skiptoken=same",
                "https://graph.example.com/v1.0/me/messages/x/attachments",
                "http://127.0.0.1:1/v1.0/me/messages/x/attachments",
                "%s@graph.example.com/attachments",
                "%s/me/messages HTTP/1.1\\r\\nX: y"
            })
    void aListWithoutEndIsGivenUp(String next) {
        world.on(LIST_ATTACHMENTS)
                .always()
                .answer(200)
                .body(
                        "application/json",
                        "{\"value\":[{\"id\":\"A\"}],\"@odata.nextLink\":\""
                                + String.format(next, world.emulator.graphUrl()) + "\"}");

        UploadException failure = world.failureOf(file);

        assertThat(failure.failure().retryable()).isTrue();
        assertThat(world.requests()).hasSizeBetween(5, 600).containsOnly("list 200");
    }

    /**
     * <pre>
     * server   lists lines that are no attachments
     * client   lists
     * answer   200 with lines without an id
     * then     that is no list: what cannot be told apart later is not begun
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(strings = {"null", "17", "[]", "{}", "{\"id\":\"\"}", "{\"id\":null,\"size\":9999}", "{\"id\":7}"})
    void aListWithStrangeLinesIsNone(String line) {
        world.on(LIST_ATTACHMENTS)
                .always()
                .answer(200)
                .body("application/json", "{\"value\":[{\"id\":\"A\"}," + line + "]}");

        UploadException failure = world.failureOf(file);

        assertThat(failure.failure()).isEqualTo(UploadFailure.MALFORMED_ANSWER);
        assertThat(world.requests()).hasSize(5).containsOnly("list 200");
    }

    /**
     * <pre>
     * server   answers the look at the size with an endless nesting
     * client   5 tries
     * answer   200 with 100,000 opening brackets
     * then     unverified
     * </pre>
     */
    @Test
    void deepJsonIsNoAnswer() {
        world.on(GET_ATTACHMENT).always().answer(200).body("application/json", "[".repeat(100_000));

        UploadException failure = world.failureOf(file);

        assertThat(failure.failure()).isEqualTo(UploadFailure.UNVERIFIED);
        world.attachedOnce(file);
    }

    private static String textOf(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
