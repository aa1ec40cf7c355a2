package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import io.github.graphattach.TestIdentity;
import io.github.graphattach.graph.Cloud;
import io.github.graphattach.graph.identity.Credential;
import io.github.graphattach.graph.identity.SignIn;
import io.github.graphattach.item.ItemKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Component;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PropertyBindingSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Every combination of the options of a credential either makes one, or is refused in a sentence that helps. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInOptionsTest {

    private static final List<String> OPTIONS = List.of(
            "tenantId",
            "clientId",
            "clientSecret",
            "certificatePath",
            "privateKeyPassword",
            "federatedTokenFile",
            "accessToken",
            "authorityHost");

    /** What the documentation promises, written down a second time. */
    private static final Map<String, Set<String>> NEEDED = Map.of(
            "token", Set.of("accessToken"),
            "client-secret", Set.of("tenantId", "clientId", "clientSecret"),
            "client-certificate", Set.of("tenantId", "clientId", "certificatePath"),
            "workload-identity", Set.of("tenantId", "clientId", "federatedTokenFile"),
            "managed-identity", Set.of(),
            "default", Set.of());

    private static final Map<String, Set<String>> POSSIBLE = Map.of(
            "token", Set.of(),
            "client-secret", Set.of("authorityHost"),
            "client-certificate", Set.of("privateKeyPassword", "authorityHost"),
            "workload-identity", Set.of("authorityHost"),
            "managed-identity", Set.of("clientId"),
            "default", Set.of("tenantId", "clientId", "authorityHost"));

    private String certificate = "";
    private String token = "";

    @BeforeAll
    void makeFiles(@TempDir Path folder) throws Exception {
        TestIdentity identity = TestIdentity.generate("RSA", "-1d", 30);
        certificate =
                identity.writePfx(folder.resolve("app.pfx"), "planted-password").toString();
        token = Files.writeString(folder.resolve("token"), "planted.workload.token")
                .toString();
    }

    static Stream<Arguments> combinations() {
        return NEEDED.keySet().stream().sorted().flatMap(type -> IntStream.range(0, 1 << OPTIONS.size())
                .mapToObj(bits -> Arguments.of(
                        type,
                        IntStream.range(0, OPTIONS.size())
                                .filter(bit -> (bits >> bit & 1) == 1)
                                .mapToObj(OPTIONS::get)
                                .collect(Collectors.toCollection(TreeSet::new)))));
    }

    @ParameterizedTest(name = "{0} with {1}")
    @MethodSource("combinations")
    void everyCombinationIsACredentialOrASentence(String type, Set<String> given) {
        Set<String> missing = new TreeSet<>(NEEDED.get(type));
        missing.removeAll(given);
        Set<String> misplaced = new TreeSet<>(given);
        misplaced.removeAll(NEEDED.get(type));
        misplaced.removeAll(POSSIBLE.get(type));

        Throwable failure = catchThrowable(() -> read(type, given, Map.of()));

        if (missing.isEmpty() && misplaced.isEmpty() && !needsPassword(type, given)) {
            assertThat(failure).isNull();
            return;
        }
        assertThat(failure).isInstanceOf(IllegalArgumentException.class);
        String sentence = String.valueOf(failure.getMessage());
        assertThat(sentence)
                .doesNotContain("\n", "planted")
                .as("one sentence that names the option")
                .containsPattern("^(option|the file) ");
        if (!misplaced.isEmpty()) {
            assertThat(misplaced).anyMatch(option -> sentence.startsWith("option " + option + " has no meaning"));
            assertThat(sentence)
                    .contains("credentialType=" + type + ";", "leave it out", "set the option credentialType");
        } else if (!missing.isEmpty()) {
            assertThat(missing).anyMatch(option -> sentence.startsWith("option " + option + " is missing"));
            assertThat(sentence).contains("credentialType=" + type + " needs", "set it", "or choose");
        } else {
            assertThat(sentence).contains("privateKeyPassword is missing");
        }
    }

    private static boolean needsPassword(String type, Set<String> given) {
        return type.equals("client-certificate") && !given.contains("privateKeyPassword");
    }

    private SignIn read(String type, Set<String> given, Map<String, String> environment) {
        GraphAttachConfiguration options = new GraphAttachConfiguration();
        options.setCredentialType(
                CredentialType.valueOf(type.toUpperCase(Locale.ROOT).replace('-', '_')));
        // What is not given is a placeholder of nothing.
        options.setTenantId(given.contains("tenantId") ? "contoso.com" : " ");
        options.setClientId(given.contains("clientId") ? "app" : "");
        options.setClientSecret(given.contains("clientSecret") ? "planted-secret" : "");
        options.setCertificatePath(given.contains("certificatePath") ? certificate : "");
        options.setPrivateKeyPassword(given.contains("privateKeyPassword") ? "planted-password" : "");
        options.setFederatedTokenFile(given.contains("federatedTokenFile") ? token : "");
        options.setAccessToken(given.contains("accessToken") ? "planted-token" : "");
        options.setAuthorityHost(given.contains("authorityHost") ? "https://login.example.com/" : "");
        return new SignInOptions(options, environment::get).read();
    }

    @Test
    void aWorkloadTakesWhatTheClusterSets() {
        Map<String, String> environment =
                Map.of("AZURE_TENANT_ID", "t", "AZURE_CLIENT_ID", "c", "AZURE_FEDERATED_TOKEN_FILE", token);

        assertThat(read("workload-identity", Set.of(), environment).credential())
                .isEqualTo(new Credential.WorkloadIdentity("t", "c", Path.of(token)));
        assertThat(read("workload-identity", Set.of("tenantId"), environment).credential())
                .isEqualTo(new Credential.WorkloadIdentity("contoso.com", "c", Path.of(token)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("client-secret", Set.of("clientSecret"), environment))
                .withMessageContaining("tenantId is missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("workload-identity", Set.of("tenantId", "clientId"), Map.of()))
                .withMessageContaining("AZURE_FEDERATED_TOKEN_FILE");
    }

    @Test
    void aBeanWinsOverAllOptions() {
        GraphAttachConfiguration options = new GraphAttachConfiguration();
        TokenCredential bean = request -> Mono.just(new AccessToken("x", OffsetDateTime.MAX));
        options.setTokenCredential(bean);
        options.setClientSecret("planted");

        assertThat(new SignInOptions(options, name -> null).read().credential()).isEqualTo(new Credential.Bean(bean));
    }

    @Test
    void whatABeanMakesUselessIsNamed() {
        GraphAttachConfiguration options = secret();
        assertThat(new SignInOptions(options, name -> null).overridden()).isEmpty();

        options.setTokenCredential(request -> Mono.just(new AccessToken("x", OffsetDateTime.MAX)));
        assertThat(new SignInOptions(options, name -> null).overridden())
                .containsExactly("credentialType", "tenantId", "clientId", "clientSecret");

        GraphAttachConfiguration bare = new GraphAttachConfiguration();
        bare.setTokenCredential(options.getTokenCredential());
        bare.setAccessToken(" ");
        assertThat(new SignInOptions(bare, name -> null).overridden()).isEmpty();
    }

    @Test
    void nothingPrintsItsSecret() {
        for (Arguments combination : combinations().toList()) {
            String type = (String) combination.get()[0];
            Set<String> needed = new TreeSet<>(NEEDED.get(type));
            if (type.equals("client-certificate")) {
                needed.add("privateKeyPassword");
            }
            assertThat(read(type, needed, Map.of()).toString()).doesNotContain("planted-");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"common", "organizations", "a/b", "a?b", "ten ant", "..%2f", "x@y"})
    void aTenantThatIsNoneIsRefused(String tenant) {
        GraphAttachConfiguration options = secret();
        options.setTenantId(tenant);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SignInOptions(options, name -> null).read())
                .withMessageContaining("option tenantId");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://login.microsoftonline.com",
                "https://login.microsoftonline.com/contoso",
                "https://user@login.example.com",
                "https://login.example.com?x",
                "login.microsoftonline.com",
                "not a url"
            })
    void anAuthorityThatIsNoneIsRefused(String authority) {
        GraphAttachConfiguration options = secret();
        options.setAuthorityHost(authority);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SignInOptions(options, name -> null).read())
                .withMessageContaining("option authorityHost")
                .withMessageContaining("option cloud");
    }

    @Test
    void aTokenWithTheWordBearerIsRefused() {
        GraphAttachConfiguration options = new GraphAttachConfiguration();
        options.setAccessToken("Bearer planted-token");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SignInOptions(options, name -> null).read())
                .withMessageContaining("without the word Bearer")
                .withMessageNotContaining("planted");
    }

    @ParameterizedTest
    @CsvSource({
        "GLOBAL, https://graph.microsoft.com, https://login.microsoftonline.com",
        "US_GOV_L4, https://graph.microsoft.us, https://login.microsoftonline.us",
        "US_GOV_L5, https://dod-graph.microsoft.us, https://login.microsoftonline.us",
        "CHINA, https://microsoftgraph.chinacloudapi.cn, https://login.chinacloudapi.cn"
    })
    void aCloudHasItsRootItsAuthorityAndItsScope(Cloud cloud, String root, String authority) {
        GraphAttachConfiguration options = secret();
        options.setCloud(cloud);

        SignIn signIn = new SignInOptions(options, name -> null).read();

        assertThat(ServiceUrl.of(options)).hasToString(root + "/v1.0");
        assertThat(signIn.authority()).hasToString(authority);
        assertThat(signIn.scope()).isEqualTo(root + "/.default");
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void aRootOfAnotherCloudIsRefused(Cloud cloud) {
        for (Cloud other : Cloud.values()) {
            GraphAttachConfiguration options = secret();
            options.setCloud(cloud);
            options.setGraphUrl("https://" + other.graphHost() + "/beta");
            if (other == cloud) {
                assertThat(ServiceUrl.of(options)).hasToString("https://" + other.graphHost() + "/beta");
            } else {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> ServiceUrl.of(options))
                        .withMessageContaining("set cloud=" + other.text());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8025, false, true",
        "http://127.0.0.1:8025/v1.0, false, true",
        "http://[::1]:8025, false, true",
        "http://emulator:8025, false, false",
        "http://graph.microsoft.com, false, false",
        "http://127.0.0.1.evil.example, false, false",
        "http://emulator:8025, true, true",
        "https://emulator, false, true"
    })
    void plainHttpIsForThisMachineOrAllowed(String url, boolean allowed, boolean passes) {
        GraphAttachConfiguration options = secret();
        options.setGraphUrl(url);
        options.setAllowInsecureHttp(allowed);

        Optional<Throwable> failure = Optional.ofNullable(catchThrowable(() -> ServiceUrl.of(options)));

        assertThat(failure.isEmpty()).isEqualTo(passes);
        failure.ifPresent(refused -> assertThat(refused)
                .hasMessageContaining("option graphUrl")
                .hasMessageContaining("allowInsecureHttp=true"));
    }

    /** Who reaches Graph over TLS does not expect the file to go out in the open. */
    @ParameterizedTest
    @CsvSource({
        "https://graph.example.com, true, false",
        "'', true, false",
        "http://emulator:8025, true, true",
        "HTTP://emulator:8025, true, true",
        "http://localhost:8025, false, false"
    })
    void anUploadHostMayBePlainOnlyWhereGraphIsAllowedToBe(String url, boolean allowed, boolean insecure) {
        GraphAttachConfiguration options = secret();
        options.setGraphUrl(url);
        options.setAllowInsecureHttp(allowed);
        options.setUploadHosts("10.0.0.5");

        UploadSettings settings = UploadSettings.of(ItemKind.MESSAGE, options);

        assertThat(settings.policy().uploadHost().insecure()).isEqualTo(insecure);
    }

    /** As Camel binds them: in the words of the documentation, and blank where a placeholder stands for nothing. */
    @Test
    void theChoicesAreTakenAsTheyAreDocumented() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            for (Cloud cloud : Cloud.values()) {
                GraphAttachEndpoint endpoint = camel.getEndpoint(
                        "graph-attach:event?credentialType=managed-identity&clientId=mi&cloud=" + cloud.text(),
                        GraphAttachEndpoint.class);
                assertThat(endpoint.getConfiguration().getCloud()).isEqualTo(cloud);
                assertThat(endpoint.getConfiguration().getCredentialType()).isEqualTo(CredentialType.MANAGED_IDENTITY);
            }
            assertThat(catchThrowable(() -> camel.getEndpoint("graph-attach:event?cloud=gcc")))
                    .hasRootCauseMessage(
                            "option cloud='gcc' is unknown; choose one of global, us-gov-l4, us-gov-l5, china");
        }
    }

    /** Camel takes dashes and camel case for underscores, and no other spelling. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cloud | gcc | global, us-gov-l4, us-gov-l5, china",
                "cloud | usgovl4 | global, us-gov-l4, us-gov-l5, china",
                "credentialType | clientsecrets | token, client-secret, client-certificate, workload-identity, managed-identity, default",
                "credentialType | clientsecret | token, client-secret, client-certificate, workload-identity, managed-identity, default",
                "operation | uploadrange | attach, open, uploadRange, finish, status, cancel, list, get, delete, createDraft, send, mail",
                "verify | all | none, auto, content",
                "onExisting | merge | add, skip, replace",
                "addressing | short | declared, direct",
                "idType | stable | default, immutable"
            })
    void aChoiceThatIsNoneIsNamedWithTheOthers(String option, String value, String choices) throws Exception {
        String sentence = "option " + option + "='" + value + "' is unknown; choose one of " + choices;
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            assertThat(catchThrowable(() -> camel.getEndpoint("graph-attach:event?" + option + "=" + value)))
                    .hasRootCauseMessage(sentence)
                    .hasMessageContaining(sentence);
            assertThat(catchThrowable(() -> bind(camel, camel.getComponent("graph-attach"), Map.of(option, value))))
                    .as("on the component")
                    .hasRootCauseMessage(sentence);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"client-secret", "clientSecret", "CLIENT_SECRET", "client_secret", " Client-Secret "})
    void aChoiceIsTakenInAllSpellingsThatCamelTakes(String spelling) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            GraphAttachComponent component = camel.getComponent("graph-attach", GraphAttachComponent.class);

            bind(camel, component, Map.of("credential-type", spelling));

            assertThat(component.getConfiguration().getCredentialType()).isEqualTo(CredentialType.CLIENT_SECRET);
        }
    }

    /** As camel.component.graph-attach.* is bound. */
    private static void bind(DefaultCamelContext camel, Component component, Map<String, Object> options) {
        PropertyBindingSupport.build()
                .withCamelContext(camel)
                .withTarget(component)
                .withConfigurer(component.getComponentPropertyConfigurer())
                .withIgnoreCase(true)
                .withProperties(new HashMap<>(options))
                .bind();
    }

    private static GraphAttachConfiguration secret() {
        GraphAttachConfiguration options = new GraphAttachConfiguration();
        options.setCredentialType(CredentialType.CLIENT_SECRET);
        options.setTenantId("contoso.com");
        options.setClientId("app");
        options.setClientSecret("secret");
        return options;
    }
}
