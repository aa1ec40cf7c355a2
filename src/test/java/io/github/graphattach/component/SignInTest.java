package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.graphattach.TestIdentity;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.RequestKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real azure-identity signs in at the emulator's sign-in service, or says what has to be changed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInTest {

    private static final String APPLICATION = "tenantId=contoso.com&clientId=app";

    private TenantRig rig;
    private TestIdentity identity;

    @BeforeAll
    void start() throws Exception {
        rig = new TenantRig();
        identity = TestIdentity.generate("RSA", "-1d", 30);
    }

    @AfterAll
    void close() {
        rig.close();
    }

    /** Nobody starts with a token of the test before. */
    @BeforeEach
    void reset() throws Exception {
        rig.emulator.reset();
        GraphAttachComponent component = rig.camel.getComponent("graph-attach", GraphAttachComponent.class);
        component.stop();
        component.start();
        rig.camel.removeEndpoints("graph-attach*");
    }

    private String credential(String kind, Path folder) throws Exception {
        return switch (kind) {
            case "secret" -> "credentialType=client-secret&clientSecret=s3cret&" + APPLICATION;
            case "PEM" ->
                "credentialType=client-certificate&certificatePath=" + identity.writePem(folder.resolve("app.pem"))
                        + "&" + APPLICATION;
            case "PFX" ->
                "credentialType=client-certificate&certificatePath="
                        + identity.writePfx(folder.resolve("app.pfx"), "pfx-password")
                        + "&privateKeyPassword=pfx-password&" + APPLICATION;
            default ->
                "credentialType=workload-identity&federatedTokenFile="
                        + Files.writeString(folder.resolve("token"), assertion(Duration.ofHours(1))) + "&"
                        + APPLICATION;
        };
    }

    /** As a cluster signs them; the emulator does not look at the signature. */
    private static String assertion(Duration life) {
        String claims = "{\"aud\":\"api://AzureADTokenExchange\",\"exp\":"
                + Instant.now().plus(life).getEpochSecond() + "}";
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".c2ln\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "PEM", "PFX", "workload"})
    void anApplicationSignsInAndAttaches(String kind, @TempDir Path folder) throws Exception {
        EmulatedItem message = rig.message("m");

        Exchange exchange = rig.attach(rig.uri(credential(kind, folder)), "m", new byte[4_000_000]);

        assertThat(exchange.getException()).isNull();
        assertThat(message.attachments()).hasSize(1);
        assertThat(rig.tokenRequests()).hasSize(1);
    }

    @Test
    void oneTokenServesAllEndpointsHoweverManyAskAtOnce() {
        IntStream.range(0, 8).forEach(number -> rig.message("m" + number));

        List<CompletableFuture<Exchange>> exchanges = IntStream.range(0, 8)
                .mapToObj(number -> CompletableFuture.supplyAsync(() ->
                        rig.attach(rig.withSecret("s") + "&maxAttempts=" + (number + 1), "m" + number, new byte[9])))
                .toList();

        assertThat(exchanges).allSatisfy(exchange -> assertThat(exchange.join().getException())
                .isNull());
        assertThat(rig.tokenRequests()).hasSize(1);
    }

    @Test
    void anotherSecretIsAnotherIdentity() {
        rig.message("m");

        rig.attach(rig.withSecret("one"), "m", new byte[1]);
        rig.attach(rig.withSecret("two"), "m", new byte[1]);

        assertThat(rig.tokenRequests()).hasSize(2);
    }

    @Test
    void aWrongSecretIsNotTriedAgainAndSaysWhatToSet() {
        rig.message("m");
        rig.emulator.tokens().clientSecret("right");

        GraphAttachException failure = rig.refused(rig.withSecret("wr0ng-secret"), "m");

        assertThat(failure).isInstanceOf(AccessDeniedException.class);
        assertThat(failure)
                .hasMessageContaining("the sign-in was refused (AADSTS7000215: Invalid client secret provided.)")
                .hasMessageEndingWith("set the option clientSecret to the secret's value, which is not its id")
                .hasMessageNotContaining("wr0ng-secret");
        assertThat(failure.retryable()).isFalse();
        assertThat(failure.remedy()).contains("clientSecret");
        assertThat(rig.tokenRequests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | 90002 | Tenant 'contoso.com' not found. | option tenantId",
                "400 | 900023 | Specified tenant identifier is neither a valid DNS name, nor a valid external domain. | option tenantId",
                "400 | 700016 | Application with identifier 'app' was not found in the directory. | clientId and tenantId",
                "401 | 7000222 | The provided client secret keys for app 'app' are expired. | make a new secret",
                "401 | 700027 | The certificate with identifier used to sign the client assertion is not registered. | certificatePath",
                "401 | 700213 | No matching federated identity record found. | federated credential",
                "400 | 7000112 | Application 'app' is disabled. | enable the application",
                "400 | 500011 | The resource principal named https://graph.microsoft.com was not found. | cloud",
                "400 | 900382 | Confidential Client is not supported in Cross Cloud request. | option cloud",
                "400 | 53003 | Access has been blocked by Conditional Access policies. | Conditional Access",
                "400 | 999999 | Something new. | error?code=999999"
            })
    void aRefusedSignInIsExplained(int status, String code, String text, String remedy) {
        rig.message("m");
        rig.emulator
                .faults()
                .on(RequestKind.GET_TOKEN)
                .answer(status)
                .body(
                        "application/json",
                        "{\"error\":\"invalid_request\",\"error_description\":\"AADSTS" + code + ": " + text
                                + " Trace ID: 11111111 Correlation ID: 22222222 Timestamp: 2026-01-01\",\"error_codes\":["
                                + code + "]}");

        GraphAttachException failure = rig.refused(rig.withSecret("s"), "m");

        assertThat(failure)
                .hasMessageContaining("(AADSTS" + code + ": " + text + ")")
                .hasMessageNotContaining("\n");
        assertThat(failure.remedy()).contains(remedy);
        assertThat(failure.retryable()).isFalse();
    }

    @Test
    void aSignInServiceThatFailsForAWhileIsAskedAgain() {
        EmulatedItem message = rig.message("m");
        rig.emulator
                .faults()
                .on(RequestKind.GET_TOKEN)
                .times(2)
                .answer(503)
                .body("text/html", "<html>Service Unavailable</html>");
        rig.emulator.faults().on(RequestKind.GET_TOKEN).nth(3).resetBeforeReading();

        assertThat(rig.attach(rig.withSecret("s"), "m", new byte[3]).getException())
                .isNull();
        assertThat(message.attachments()).hasSize(1);
    }

    @Test
    void aSignInServiceThatIsOutOfReachIsNamedAndRetryable() {
        rig.message("m");
        String uri = rig.withSecret("s").replace(rig.emulator.loginUrl().toString(), "https://localhost:1");

        GraphAttachException failure = rig.refused(uri, "m");

        assertThat(failure)
                .hasMessageContaining("no answer from the sign-in service https://localhost:1")
                .hasMessageContaining("proxy of Camel's https component");
        assertThat(failure.retryable()).isTrue();
    }

    /** The service's clock is a quarter of an hour ahead: an assertion that was signed just now has ended there. */
    @Test
    void aClockThatIsWrongIsNamed(@TempDir Path folder) throws Exception {
        rig.message("m");
        rig.emulator.advanceClock(Duration.ofMinutes(15));

        GraphAttachException failure = rig.refused(rig.uri(credential("PEM", folder)), "m");

        assertThat(failure).hasMessageContaining("AADSTS700024");
        assertThat(failure.remedy()).contains("set this machine's clock");
    }

    /** The life of a token is counted from its issue, not read off the wall. */
    @ParameterizedTest
    @ValueSource(ints = {-48, 48})
    void aSecretSignsInWhateverTheClocksSay(int hours) {
        rig.message("m");
        rig.emulator.advanceClock(Duration.ofHours(hours));

        assertThat(rig.attach(rig.withSecret("s"), "m", new byte[3]).getException())
                .isNull();
        assertThat(rig.attach(rig.withSecret("s"), "m", new byte[3]).getException())
                .isNull();
        assertThat(rig.tokenRequests()).hasSize(1);
    }

    @Test
    void aCertificateThatExpiredStopsTheStart(@TempDir Path folder) throws Exception {
        Path file = TestIdentity.generate("RSA", "-10d", 5).writePem(folder.resolve("old.pem"));

        assertStartFails(
                "credentialType=client-certificate&certificatePath=" + file + "&" + APPLICATION,
                "old.pem",
                "certificatePath",
                "expired on",
                "upload its public part to the app registration");
    }

    /** Certificates and the tokens of a cluster are exchanged while the application runs. */
    @Test
    void aFileThatGoesBadWhileTheApplicationRunsIsNamed(@TempDir Path folder) throws Exception {
        rig.message("m");
        String uri = rig.uri(credential("PEM", folder));
        assertThat(rig.attach(uri, "m", new byte[1]).getException()).isNull();
        Files.writeString(folder.resolve("app.pem"), "no certificate");
        rig.emulator.tokens().revokeAll();

        GraphAttachException failure = rig.refused(uri, "m");

        assertThat(failure).hasMessageContaining("app.pem").hasMessageContaining("neither PEM nor PKCS#12");
        identity.writePem(folder.resolve("app.pem"));
        assertThat(rig.attach(uri, "m", new byte[1]).getException())
                .as("with the file put right, without a restart")
                .isNull();
    }

    @Test
    void filesThatAreOfNoUseStopTheStart(@TempDir Path folder) throws Exception {
        String certificate = "credentialType=client-certificate&" + APPLICATION + "&certificatePath=";
        TestIdentity other = TestIdentity.generate("RSA", "-1d", 30);
        TestIdentity curve = TestIdentity.generate("EC", "-1d", 30);
        TestIdentity future = TestIdentity.generate("RSA", "+5d", 30);

        assertStartFails(certificate + folder.resolve("none.pem"), "none.pem", "cannot be read", "may read");
        assertStartFails(certificate + folder, "is no certificate", "PEM or PKCS#12");
        assertStartFails(certificate + Files.writeString(folder.resolve("junk"), "junk"), "neither PEM nor PKCS#12");
        assertStartFails(
                certificate + Files.writeString(folder.resolve("half.pem"), identity.certificatePem()),
                "lacks the certificate or the private key");
        assertStartFails(
                certificate
                        + Files.writeString(folder.resolve("mixed.pem"), other.keyPem() + identity.certificatePem()),
                "is not that of the first certificate");
        assertStartFails(certificate + curve.writePem(folder.resolve("curve.pem")), "RSA key");
        assertStartFails(
                certificate + curve.writePfx(folder.resolve("curve.pfx"), "p") + "&privateKeyPassword=p", "RSA");
        assertStartFails(certificate + future.writePem(folder.resolve("future.pem")), "not valid before", "clock");
        assertStartFails(
                certificate + identity.writePem(folder.resolve("app.pem")) + "&privateKeyPassword=x", "encrypted PEM");
        assertStartFails(
                certificate + identity.writePfx(folder.resolve("app.pfx"), "right") + "&privateKeyPassword=wr0ng",
                "does not open with this password",
                "option privateKeyPassword");
        assertStartFails(certificate + folder.resolve("app.pfx"), "privateKeyPassword is missing");
        String workload = "credentialType=workload-identity&" + APPLICATION + "&federatedTokenFile=";
        assertStartFails(workload + folder.resolve("none"), "federatedTokenFile", "cannot be read");
        assertStartFails(workload + Files.writeString(folder.resolve("blank"), " \n"), "federatedTokenFile");
    }

    private void assertStartFails(String credential, String... words) {
        Throwable failure =
                catchThrowable(() -> rig.camel.getEndpoint(rig.uri(credential)).start());
        assertThat(failure).as("start with %s", credential).isNotNull();
        Throwable root = failure;
        while (root.getCause() != null) {
            root = Objects.requireNonNull(root.getCause());
        }
        assertThat(root.getMessage()).contains(words).doesNotContain("\n", "wr0ng");
    }
}
