package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.graphattach.component.GraphAttachComponent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What readers copy from the routes and the README is what the component's catalog entry says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoutesAndReadmeTest {

    private static final String SCHEME = "graph-attach";
    private static final String ENTRY = "/META-INF/io/github/graphattach/component/graph-attach.json";
    private static final Path README = Path.of("README.md");
    private static final Pattern URI = Pattern.compile("graph-attach:(?:message|event)[^\\s\"'`<>|,;]*");
    private static final Pattern TABLE =
            Pattern.compile("<!-- options:start -->\\n(.*?)\\n<!-- options:end -->", Pattern.DOTALL);

    private final DefaultCamelCatalog catalog = new DefaultCamelCatalog();
    private String entry = "";
    private String readme = "";

    @BeforeAll
    void readTheCatalogEntry() throws IOException {
        try (var stream = Objects.requireNonNull(getClass().getResourceAsStream(ENTRY))) {
            entry = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
        catalog.addComponent(SCHEME, GraphAttachComponent.class.getName(), entry);
        readme = Files.readString(README);
    }

    @Test
    void everyEndpointOfTheRoutesIsValid() throws IOException {
        var checked = new ArrayList<String>();
        try (var files = Files.list(Path.of("routes"))) {
            for (var file : files.toList()) {
                for (var uri : endpoints(yaml(Files.readString(file)))) {
                    assertIsValid(file + ": " + uri, uri);
                    checked.add(uri);
                }
            }
        }
        assertThat(checked).as("endpoints in routes/").hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void everyEndpointOfTheReadmeIsValid() {
        var found = URI.matcher(readme).results().map(match -> match.group()).toList();

        assertThat(found).as("endpoints in the README").isNotEmpty();
        found.forEach(uri -> assertIsValid("README: " + uri, uri));
    }

    @Test
    void everyRouteOfTheReadmeStarts() throws Exception {
        var routes = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL)
                .matcher(readme)
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(routes).isNotEmpty();
        try (var context = new DefaultCamelContext()) {
            var options = context.getComponent(SCHEME, GraphAttachComponent.class);
            options.getConfiguration().setAccessToken("token");
            for (var route : routes) {
                PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("readme.camel.yaml", route));
                endpoints(yaml(route)).forEach(uri -> assertIsValid("README: " + uri, uri));
            }
            context.start();

            assertThat(context.getRoutesSize()).isEqualTo(routes.size());
        }
    }

    @Test
    void theOptionsOfTheReadmeAreThoseOfTheCatalog() throws IOException {
        var table = TABLE.matcher(readme);
        assertThat(table.find())
                .as("the markers of the option table in the README")
                .isTrue();

        assertThat(table.group(1))
                .as("the README's option table; it should read:%n%n%s%n%n", options())
                .isEqualTo(options());
    }

    /** Addresses first; without what every Camel endpoint has. */
    private String options() throws IOException {
        var rows = new ArrayList<>(List.of("| Option | Default | Meaning |", "|---|---|---|"));
        new ObjectMapper()
                .readTree(entry).path("properties").properties().stream()
                        .filter(option -> !option.getKey().equals("lazyStartProducer"))
                        .sorted(Comparator.comparing(option -> rank(option.getValue())))
                        .map(option -> row(option.getKey(), option.getValue()))
                        .forEach(rows::add);
        return String.join("\n", rows);
    }

    private static int rank(JsonNode option) {
        var groups = List.of("address", "producer", "common", "security", "advanced");
        var labels = List.of(option.path("label").asText().split(",", -1));
        return groups.stream()
                .filter(labels::contains)
                .findFirst()
                .map(groups::indexOf)
                .orElse(-1);
    }

    private static String row(String name, JsonNode option) {
        var required = option.path("required").asBoolean() ? " (required)" : "";
        var value = option.path("defaultValue").asText();
        return "| `%s`%s | %s | %s |"
                .formatted(name, required, value.isEmpty() ? "" : "`" + value + "`", meaning(option));
    }

    private static String meaning(JsonNode option) {
        var values = new ArrayList<String>();
        option.path("enum").forEach(value -> values.add("`" + value.asText() + "`"));
        return option.path("description").asText().replace("|", "\\|").strip()
                + (values.isEmpty() ? "" : " One of " + String.join(", ", values) + ".");
    }

    /** An expression in a URI stands for a value that the reader's message gives. */
    private void assertIsValid(String where, String uri) {
        for (var item : List.of("message", "event")) {
            var result = catalog.validateEndpointProperties(uri.replaceAll("\\$\\{[^}]*}", item));
            assertThat(result.isSuccess())
                    .as("%s: %s", where, result.summaryErrorMessage(false))
                    .isTrue();
        }
    }

    private static Object yaml(String text) {
        return Objects.requireNonNull(new Load(LoadSettings.builder().build()).loadFromString(text));
    }

    /** {@return the endpoints of this component anywhere in the YAML, their parameters put into the URI} */
    private List<String> endpoints(Object yaml) {
        if (yaml instanceof List<?> list) {
            return list.stream().flatMap(element -> endpoints(element).stream()).toList();
        }
        if (!(yaml instanceof Map<?, ?> map)) {
            return List.of();
        }
        var below = map.values().stream().filter(Objects::nonNull).flatMap(value -> endpoints(value).stream());
        return map.get("uri") instanceof String uri && uri.startsWith(SCHEME + ":")
                ? Stream.concat(Stream.of(withParameters(uri, map.get("parameters"))), below)
                        .toList()
                : below.toList();
    }

    private static String withParameters(String uri, @Nullable Object parameters) {
        var options = new LinkedHashMap<String, String>();
        if (parameters instanceof Map<?, ?> given) {
            given.forEach((name, value) -> options.put(String.valueOf(name), String.valueOf(value)));
        }
        var query = options.entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .toList();
        return query.isEmpty() ? uri : uri + "?" + String.join("&", query);
    }
}
