package io.github.graphattach.component;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import io.github.graphattach.TestIdentity;
import io.github.graphattach.emulator.Fault;
import io.github.graphattach.emulator.GraphEmulator;
import io.github.graphattach.emulator.RequestKind;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import reactor.core.publisher.Mono;

/** Uploads that meet everything that goes wrong, and answers with secrets in them: those that were sent, and those of others. */
final class FaultyUploads {

    private static final byte[] FILE = new byte[5000];

    private final CamelContext camel;
    private final PlantedSecrets secrets;
    private final List<Exchange> exchanges = new ArrayList<>();

    FaultyUploads(CamelContext camel, PlantedSecrets secrets) {
        this.camel = camel;
        this.secrets = secrets;
    }

    /** {@return what became of them} */
    List<Exchange> exchanges() {
        return exchanges;
    }

    /**
     * Faults of a service that takes a token that was given.
     *
     * @param store that is made to fail as well
     */
    void byToken(GraphEmulator emulator, WatchedStore store) {
        String broken = "https://broken host/api?authtoken="
                + secrets.plant("broken upload URL", "br0kenUr1Token+OfASession/Answer=5Kj7");
        String refused = "https://10.0.0.1/api?authtoken="
                + secrets.plant("refused upload URL", "refu5edUr1Token~OfASession_Answer9Lm3");
        String location = "https://elsewhere.example.com/x?authtoken="
                + secrets.plant("upload URL in a Location", "l0cationUr1Token-OfARedirect-4Tg6Bn2");
        String next = "https://elsewhere.example.com/v1.0/me?$skiptoken="
                + secrets.plant("token in a link", "l1nkT0ken/ToThe~NextPage-8Dw3Fv");

        attach(emulator, "token");
        fault(emulator, RequestKind.PUT_RANGE).answer(429).retryAfter("0.01");
        attach(emulator, "token");
        fault(emulator, RequestKind.PUT_RANGE).nth(2).resetWhileReading(100);
        attach(emulator, "token");
        fault(emulator, RequestKind.OPEN_SESSION).always().answer(201).body("application/json", session(broken));
        attach(emulator, "token");
        fault(emulator, RequestKind.OPEN_SESSION).always().answer(201).body("application/json", session(refused));
        attach(emulator, "token");
        fault(emulator, RequestKind.PUT_RANGE).times(4).answer(302).header("Location", location);
        attach(emulator, "token");
        fault(emulator, RequestKind.OPEN_SESSION).always().answer(307).header("Location", location);
        attach(emulator, "token");
        fault(emulator, RequestKind.LIST_ATTACHMENTS)
                .always()
                .answer(200)
                .body("application/json", "{\"value\":[],\"@odata.nextLink\":\"" + next + "\"}");
        attach(emulator, "token");
        fault(emulator, RequestKind.PUT_RANGE).lastRange().loseReply();
        attach(emulator, "token");
        fault(emulator, RequestKind.PUT_RANGE).lastRange().withoutLocation().header("Location", location);
        attach(emulator, "token");
        fault(emulator, RequestKind.PUT_RANGE).times(9).loseSession();
        attach(emulator, "token");
        fault(emulator, RequestKind.PUT_RANGE).always().answer(200).body("application/json", session(location));
        attach(emulator, "token");
        emulator.faults().clear();
        store.failNext(20);
        attach(emulator, "token");
        store.failNext(0);
        refusedInOddWords(emulator);
        emulator.faults().clear();
        attach(emulator, "ranges");
    }

