package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.graphattach.item.ItemKind;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.util.SensitiveUtils;
import org.apache.camel.util.URISupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Secrets are planted, uploads go wrong in every way with all loggers at TRACE, and no secret is seen anywhere. The run has a
 * process of its own, so that all it prints is seen, under the logging configuration that is shipped.
 */
class RedactionTest {

    @Test
    void noSecretIsSeenAnywhere(@TempDir Path folder) throws Exception {
        FaultyRun.Shown shown = FaultyRun.inAProcess(folder, "log4j2.properties");

        assertThat(shown.secrets().foundIn(shown.texts()))
                .as("secrets that were seen; Camel's consoles print routes as they stand")
                .containsExactly("access token in a route in developer consoles");
        assertThat(shown.secrets().all()).as("planted secrets").hasSizeGreaterThan(40);
        assertThat(shown.texts().get("stdout"))
                .as("the log of a run that went wrong, at TRACE")
                .contains(
                        "TRACE",
                        "Attached 'a.bin'",
                        "the service throttles",
                        "but failed because the service's answer makes no sense",
                        "but failed because the service named an upload URL",
                        "but failed because something between here and the service answered",
                        "but failed because Graph refused the access token",
                        "but failed because the session store does not work",
                        "but failed because the sign-in was refused",
                        "but failed because there is no access token to be had",
                        "the list of attachments goes on at another address",
                        "MalformedChunkCodingException",
                        "ClientProtocolException");
        assertThat(shown.texts().get("stdout"))
                .as("what a bean makes useless, once for all endpoints")
                .containsOnlyOnce(
                        "Options that are set but not used, because a TokenCredential bean signs in: accessToken;");
        assertThat(shown.texts().get("JMX")).contains("graph-attach", "OpenUploads");
        assertThat(shown.texts().get("developer consoles")).contains("graph-attach");
        assertThat(shown.texts().get("health")).contains("Uploads fail because");
        assertThat(shown.texts().get("metrics")).contains("graph-attach");
        assertThat(shown.texts().get("database at each checkpoint")).contains("GRAPH_ATTACH_UPLOAD", "k1:");
        assertThat(shown.texts().get("exchanges of the emulator"))
                .contains("authtoken=***", "Bearer ***", "access_token=***", "proxy-authorization=Basic ***")
                .contains("cookie=***", "set-cookie=***", "x-odd=again ***");
        assertThat(shown.texts().get("bodies on the page of the emulator"))
                .contains("\"responseBody\"", "\"requestBody\"", "\"uploadUrl\":\"***\"");
        assertThat(shown.texts().get("page of the emulator")).contains("\"received\"");
        assertThat(shown.texts().keySet()).anyMatch(where -> where.startsWith("refusal of "));
    }

    /** Tools and Camel's own summaries know by these what they must not show. */
    @ParameterizedTest
    @ValueSource(strings = {"accessToken", "clientSecret", "privateKeyPassword"})
    void aSecretOptionIsMarkedAndHasANameThatCamelMasks(String option) throws Exception {
        JsonNode catalog;
        try (InputStream entry =
                getClass().getResourceAsStream("/META-INF/io/github/graphattach/component/graph-attach.json")) {
            catalog = new ObjectMapper().readTree(entry);
        }

        assertThat(List.of("componentProperties", "properties")).allSatisfy(level -> assertThat(
                        catalog.path(level).path(option).path("secret").asBoolean())
                .as("%s in %s is secret", option, level)
                .isTrue());
        assertThat(SensitiveUtils.containsSensitive(option)).isTrue();
        assertThat(URISupport.sanitizeUri("graph-attach:event?" + option + "=planted"))
                .doesNotContain("planted");
    }

