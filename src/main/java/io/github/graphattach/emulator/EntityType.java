package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.http.HttpExchange;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A type of Graph's model. A property that it does not have is refused as Graph refuses it; one that it has and the emulator
 * does not implement is refused as such.
 *
 * @param name the name with its namespace
 * @param stored what clients may set, and get back as they have set it
 * @param shown what the emulator sets itself; that a client sets it is not implemented
 * @param lacking what else Graph has, and what is no part of the answer although it is stored
 */
record EntityType(String name, Map<String, Shape> stored, Set<String> shown, Set<String> lacking) implements Shape {

    private static final String TYPE = "@odata.type";

    /** {@return a type of which everything is stored} */
    static EntityType complex(String name, Map<String, Shape> stored) {
        return new EntityType("microsoft.graph." + name, stored, Set.of(), Set.of());
    }

    /** {@return what is kept of an object that a client sends} */
    @Override
    public ObjectNode kept(JsonNode value) {
        if (!value.isObject()) {
            throw GraphFailure.malformedBody();
        }
        ObjectNode kept = Json.object();
        value.properties().forEach(property -> {
            String key = property.getKey();
            if (key.equals(TYPE)) {
                requireThisType(property.getValue());
            } else {
                kept.set(key, kept(key, property.getValue()));
            }
        });
        return kept;
    }

    private JsonNode kept(String property, JsonNode value) {
        Shape shape = stored.get(property);
        if (shape == null) {
            throw has(property) || property.contains("@")
                    ? GraphFailure.notImplemented("setting the property '" + property + "' of '" + name + "'")
                    : GraphFailure.unknownProperty(property, name);
        }
        return value.isNull() ? value : shape.kept(value);
    }

    /** Only derived types need to be named, and none of them is implemented. */
    private void requireThisType(JsonNode type) {
        if (!type.asText().equals("#" + name) && !type.asText().equals(name)) {
            throw GraphFailure.notImplemented("the type '" + type.asText() + "' in place of '" + name + "'");
        }
    }

    /** {@return whether Graph has such a property on the type, be it implemented or not} */
    boolean has(String property) {
        return stored.containsKey(property) || shown.contains(property) || lacking.contains(property);
    }

    /** {@return what Graph says of a property that the type does not have, in a query} */
    GraphFailure noProperty(String property) {
        return GraphFailure.unparsableUri("Could not find a property named '" + property + "' on type '" + name + "'.");
    }

    /** {@return the properties that the request selects, its key among them; empty when it selects none} */
    Optional<Set<String>> selectedBy(HttpExchange exchange) {
        return exchange.queryParameter("$select").map(select -> {
            Set<String> names = new LinkedHashSet<>();
            names.add("id");
            for (String property : List.of(select.split(",", -1))) {
                names.add(selected(property.strip()));
            }
            return names;
        });
    }

    private String selected(String property) {
        if (lacking.contains(property)) {
            throw selectionNotImplemented(property);
        }
        if (stored.containsKey(property) || shown.contains(property)) {
            return property;
        }
        throw notSelectable(property, name);
    }

    /** {@return the refusal to select what is no property of the type} A path or a wildcard is none, and yet Graph may take it. */
    static GraphFailure notSelectable(String selection, String type) {
        return selection.contains("/") || selection.equals("*")
                ? selectionNotImplemented(selection)
                : GraphFailure.unparsableUri(
                        "Could not find a property named '" + selection + "' on type '" + type + "'.");
    }

    private static GraphFailure selectionNotImplemented(String selection) {
        return GraphFailure.notImplemented("'" + selection + "' in the query option '$select'");
    }
}
