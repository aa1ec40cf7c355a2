package io.github.graphattach.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.TokenCredential;
import io.github.graphattach.component.CredentialType;
import io.github.graphattach.component.GraphAttachComponent;
import io.github.graphattach.component.GraphAttachConfiguration;
import io.github.graphattach.graph.Cloud;
import io.github.graphattach.upload.VerifyLevel;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ComponentCustomizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import reactor.core.publisher.Mono;

/** What stands under {@code camel.component.graph-attach} in Spring's environment reaches the component, or is refused by name. */
class SpringOptionsTest {

    private static final String SECRET = "pl4nted-secret-of-spring";

    @Test
    void optionsOfAllTypesAreRead() throws Exception {
        GraphAttachConfiguration options = configured(Map.of(
                "camel.component.graph-attach.request-timeout", "2s",
                "camel.component.graph-attach.uploadTimeout", "PT3H",
                "camel.component.graph-attach.retry_delay", "250",
                "camel.component.graph-attach.chunk-size", "4MB",
                "camel.component.graph-attach.cloud", "us-gov-l4",
                "camel.component.graph-attach.credentialType", "client-secret",
                "camel.component.graph-attach.verify", "CONTENT",
                "camel.component.graph-attach.max-attempts", 7,
                "camel.component.graph-attach.inline", "true",
                "camel.component.graph-attach.client-secret", SECRET));

        assertThat(options.getRequestTimeout()).isEqualTo(2_000);
        assertThat(options.getUploadTimeout()).isEqualTo(10_800_000);
        assertThat(options.getRetryDelay()).isEqualTo(250);
        assertThat(options.getChunkSize()).isEqualTo("4MB");
        assertThat(options.getCloud()).isEqualTo(Cloud.US_GOV_L4);
        assertThat(options.getCredentialType()).isEqualTo(CredentialType.CLIENT_SECRET);
        assertThat(options.getVerify()).isEqualTo(VerifyLevel.CONTENT);
        assertThat(options.getMaxAttempts()).isEqualTo(7);
        assertThat(options.isInline()).isTrue();
        assertThat(options.getClientSecret()).isEqualTo(SECRET);
    }

    @Test
    void placeholdersOfSpringAndOfCamelAreResolved() throws Exception {
        GraphAttachConfiguration options = configured(Map.of(
                "mailbox", "cfo@contoso.com",
                "camel.component.graph-attach.user-id", "${mailbox}",
                "camel.component.graph-attach.tenant-id", "{{sys:java.specification.version}}"));

        assertThat(options.getUserId()).isEqualTo("cfo@contoso.com");
        assertThat(options.getTenantId()).isEqualTo(System.getProperty("java.specification.version"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CAMEL_COMPONENT_GRAPHATTACH_CLIENTSECRET", "CAMEL_COMPONENT_GRAPH_ATTACH_CLIENT_SECRET"})
    void theEnvironmentSetsOptions(String variable) throws Exception {
        assertThat(configuredByEnvironment(variable).getClientSecret()).isEqualTo(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "camel.component.graph-attach.client-secrett",
                "camel.component.graph-attach.clientSecrett",
                "camel.component.graph-attach.configuration.client-secret",
                "camel.component.graphAttach.secret"
            })
    void anUnknownKeyIsRefusedByNameAndItsValueIsNotShown(String key) {
        assertThatThrownBy(() -> configured(Map.of(key, SECRET)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key.substring(key.lastIndexOf("ttach.") + 6));
        assertThatThrownBy(() -> configured(Map.of(key, SECRET)))
                .satisfies(failure -> assertThat(trace(failure)).doesNotContain(SECRET));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CAMEL_COMPONENT_GRAPHATTACH_SECRET", "CAMEL_COMPONENT_GRAPH_ATTACH_SECRET"})
    void anUnknownVariableIsRefused(String variable) {
        assertThatThrownBy(() -> configuredByEnvironment(variable)).satisfies(failure -> assertThat(trace(failure))
                .contains("unknown: camel.component.graph-attach.secret")
                .doesNotContain(SECRET));
    }

    @ParameterizedTest
    @ValueSource(strings = {"request-timeout", "max-attempts", "cloud", "inline", "session-store"})
    void aValueThatDoesNotFitIsRefusedByTheOptionsNameAndNotShown(String option) {
        assertThatThrownBy(() -> configured(Map.of("camel.component.graph-attach." + option, SECRET)))
                .satisfies(failure -> assertThat(trace(failure))
                        .contains("graph-attach." + option)
                        .doesNotContain(SECRET));
    }

    @Test
    void aBeanIsFoundByItsName() throws Exception {
        TokenCredential credential = request -> Mono.empty();
        try (var camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("signIn", credential);
            GraphAttachComponent component = component(camel);
            new SpringOption("tokenCredential", "#bean:signIn", true).set(component);
            assertThat(component.getConfiguration().getTokenCredential()).isSameAs(credential);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new SpringOption("tokenCredential", "#other", true).set(component))
                    .withMessageContaining("camel.component.graph-attach.token-credential");
        }
    }

    private static GraphAttachConfiguration configured(Map<String, Object> properties) throws Exception {
        return configured(new MapPropertySource("test", properties));
    }

    private static GraphAttachConfiguration configuredByEnvironment(String variable) throws Exception {
        return configured(new SystemEnvironmentPropertySource("test-systemEnvironment", Map.of(variable, SECRET)));
    }

    private static GraphAttachConfiguration configured(MapPropertySource properties) throws Exception {
        try (var spring = new AnnotationConfigApplicationContext();
                var camel = new DefaultCamelContext()) {
            spring.getEnvironment().getPropertySources().addFirst(properties);
            ConfigurationPropertySources.attach(spring.getEnvironment());
            new StartUpChecks().initialize(spring);
            spring.register(GraphAttachAutoConfiguration.class);
            spring.refresh();
            camel.getRegistry().bind("customizer", spring.getBean(ComponentCustomizer.class));
            return component(camel).getConfiguration();
        }
    }

    private static GraphAttachComponent component(DefaultCamelContext camel) {
        return camel.getComponent("graph-attach", GraphAttachComponent.class);
    }

    private static String trace(Throwable failure) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