    /** Camel's own masking ends at the first bracket, its reading at one with an ampersand or the end behind it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "accessToken=RAW(abc)planted) | accessToken=xxxxxx",
                "accessToken=RAW(abc)planted)&name=a | accessToken=xxxxxx&name=a",
                "name=a&clientSecret=RAW(a&b)planted)&verify=auto | name=a&clientSecret=xxxxxx&verify=auto",
                "clientSecret=RAW{abc}planted}&name=a | clientSecret=xxxxxx&name=a",
                "privateKeyPassword=RAW(planted | privateKeyPassword=xxxxxx",
                "privateKeyPassword=RAW(abc)planted&name=still-planted | privateKeyPassword=xxxxxx",
                "ACCESSTOKEN=RAW(abc)planted) | ACCESSTOKEN=xxxxxx",
                "client-secret=RAW(abc)planted) | client-secret=xxxxxx",
                "access%54oken=RAW(abc)planted) | access%54oken=xxxxxx",
                "configuration.accessToken=RAW(abc)planted) | configuration.accessToken=xxxxxx",
                "accessToken=planted&clientSecret=planted)&name=a | accessToken=xxxxxx&clientSecret=xxxxxx&name=a",
                "name=RAW(a?b)c)&accessToken=RAW(abc)planted) | name=RAW(a?b)c)&accessToken=xxxxxx"
            })
    void aSecretWithBracketsIsNotSeenInItsEndpoint(String options, String shown) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            GraphAttachComponent component = camel.getComponent("graph-attach", GraphAttachComponent.class);

            Endpoint endpoint = new GraphAttachEndpoint(
                    "graph-attach:message?" + options, component, ItemKind.MESSAGE, component.getConfiguration());

            assertThat(endpoint.getEndpointUri()).isEqualTo("graph-attach:message?" + shown);
            assertThat(List.of(endpoint.getEndpointKey(), endpoint.toString()))
                    .allSatisfy(text -> assertThat(text).doesNotContain("planted"));
        }
    }

    /** As JMX and exchanges show it. */
    @Test
    void anEndpointThatCamelMadeShowsNoneOfItsSecret() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            Endpoint endpoint = camel.getEndpoint(
                    "graph-attach:message?credentialType=client-secret&tenantId=t&clientId=c&clientSecret=RAW(a)planted)");

            assertThat(endpoint.getEndpointUri())
                    .contains("clientSecret=xxxxxx")
                    .doesNotContain("planted");
            assertThat(((GraphAttachEndpoint) endpoint).getConfiguration().getClientSecret())
                    .isEqualTo("a)planted");
        }
    }

    /** What the HTTP client would print shows that the search is not blind, and why its logger is pinned. */
    @Test
    void withoutThePinOfTheHttpClientSecretsAreSeen(@TempDir Path folder) throws Exception {
        Path unpinned = Files.writeString(
                folder.resolve("unpinned.properties"),
                "logger.http.name = org.apache.hc.client5\nlogger.http.level = trace\n",
                StandardCharsets.UTF_8);

        FaultyRun.Shown shown = FaultyRun.inAProcess(folder, "log4j2.properties," + unpinned.toUri());

        assertThat(shown.secrets().foundIn(shown.texts()))
                .contains(
                        "access token in stdout",
                        "client secret in stdout",
                        "proxy password in stdout",
                        "token of upload URL 1 in stdout",
                        "broken upload URL in stdout",
                        "refused upload URL in stdout",
                        "token in an error of Graph in stdout",
                        "upload URL in an error in stdout",
                        "upload URL in a Location in stdout");
    }

    /** What nothing prints, masked or not, is found as well where it would be. */
    @Test
    void theSearchFindsASecretHoweverItIsWritten() {
        String secret = "s3cret%2Bof/some=length~AndMore";
        PlantedSecrets secrets = new PlantedSecrets();
        secrets.plant("secret", secret);

        assertThat(PlantedSecrets.spellings(secret)).hasSizeGreaterThan(12).allSatisfy(spelling -> {
            IllegalStateException inner = new IllegalStateException("inner");
            inner.addSuppressed(new IllegalStateException("x" + spelling));
            assertThat(secrets.foundIn(Map.of("trace", Instruments.trace(new IllegalStateException("outer", inner)))))
                    .containsExactly("secret in trace");
        });
        for (String user : new String[] {"u", "us", "use"}) {
            byte[] credentials = (user + ":" + secret).getBytes(StandardCharsets.UTF_8);
            assertThat(secrets.foundIn(
                            Map.of("header", "Basic " + Base64.getEncoder().encodeToString(credentials))))
                    .containsExactly("secret in header");
        }
        assertThat(secrets.foundIn(Map.of("header", "Basic ***", "other", "s3cret%2Bof/so***")))
                .isEmpty();
    }
}
