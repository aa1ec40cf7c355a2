package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.GraphEmulator;
import io.github.graphattach.emulator.RequestKind;
import io.github.graphattach.upload.UploadEvent;
import io.github.graphattach.upload.UploadListener;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** Tokens that end, or are ended, while something is being uploaded. */
class TokenLifeTest {

    private static final int LARGEST = 150_000_000;

    private TenantRig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new TenantRig();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /** The upload URL ends with the token that opened it, so the session is opened anew, with a new token. */
    @Test
    void aTokenThatExpiresInTheMiddleOf150MegabytesIsRenewed(@TempDir Path folder) throws Exception {
        Path file = random(folder.resolve("large.bin"), LARGEST);
        EmulatedItem message = rig.message("m");
        rig.emulator.faults().on(RequestKind.PUT_RANGE).nth(20).advanceClock(Duration.ofMinutes(61));

        Exchange exchange = rig.attach(rig.withSecret("s"), "m", file);

        assertThat(exchange.getException()).isNull();
        assertThat(message.attachments()).hasSize(1);
        assertThat(Files.mismatch(message.attachments().get(0).content(), file)).isEqualTo(-1);
        assertThat(rig.tokenRequests()).hasSize(2);
        assertThat(rig.emulator.openSessions()).isZero();
    }

    /** The session goes on, and what needs a token afterwards gets another one. */
    @Test
    void aTokenThatIsRevokedMeanwhileIsReplaced(@TempDir Path folder) throws Exception {
        Path file = random(folder.resolve("file.bin"), 9_000_000);
        EmulatedItem message = rig.message("m");
        AtomicBoolean revoked = new AtomicBoolean();
        UploadListener revoking = event -> {
            if (event.type() == UploadEvent.Type.RANGE_ACCEPTED && revoked.compareAndSet(false, true)) {
                rig.emulator.tokens().revokeAll();
            }
        };
        rig.camel.getRegistry().bind("revoking", revoking);

        Exchange exchange = rig.attach(rig.withSecret("s") + "&verify=content&uploadListener=#revoking", "m", file);

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader(GraphAttachConstants.VERIFIED))
                .isEqualTo("content");
        assertThat(Files.mismatch(message.attachments().get(0).content(), file)).isEqualTo(-1);
        assertThat(rig.tokenRequests()).hasSize(2);
    }

    /** Revoked, and the application is disabled too: nobody tries for long, and nobody attaches twice afterwards. */
    @Test
    void anApplicationThatIsDisabledMeanwhileIsNamed() {
        EmulatedItem message = rig.message("m");
        assertThat(rig.attach(rig.withSecret("s"), "m", new byte[1]).getException())
                .isNull();
        rig.emulator.tokens().revokeAll();
        rig.emulator
                .faults()
                .on(RequestKind.GET_TOKEN)
                .always()
                .answer(400)
                .body(
                        "application/json",
                        "{\"error\":\"unauthorized_client\",\"error_description\":"
                                + "\"AADSTS7000112: Application 'app' is disabled.\"}");

        GraphAttachException failure = rig.refused(rig.withSecret("s"), "m");

        assertThat(failure).isInstanceOf(AccessDeniedException.class);
        assertThat(failure.remedy()).contains("enable the application");
        assertThat(message.attachments()).hasSize(1);
    }

    @Test
    void aGivenTokenThatExpiredSaysHowToGetOneThatDoesNot() {
        rig.message("m");
        String token = rig.emulator.tokens().issueToApplication();
        rig.emulator.advanceClock(Duration.ofMinutes(61));
        String uri = "graph-attach:message?graphUrl=" + rig.emulator.graphUrl() + "&accessToken=" + token;

        GraphAttachException failure = rig.refused(uri, "m");

        assertThat(failure).isInstanceOf(AccessDeniedException.class).hasMessageNotContaining(token);
        assertThat(failure.statusCode()).isEqualTo(401);
        assertThat(failure.remedy()).contains("option accessToken", "credentialType");
    }

    /** Hands out the emulator's tokens and notes what it was asked for. */
    private static final class OwnCredential implements TokenCredential {

        private final GraphEmulator emulator;
        private final List<TokenRequestContext> asked = new CopyOnWriteArrayList<>();

        OwnCredential(GraphEmulator emulator) {
            this.emulator = emulator;
        }

        @Override
        public Mono<AccessToken> getToken(TokenRequestContext request) {
            asked.add(request);
            return Mono.just(new AccessToken(
                    emulator.tokens().issueToApplication(),
                    OffsetDateTime.now(ZoneOffset.UTC).plusHours(1)));
        }
    }

    /** As continuous access evaluation does when an account is disabled or moves to another network. */
    @Test
    void aClaimsChallengeReachesTheCredential() {
        rig.message("m");
        OwnCredential own = new OwnCredential(rig.emulator);
        rig.camel.getRegistry().bind("own", own);
        String challenge = "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1604106651\"}}}";
        rig.emulator
                .faults()
                .on(RequestKind.LIST_ATTACHMENTS)
                .answer(401)
                .header(
                        "WWW-Authenticate",
                        "Bearer realm=\"\", error=\"insufficient_claims\", claims=\""
                                + Base64.getEncoder().encodeToString(challenge.getBytes(StandardCharsets.UTF_8))
                                + "\"");

        Exchange exchange = rig.attach(rig.uri("tokenCredential=#own"), "m", new byte[3]);

        assertThat(exchange.getException()).isNull();
        assertThat(own.asked).extracting(TokenRequestContext::getClaims).containsExactly(null, challenge);
        assertThat(own.asked).allSatisfy(request -> {
            assertThat(request.getScopes()).containsExactly("https://graph.microsoft.com/.default");
            assertThat(request.isCaeEnabled()).isTrue();
        });
    }

    @Test
    void theOneCredentialOfTheRegistryWins() throws Exception {
        rig.message("m");
        OwnCredential own = new OwnCredential(rig.emulator);
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("own", own);
            camel.start();

            Exchange exchange = camel.createFluentProducerTemplate()
                    .to("graph-attach:message?userId=cfo@contoso.com&messageId=m&name=a&accessToken=ignored&graphUrl="
                            + rig.emulator.graphUrl())
                    .withBody(new byte[1])
                    .send();

            assertThat(exchange.getException()).isNull();
            assertThat(own.asked).hasSize(1);
        }
    }

    @Test
    void aCredentialThatFailsIsNamed() {
        rig.message("m");
        TokenCredential failing = request -> Mono.error(new IllegalStateException("no vault"));
        rig.camel.getRegistry().bind("failing", TokenCredential.class, failing);

        GraphAttachException failure = rig.refused(rig.uri("tokenCredential=#failing&maxAttempts=2"), "m");

        assertThat(failure).hasMessageContaining("no vault");
        assertThat(failure.remedy()).startsWith("look at the TokenCredential bean ");
    }

    private static Path random(Path file, int length) throws IOException {
        Random random = new Random(5);
        byte[] block = new byte[1_000_000];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int written = 0; written < length; written += block.length) {
                random.nextBytes(block);
                out.write(block);
            }
        }
        return file;
    }
}
