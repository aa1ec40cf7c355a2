package io.github.graphattach.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The login, and what Graph makes of its tokens, when authentication is strict. */
class LoginTest {

    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final String GUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final String ITEM = "/users/other@contoso.com/messages/M";

    private static GraphEmulator emulator;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        emulator = GraphEmulator.builder()
                .auth(GraphEmulator.Auth.STRICT)
                .minimumSessionSize(1)
                .start();
        client = HttpClient.newBuilder().sslContext(emulator.sslContext()).build();
    }

    @AfterEach
    void reset() {
        emulator.reset();
    }

    @AfterAll
    static void close() {
        emulator.close();
    }

    private static HttpResponse<String> token(Map<String, String> form) throws IOException, InterruptedException {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return client.send(
                HttpRequest.newBuilder(URI.create(emulator.loginUrl() + "/contoso/oauth2/v2.0/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return new ObjectMapper().readTree(response.body());
    }

    private static int graphStatus(String method, String path, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(emulator.graphUrl() + path))
                .header("Authorization", "Bearer " + token)
                .method(method, BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString()).statusCode();
    }

    /** A client with its secret gets a token of 60 minutes that Graph takes. */
    @Test
    void aClientSecretGetsAToken() throws Exception {
        emulator.create(ITEM);

        JsonNode answer = json(token(Map.of(
                "client_id", "app",
                "client_secret", "s",
                "grant_type", "client_credentials",
                "scope", "https://graph.microsoft.com/.default openid profile offline_access")));

        assertThat(answer.path("token_type").asText()).isEqualTo("Bearer");
        assertThat(answer.path("expires_in").asInt()).isEqualTo(3600);
        assertThat(graphStatus("GET", ITEM, answer.path("access_token").asText()))
                .isEqualTo(200);
        assertThat(emulator.exchanges().toString())
                .doesNotContain(answer.path("access_token").asText());
    }

    /** A wrong secret is refused as OAuth says, with Microsoft's code. */
    @Test
    void aWrongSecretIsRefused() throws Exception {
        emulator.tokens().clientSecret("right");

        var response = token(Map.of(
                "client_id", "app",
                "client_secret", "wrong",
                "grant_type", "client_credentials",
                "scope", "https://graph.microsoft.com/.default"));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(json(response).path("error").asText()).isEqualTo("invalid_client");
        assertThat(json(response).path("error_description").asText()).startsWith("AADSTS7000215");
    }

    /** An assertion counts when it is for this endpoint or for workload identities, and has not expired. */
    @Test
    void anAssertionGetsAToken() throws Exception {
        String endpoint = emulator.loginUrl() + "/contoso/oauth2/v2.0/token";
        long future = Instant.now().plusSeconds(60).getEpochSecond();

        assertThat(assertion(endpoint, future)).isEqualTo(200);
        assertThat(assertion("api://AzureADTokenExchange", future)).isEqualTo(200);
        assertThat(assertion("https://elsewhere", future)).isEqualTo(401);
        assertThat(assertion(endpoint, future - 120)).isEqualTo(401);
    }

    private static int assertion(String audience, long expires) throws IOException, InterruptedException {
        String claims = "{\"aud\":\"" + audience + "\",\"exp\":" + expires + "}";
        String encoded =
                Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        return token(Map.of(
                        "client_id", "app",
                        "client_assertion_type", ASSERTION_TYPE,
                        "client_assertion", "e30." + encoded + ".c2ln",
                        "grant_type", "client_credentials",
                        "scope", "https://graph.microsoft.com/.default"))
                .statusCode();
    }

    /** A refresh token gets a token of the signed-in user, who may use their own mailbox and no other. */
    @Test
    void aRefreshTokenGetsTheUsersToken() throws Exception {
        emulator.create(ITEM);
        emulator.create("/me/messages/M");

        JsonNode answer = json(token(Map.of("client_id", "app", "refresh_token", "r", "grant_type", "refresh_token")));

        String token = answer.path("access_token").asText();
        assertThat(answer.path("refresh_token").asText()).isNotEmpty();
        assertThat(graphStatus("GET", "/me/messages/M", token)).isEqualTo(200);
        assertThat(graphStatus("GET", "/users/demo@contoso.com/messages/M", token))
                .isEqualTo(200);
        assertThat(graphStatus("GET", ITEM, token)).isEqualTo(403);
    }

    /** Discovery names the token endpoint; malformed logins are refused. */
    @Test
    void otherRequestsToTheLogin() throws Exception {
        var discovery = client.send(
                HttpRequest.newBuilder(
                                URI.create(emulator.loginUrl() + "/contoso/v2.0/.well-known/openid-configuration"))
                        .build(),
                BodyHandlers.ofString());

        assertThat(json(discovery).path("token_endpoint").asText())
                .isEqualTo(emulator.loginUrl() + "/contoso/oauth2/v2.0/token");
        assertThat(token(Map.of()).statusCode()).isEqualTo(400);
        assertThat(token(Map.of("client_id", "app", "grant_type", "password")).statusCode())
                .isEqualTo(400);
        assertThat(token(Map.of("client_id", "app", "client_secret", "s", "grant_type", "client_credentials"))
                        .statusCode())
                .isEqualTo(400);
    }

    /** Graph refuses tokens that it does not know, that have expired, or that were revoked. */
    @Test
    void tokensEnd() throws Exception {
        emulator.create(ITEM);
        String token = emulator.tokens().lifetime(Duration.ofMinutes(5)).issueToApplication();

        assertThat(graphStatus("GET", ITEM, token)).isEqualTo(200);
        assertThat(graphStatus("GET", ITEM, "another")).isEqualTo(401);
        emulator.advanceClock(Duration.ofMinutes(5));
        assertThat(graphStatus("GET", ITEM, token)).isEqualTo(401);
        String revoked = emulator.tokens().issueToApplication();
        emulator.tokens().revokeAll();
        assertThat(graphStatus("GET", ITEM, revoked)).isEqualTo(401);
    }

    /** A token permits what it was issued for; an application on its own has no /me. */
    @Test
    void permissionsDecide() throws Exception {
        emulator.create(ITEM);
        emulator.create("/users/other@contoso.com/events/E");
        String reader = emulator.tokens().permissions("Mail.Read").issueToApplication();

        assertThat(graphStatus("GET", ITEM + "/attachments", reader)).isEqualTo(200);
        assertThat(graphStatus("DELETE", ITEM + "/attachments/A", reader)).isEqualTo(403);
        assertThat(graphStatus("GET", "/users/other@contoso.com/events/E", reader))
                .isEqualTo(403);
        for (String sending : List.of("/send", "/reply", "/replyAll", "/forward", "/createReply")) {
            assertThat(graphStatus("POST", ITEM + sending, reader)).as(sending).isEqualTo(403);
        }
        String sender = emulator.tokens().permissions("Mail.Send").issueToApplication();
        assertThat(graphStatus("POST", ITEM + "/send", sender)).isEqualTo(400);
        assertThat(graphStatus("POST", ITEM + "/createReply", sender)).isEqualTo(403);
        assertThat(graphStatus("POST", "/users/other@contoso.com/sendMail", reader))
                .isEqualTo(403);
        assertThat(graphStatus("POST", "/users/other@contoso.com/sendMail", sender))
                .isEqualTo(400);
        assertThat(graphStatus("POST", "/users/other@contoso.com/getMailTips", sender))
                .isEqualTo(403);
        assertThat(graphStatus("POST", "/users/other@contoso.com/getMailTips", reader))
                .isEqualTo(400);
        assertThat(graphStatus("GET", "/me/messages", reader)).isEqualTo(400);
    }

    /** The upload URL is good as long as the token that opened it. */
    @Test
    void aSessionDiesWithItsToken() throws Exception {
        emulator.create(ITEM);
        String token = emulator.tokens().lifetime(Duration.ofMinutes(5)).issueToApplication();
        HttpRequest open = HttpRequest.newBuilder(
                        URI.create(emulator.graphUrl() + ITEM + "/attachments/createUploadSession"))
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString(
                        "{\"AttachmentItem\":{\"attachmentType\":\"file\",\"name\":\"a\",\"size\":20}}"))
                .build();
        URI url = URI.create(json(client.send(open, BodyHandlers.ofString()))
                .path("uploadUrl")
                .asText());

        assertThat(Wire.put(url, new byte[20], 0, 9).statusCode()).isEqualTo(200);
        emulator.advanceClock(Duration.ofMinutes(5));
        assertThat(Wire.put(url, new byte[20], 10, 19).statusCode()).isEqualTo(401);
    }

    /** Graph and the upload host speak TLS on demand, also when a connection is cut. */
    @Test
    void allListenersCanSpeakTls() throws Exception {
        try (GraphEmulator secure = GraphEmulator.builder().tls(true).start()) {
            secure.create("/me/messages/M");
            secure.faults().onAny().resetAfterReading();
            HttpClient trusting =
                    HttpClient.newBuilder().sslContext(secure.sslContext()).build();
            // A PUT: a GET that fails without an answer is sent again by the JDK's client.
            URI attachments = URI.create(secure.graphUrl() + "/me/messages/M/attachments");
            HttpRequest put = HttpRequest.newBuilder(attachments)
                    .header("Authorization", Wire.TOKEN)
                    .PUT(BodyPublishers.noBody())
                    .build();

            assertThat(secure.graphUrl().getScheme()).isEqualTo("https");
            assertThat(secure.uploadUrl().getScheme()).isEqualTo("https");
            assertThatIOException().isThrownBy(() -> trusting.send(put, BodyHandlers.ofString()));
            assertThat(trusting.send(put, BodyHandlers.ofString()).statusCode()).isEqualTo(501);
            assertThatIllegalStateException().isThrownBy(secure::loginUrl);
        }
    }

    /** Graph takes a token that is for Graph, by its address or by its id, and no other. */
    @ParameterizedTest
    @CsvSource({
        "https://graph.microsoft.com, 200",
        "https://graph.microsoft.com/, 200",
        "00000003-0000-0000-c000-000000000000, 200",
        "https://outlook.office.com, 401",
        "https://graph.microsoft.us, 401",
        "https://graph.microsoft.com.evil.example, 401",
        "api://app, 401"
    })
    void theAudienceOfATokenDecides(String audience, int status) throws Exception {
        emulator.create(ITEM);
        String scope = audience + "/.default offline_access";

        JsonNode answer = json(token(
                Map.of("client_id", "app", "client_secret", "s", "grant_type", "client_credentials", "scope", scope)));
        String issued = emulator.tokens().audience(audience).issueToApplication();

        assertThat(claims(answer.path("access_token").asText()).path("aud").asText())
                .isEqualTo(audience);
        for (String token : List.of(answer.path("access_token").asText(), issued)) {
            assertThat(graphStatus("GET", ITEM, token)).isEqualTo(status);
        }
    }

    /** The refusal says why, as Graph's does. */
    @Test
    void anotherAudienceIsNamed() throws Exception {
        String token = emulator.tokens().audience("https://outlook.office.com").issueToApplication();

        var refused = client.send(
                HttpRequest.newBuilder(URI.create(emulator.graphUrl() + ITEM))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                BodyHandlers.ofString());

        assertThat(json(refused).at("/error/code").asText()).isEqualTo("InvalidAuthenticationToken");
        assertThat(json(refused).at("/error/message").asText())
                .isEqualTo("Access token validation failure. Invalid audience.");
    }

    /** An application's token has the claims that one of Microsoft's has, and is none that somebody could guess. */
    @Test
    void anApplicationsTokenNamesItsRoles() throws Exception {
        emulator.tokens().permissions("Mail.Send", "Mail.ReadWrite").lifetime(Duration.ofMinutes(10));

        JsonNode answer = json(token(Map.of(
                "client_id", "the-app",
                "client_secret", "s",
                "grant_type", "client_credentials",
                "scope", "https://graph.microsoft.com/.default")));
        JsonNode claims = claims(answer.path("access_token").asText());

        assertThat(claims.path("appid").asText()).isEqualTo("the-app");
        assertThat(claims.path("roles")).extracting(JsonNode::asText).containsExactly("Mail.ReadWrite", "Mail.Send");
        assertThat(claims.has("scp")).isFalse();
        assertThat(claims.path("idtyp").asText()).isEqualTo("app");
        assertThat(claims.path("tid").asText()).matches(GUID);
        assertThat(claims.path("oid").asText()).matches(GUID);
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(600);
        assertThat(emulator.tokens().issueToApplication())
                .isNotEqualTo(emulator.tokens().issueToApplication());
    }

    /** A user's token has scopes instead, and names the user as each answer of theirs does. */
    @Test
    void aUsersTokenNamesItsScopes() throws Exception {
        emulator.create("/me/messages/M");
        emulator.tokens().permissions("Mail.Send", "Mail.ReadWrite");

        JsonNode answer = json(token(Map.of("client_id", "app", "refresh_token", "r", "grant_type", "refresh_token")));
        String token = answer.path("access_token").asText();
        JsonNode claims = claims(token);

        assertThat(claims.path("scp").asText()).isEqualTo("Mail.ReadWrite Mail.Send");
        assertThat(claims.has("roles")).isFalse();
        assertThat(claims.path("idtyp").asText()).isEqualTo("user");
        assertThat(claims.path("upn").asText()).isEqualTo("demo@contoso.com");
        assertThat(graphStatus("GET", "/users/" + claims.path("oid").asText() + "/messages/M", token))
                .isEqualTo(200);
    }

    /** {@return the middle part of a token, which clients have no business to read} */
    private static JsonNode claims(String token) throws IOException {
        String[] parts = token.split("\\.", -1);
        assertThat(parts).hasSize(3);
        assertThat(new ObjectMapper()
                        .readTree(Base64.getUrlDecoder().decode(parts[0]))
                        .path("typ")
                        .asText())
                .isEqualTo("JWT");
        return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[1]));
    }

    /** The calendars of groups are for users, as documented: an application on its own reaches none. */
    @Test
    void anApplicationReachesNoGroup() throws Exception {
        emulator.create("/groups/G/events/E");
        String application = emulator.tokens().issueToApplication();
        String user = emulator.tokens().issueToUser();

        assertThat(graphStatus("GET", "/groups/G/events/E", application)).isEqualTo(403);
        assertThat(graphStatus("GET", "/groups/G/events/E", user)).isEqualTo(200);
    }

    /** RBAC for Applications: a token opens the mailboxes in its scope, by whatever name, and no other. */
    @Test
    void anApplicationsScopeEndsAtSomeMailboxes() throws Exception {
        emulator.create(ITEM);
        emulator.create("/users/cfo@contoso.com/messages/M");
        String scoped = emulator.tokens().mailboxes("Other@contoso.com").issueToApplication();

        assertThat(graphStatus("GET", ITEM, scoped)).isEqualTo(200);
        assertThat(graphStatus("GET", "/users/cfo@contoso.com/messages/M", scoped))
                .isEqualTo(403);
        emulator.reset();
        emulator.create("/users/cfo@contoso.com/messages/M");
        assertThat(graphStatus(
                        "GET",
                        "/users/cfo@contoso.com/messages/M",
                        emulator.tokens().issueToApplication()))
                .isEqualTo(200);
    }
}
