package io.github.graphattach;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What {@code kubectl apply -k} would send, read as strictly as the API server reads it. */
class KubernetesTest {

    private static final String NOT_CHECKED = "kubectl is not installed: the overlays below k8s/ are not checked here";

    private static final Map<String, Class<? extends HasMetadata>> TYPES = Map.of(
            "apps/v1/Deployment", Deployment.class,
            "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class,
            "v1/PersistentVolumeClaim", PersistentVolumeClaim.class);

    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .annotationIntrospector(new UnknownFieldsHaveNowhereToGo())
            .build();

    /** Surefire counts skipped tests but keeps the reason to itself. */
    @BeforeAll
    static void sayWhatIsNotChecked() {
        if (!kubectlIsInstalled()) {
            LoggerFactory.getLogger(KubernetesTest.class).warn(NOT_CHECKED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "single"})
    void everyDocumentOfAnOverlayIsValid(String overlay) throws Exception {
        assertThat(documents(overlay)).hasSizeGreaterThanOrEqualTo(2).allSatisfy(document -> assertThat(
                        document.getMetadata().getName())
                .startsWith("graph-attach"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "single"})
    void podMeetsTheRestrictedSecurityStandard(String overlay) throws Exception {
        var pod = pod(overlay);
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(65532);
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getContainers()).singleElement().satisfies(container -> {
            var security = container.getSecurityContext();
            assertThat(security.getAllowPrivilegeEscalation()).isFalse();
            assertThat(security.getReadOnlyRootFilesystem()).isTrue();
            assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "single"})
    void everythingWrittenIsBounded(String overlay) throws Exception {
        var pod = pod(overlay);
        assertThat(container(pod).getResources().getLimits()).containsKeys("cpu", "memory");
        assertThat(pod.getVolumes())
                .filteredOn(volume -> volume.getEmptyDir() != null)
                .isNotEmpty()
                .allSatisfy(volume -> assertThat(volume.getEmptyDir().getSizeLimit())
                        .as(volume.getName())
                        .isNotNull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "single"})
    void probesAskWhereTheApplicationAnswers(String overlay) throws Exception {
        var container = container(pod(overlay));
        // As it stands there: {{graphattach.management-port:9876}}
        var port = Integer.valueOf(application("camel.management.port").replaceAll("\\D", ""));
        assertThat(container.getPorts()).singleElement().satisfies(declared -> {
            assertThat(declared.getName()).isEqualTo("management");
            assertThat(declared.getContainerPort()).isEqualTo(port);
        });
        assertThat(path(container.getStartupProbe())).isEqualTo("/observe/health/live");
        assertThat(path(container.getLivenessProbe())).isEqualTo("/observe/health/live");
        assertThat(path(container.getReadinessProbe())).isEqualTo("/observe/health/ready");
        assertThat(policy(overlay).getSpec().getIngress()).singleElement().satisfies(rule -> assertThat(rule.getPorts())
                .singleElement()
                .satisfies(open -> assertThat(open.getPort().getIntVal()).isEqualTo(port)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "single"})
    void podOutlivesCamelsOwnShutdown(String overlay) throws Exception {
        assertThat(pod(overlay).getTerminationGracePeriodSeconds())
                .isGreaterThan(Long.parseLong(application("camel.main.shutdown-timeout")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "single"})
    void imageIsTheOneThatThisVersionBuilds(String overlay) throws Exception {
        assertThat(container(pod(overlay)).getImage()).isEqualTo("camel-graph-attach:" + System.getProperty("version"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "single"})
    void networkPolicyMeansThisPodOnly(String overlay) throws Exception {
        assertThat(policy(overlay).getSpec().getPodSelector().getMatchLabels())
                .isEqualTo(deployment(overlay)
                        .getSpec()
                        .getTemplate()
                        .getMetadata()
                        .getLabels());
    }

    @Test
    void onlyTheDemoOverlayStartsTheEmulatorAndNothingLeavesItsPod() throws Exception {
        assertThat(environment("demo")).containsEntry("GRAPHATTACH_DEMO", "true");
        assertThat(policy("demo").getSpec().getEgress()).isEmpty();
        assertThat(rendered("single")).doesNotContain("GRAPHATTACH_DEMO");
    }

    @Test
    void singleTakesItsConnectionFromASecretAndKeepsItsInbox() throws Exception {
        var pod = pod("single");
        assertThat(container(pod).getEnvFrom())
                .singleElement()
                .satisfies(source -> assertThat(source.getSecretRef().getName()).isEqualTo("graph-attach-connection"));
        assertThat(documents("single")).noneMatch(document -> document.getKind().equals("Secret"));
        assertThat(pod.getVolumes())
                .filteredOn(volume -> volume.getName().equals("data"))
                .extracting(Volume::getPersistentVolumeClaim)
                .singleElement()
                .satisfies(claim -> assertThat(claim.getClaimName()).isEqualTo("graph-attach-data"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replica      | {replica: 1}",
                "one          | {replicas: one}",
                "runAsNotRoot | {template: {spec: {securityContext: {runAsNotRoot: true}}}}",
                "imagePolicy  | {template: {spec: {containers: [{name: a, imagePolicy: Always}]}}}",
            })
    void misspeltFieldIsRefused(String mistake, String spec) {
        assertThatThrownBy(() -> parse("{apiVersion: apps/v1, kind: Deployment, spec: " + spec + "}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + mistake + "\"");
    }

    private static Map<String, String> environment(String overlay) throws Exception {
        return container(pod(overlay)).getEnv().stream().collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
    }

    private static String path(Probe probe) {
        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("management");
        return probe.getHttpGet().getPath();
    }

    private static Container container(PodSpec pod) {
        return pod.getContainers().get(0);
    }

    private static PodSpec pod(String overlay) throws Exception {
        return deployment(overlay).getSpec().getTemplate().getSpec();
    }

    private static Deployment deployment(String overlay) throws Exception {
        return only(Deployment.class, overlay);
    }

    private static NetworkPolicy policy(String overlay) throws Exception {
        return only(NetworkPolicy.class, overlay);
    }

    private static <T> T only(Class<T> type, String overlay) throws Exception {
        var found = documents(overlay).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static List<HasMetadata> documents(String overlay) throws Exception {
        return parse(rendered(overlay));
    }

    private static List<HasMetadata> parse(String yaml) {
        var load = new Load(LoadSettings.builder().build());
        return StreamSupport.stream(load.loadAllFromString(yaml).spliterator(), false)
                .map(document -> typed((Map<?, ?>) document))
                .toList();
    }

    private static HasMetadata typed(Map<?, ?> document) {
        var kind = document.get("apiVersion") + "/" + document.get("kind");
        assertThat(TYPES).as("kinds that this test can check").containsKey(kind);
        return STRICT.convertValue(document, TYPES.get(kind));
    }

    private static String rendered(String overlay) throws IOException, InterruptedException {
        assumeTrue(kubectlIsInstalled(), NOT_CHECKED);
        var process = new ProcessBuilder(
                        "kubectl",
                        "kustomize",
                        Path.of("k8s", "overlays", overlay).toString())
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private static boolean kubectlIsInstalled() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "kubectl")));
    }

    private static String application(String property) throws IOException {
        var properties = new Properties();
        try (InputStream file = KubernetesTest.class.getResourceAsStream("/application.properties")) {
            properties.load(file);
        }
        assertThat(properties).containsKey(property);
        return properties.getProperty(property);
    }

    /** The models keep unknown fields in a map, by which a typing error would pass. */
    private static final class UnknownFieldsHaveNowhereToGo extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }
}
