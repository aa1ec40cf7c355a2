package io.github.graphattach.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.component.GraphAttachComponent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What completes {@code camel.component.graph-attach.*} in an editor is what the component's catalog entry says. */
class ConfigurationMetadataTest {

    private static final Path METADATA = Path.of("src/main/resources/META-INF/spring-configuration-metadata.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void theMetadataIsThatOfTheCatalog() throws IOException {
        String metadata = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(metadata()) + "\n";
        Path wanted = Path.of("target", METADATA.getFileName().toString());
        Files.createDirectories(wanted.toAbsolutePath().getParent());
        Files.writeString(wanted, metadata);

        assertThat(Files.readString(METADATA).replace("\r\n", "\n"))
                .as("%s; it should be %s, which was written just now: copy it", METADATA, wanted)
                .isEqualTo(metadata.replace(System.lineSeparator(), "\n"));
    }

    private static ObjectNode metadata() throws IOException {
        var metadata = JSON.createObjectNode();
        metadata.putArray("groups")
                .addObject()
                .put("name", "camel.component.graph-attach")
                .put("type", GraphAttachComponent.class.getName());
        var properties = metadata.putArray("properties");
        var hints = metadata.putArray("hints");
        for (var option : options().properties()) {
            var value = option.getValue();
            var key = SpringOptions.key(option.getKey());
            var property = properties
                    .addObject()
                    .put("name", key)
                    .put("type", type(value))
                    .put("description", value.path("description").asText());
            if (value.has("defaultValue")) {
                property.set("defaultValue", value.path("defaultValue"));
            }
            if (value.has("enum")) {
                var values = hints.addObject().put("name", key).putArray("values");
                value.path("enum").forEach(word -> values.addObject().set("value", word));
            }
        }
        return metadata;
    }

    private static JsonNode options() throws IOException {
        try (var entry = Objects.requireNonNull(GraphAttachComponent.class.getResourceAsStream(
                "/META-INF/io/github/graphattach/component/graph-attach.json"))) {
            return JSON.readTree(entry).path("componentProperties");
        }
    }

    /** A bean is named by text; what an enum's constants are called is of no interest to the reader. */
    private static String type(JsonNode option) {
        return switch (option.path("type").asText()) {
            case "boolean" -> "java.lang.Boolean";
            case "integer" -> "java.lang.Integer";
            case "duration" -> "java.time.Duration";
            default -> "java.lang.String";
        };
    }
}