    /** Each secret in an answer of its own: one that was sent hides all words beside it. */
    private void refusedInOddWords(GraphEmulator emulator) {
        String access = secrets.given("access token");
        String jwt = secrets.plant(
                "token in an error of Graph", "eyJraWQiOiJncmFwaCJ9.eyJhdWQiOiJncmFwaCJ9.c2lnbmF0dXJlLW9mLWl0");
        String shortJwt = secrets.plant("short token in an error", "eyJhbGciOiJub25lIn0.e30.c2ln");
        String url = "https://outlook.example.com/api/v2.0/AttachmentSessions('x')?authtoken="
                + secrets.plant("upload URL in an error", "u9loadUr1Token%2BIn%2FError+Body/7Zx81Qw");
        String named = secrets.plant("named secret in an error", "nam3dSecret-InAnError~6Hs");
        String bearer = secrets.plant("bearer token in an error", "b3arerToken-InAnError~1Px");
        String opaque = secrets.plant("key in an error", "k3yInAnErr0rThatNobodyCanRead_0123456789ABCDEF");
        String code = secrets.plant("key as an error code", "kEyAsAnErr0rCode_9876543210_WhichIsAlsoLongEnough");
        for (String words : List.of(
                "no token " + jwt,
                "no token " + shortJwt,
                "at " + url,
                "with client_secret=" + named,
                "with Bearer " + bearer,
                "with " + opaque,
                "token '" + access + "' is no good")) {
            fault(emulator, RequestKind.OPEN_SESSION).always().answer(400).error("Bad", words);
            attach(emulator, "token");
        }
        for (String words : List.of("no token=" + named, code, access)) {
            fault(emulator, RequestKind.OPEN_SESSION)
                    .always()
                    .answer(400)
                    .error(words, "")
                    .named("an odd code");
            attach(emulator, "token");
        }
        for (String id : List.of(shortJwt, access)) {
            fault(emulator, RequestKind.LIST_ATTACHMENTS)
                    .always()
                    .answer(401)
                    .header("request-id", id)
                    .header("WWW-Authenticate", "Bearer error=\"" + id + "\"");
            attach(emulator, "token");
        }
    }

    /** Faults of a sign-in service. */
    void bySignIn(GraphEmulator tenant) {
        String client = secrets.given("client secret");
        String named = secrets.plant("named secret in a sign-in", "nam3dSecret-InASignIn~4Cz");
        for (String words : List.of(
                "AADSTS7000215: Invalid client secret '" + client + "' provided.",
                "AADSTS7000215: Invalid client_secret=" + named,
                "No client_secret=" + named)) {
            fault(tenant, RequestKind.GET_TOKEN)
                    .always()
                    .answer(400)
                    .body("application/json", "{\"error\":\"invalid_client\",\"error_description\":\"" + words + "\"}");
            attach(tenant, "secret");
        }
        String issued = secrets.plant("access token of a sign-in", "1ssuedT0ken/OfTheSignIn~Service-3Jh6Vb");
        fault(tenant, RequestKind.GET_TOKEN)
                .answer(200)
                .body(
                        "application/json",
                        "{\"token_type\":\"Bearer\",\"expires_in\":3600,\"access_token\":\"" + issued + "\"}");
        attach(tenant, "secret");
    }

