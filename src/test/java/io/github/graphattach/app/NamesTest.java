package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.graphattach.component.GraphAttachConstants;
import io.github.graphattach.item.AddressOption;
import io.github.graphattach.item.ItemKind;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The parts of an address have the same names as options, as headers, as fields of a job and in the catalog. */
class NamesTest {

    private static final JsonNode CATALOG = catalog();

    private static JsonNode catalog() {
        String name = "/META-INF/io/github/graphattach/component/graph-attach.json";
        try (InputStream file = Objects.requireNonNull(NamesTest.class.getResourceAsStream(name))) {
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> constants() throws IllegalAccessException {
        Set<String> values = new TreeSet<>();
        for (Field field : GraphAttachConstants.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
                values.add((String) field.get(null));
            }
        }
        return values;
    }

    @ParameterizedTest
    @EnumSource
    void anAddressOptionIsKnownByOneNameEverywhere(AddressOption option) throws IllegalAccessException {
        Target target = Target.of(Map.of("item", "event", option.option(), "x"));

        assertThat(target.headers()).containsOnlyKeys(option.header());
        assertThat(constants()).contains(option.header());
        assertThat(CATALOG.path("properties")
                        .path(option.option())
                        .path("label")
                        .asText())
                .as("label of the option in the catalog")
                .contains("address");
        assertThat(CATALOG.path("headers")
                        .path(option.header())
                        .path("constantName")
                        .asText())
                .as("constant of the header in the catalog")
                .endsWith("#" + option.name());
    }

    @Test
    void aTargetHasTheFieldsOfAnAddressOnly() {
        List<String> options =
                Arrays.stream(AddressOption.values()).map(AddressOption::option).toList();

        assertThat(Target.OPTIONS).containsExactlyInAnyOrderElementsOf(options);
    }

    @Test
    void theCatalogHasTheHeadersOfTheConstants() throws IllegalAccessException {
        Set<String> inCatalog = new TreeSet<>();
        CATALOG.path("headers").fieldNames().forEachRemaining(inCatalog::add);

        assertThat(inCatalog).isSubsetOf(constants());
    }

    @ParameterizedTest
    @EnumSource
    void anItemIsNamedByAnOptionOfItsOwn(ItemKind kind) {
        assertThat(kind.id().option()).isEqualTo(kind.text() + "Id");
        assertThat(Target.of(Map.of("item", kind.text())).item()).isEqualTo(kind.text());
    }
}