    /** Faults of an upload host that no emulator of one would have. */
    void toAnEchoingHost(GraphEmulator tenant) throws IOException {
        // Written so that others may write each part in another way.
        String token = "r4wT0k%2BenOf%2FAnEc/ngH0%2FstSev3n%2BVq2Ws9";
        String decoded = URLDecoder.decode(token.replace("+", "%2B"), StandardCharsets.UTF_8);
        String id = secrets.plant("id in an upload URL", "s3ssi0nId~OfAnEchoingHost_Qw8");
        String bearer = secrets.plant("bearer token in no HTTP", "b3arerToken-InNoHttp~7Lk2");
        try (EchoingHost host = new EchoingHost()) {
            String url = host.origin() + "/api/AttachmentSessions('" + id + "')?authtoken=" + token;
            fault(tenant, RequestKind.OPEN_SESSION).always().answer(201).body("application/json", session(url));
            for (String words : List.of(
                    "at " + url,
                    "with " + token,
                    "with " + decoded,
                    "with " + token.replace("%2B", "%2b").replace("%2F", "%2f"),
                    "as " + id)) {
                host.refuse("Odd", words, "id");
                attach(tenant, "secret");
            }
            host.refuse(token, "", "id");
            attach(tenant, "secret");
            host.refuse("Odd", "", token);
            attach(tenant, "secret");
            for (String words : List.of(token, "Bearer " + bearer)) {
                host.answer(words + "\r\n\r\n");
                attach(tenant, "secret");
                host.answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + words + "\r\n");
                attach(tenant, "secret");
                host.answer("HTTP/1.1 200 OK\r\nno header " + words + "\r\n\r\n");
                Map<String, Object> left = attach(tenant, "secret").getMessage().getHeaders();
                send("direct:status", left);
                send("direct:cancel", left);
            }
        }
    }

    /** Secrets where nobody should write them, and in a credential of the application. */
    void byOptionsOfAnEndpoint(GraphEmulator emulator) {
        emulator.faults().clear();
        String options = ":message?retryDelay=1&maxAttempts=1&graphUrl=" + emulator.graphUrl();
        secrets.given("access token in a route");
        attach(emulator, "route");
        secrets.given("access token in a URI");
        send(
                "bare" + options + "&accessToken=RAW(" + PlantedSecrets.placeholder("access token in a URI") + ")",
                address(emulator));

        String printed = secrets.plant("secret of a bean", "s3cretOfABean-ThatPrintsIt/2Rd");
        String words = secrets.plant("words of a bean", "w0rdsOfABean-InItsFailure~9Tn3");
        camel.getRegistry().bind("own", new TalkativeCredential(printed, words));
        send("graph-attach" + options + "&tokenCredential=#bean:own", address(emulator));
        send("graph-attach" + options + "&tokenCredential=#bean:own&chunkSize=1000", address(emulator));
        // Else it would be the credential of all endpoints from here on.
        camel.getRegistry().unbind("own");
    }

    /** Secrets that are kept in files. */
    void byFiles(GraphEmulator tenant, Path folder) throws Exception {
        TestIdentity identity = TestIdentity.generate("RSA", "-1d", 10);
        Path pem = identity.writePem(folder.resolve("app.pem"));
        secrets.plant("private key", identity.keyPem().lines().toList().get(4));
        String claims = "{\"aud\":\"api://AzureADTokenExchange\",\"exp\":"
                + Instant.now().plusSeconds(600).getEpochSecond() + "}";
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String assertion = secrets.plant(
                "token of the workload",
                encoder.encodeToString("{\"kid\":\"workload\"}".getBytes(StandardCharsets.UTF_8)) + "."
                        + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                        + ".bWFyay1vZi10aGUtY2x1c3Rlcg");
        Path file = Files.writeString(folder.resolve("token"), assertion);
        String endpoint = "bare:message?retryDelay=1&maxAttempts=1&tenantId=contoso.com&clientId=app&graphUrl="
                + tenant.graphUrl() + "&authorityHost=" + tenant.loginUrl();
        for (String options : List.of(
                "&credentialType=default",
                "&credentialType=client-certificate&certificatePath=" + pem,
                "&credentialType=workload-identity&federatedTokenFile=" + file)) {
            fault(tenant, RequestKind.GET_TOKEN)
                    .answer(400)
                    .body(
                            "application/json",
                            "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS50027: assertion '" + assertion
                                    + "'\"}");
            send(endpoint + options, address(tenant));
            tenant.faults().clear();
            send(endpoint + options, address(tenant));
        }
    }

    /** It prints itself, as a record does, and what it knows into its failure. */
    private record TalkativeCredential(String secret, String words) implements TokenCredential {

        @Override
        public Mono<AccessToken> getToken(TokenRequestContext request) {
            return Mono.error(new IllegalStateException("nobody knows client_secret=" + words));
        }
    }

    private static Fault fault(GraphEmulator emulator, RequestKind kind) {
        emulator.faults().clear();
        return emulator.faults().on(kind);
    }

    private static String session(String uploadUrl) {
        return "{\"uploadUrl\":\"" + uploadUrl
                + "\",\"expirationDateTime\":\"2099-01-01T00:00:00Z\",\"nextExpectedRanges\":[\"" + uploadUrl + "\"]}";
    }

    private Exchange attach(GraphEmulator emulator, String route) {
        return send("direct:" + route, address(emulator));
    }

    private Map<String, Object> address(GraphEmulator emulator) {
        String id = "m" + exchanges.size();
        emulator.create("/users/u@contoso.com/messages/" + id);
        return Map.of(
                GraphAttachConstants.USER_ID,
                "u@contoso.com",
                GraphAttachConstants.MESSAGE_ID,
                id,
                GraphAttachConstants.NAME,
                "a.bin",
                GraphAttachConstants.UPLOAD_ID,
                id);
    }

    private Exchange send(String uri, Map<String, Object> headers) {
        Exchange exchange = camel.createFluentProducerTemplate()
                .to(uri)
                .withProcessor(sent -> {
                    sent.getMessage().setBody(FILE);
                    headers.forEach(sent.getMessage()::setHeader);
                })
                .send();
        exchanges.add(exchange);
        return exchange;
    }
}
