package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.http.HttpExchange;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The parameters of an action, by names whose letter case does not matter: the model and the pages differ in it. */
final class ActionParameters {

    private final Map<String, JsonNode> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private ActionParameters() {}

    /**
     * {@return what the body of the request holds, which may be empty}
     *
     * @throws GraphFailure 501 naming a parameter that is not among the known ones
     */
    static ActionParameters read(HttpExchange exchange, Segment action, Set<String> known) throws IOException {
        ActionParameters parameters = new ActionParameters();
        Json.optionalObject(exchange).ifPresent(body -> body.properties().forEach(parameter -> {
            String name = parameter.getKey();
            if (known.stream().noneMatch(name::equalsIgnoreCase)) {
                throw GraphFailure.notImplemented("the parameter '" + name + "' of '" + action.text() + "'");
            }
            if (!parameter.getValue().isNull()) {
                parameters.values.put(name, parameter.getValue());
            }
        }));
        return parameters;
    }

    Optional<JsonNode> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    Optional<ObjectNode> object(String name) {
        return value(name).map(value -> {
            if (value instanceof ObjectNode object) {
                return object;
            }
            throw GraphFailure.malformedBody();
        });
    }

    Optional<String> text(String name) {
        return value(name).map(value -> {
            if (!value.isTextual()) {
                throw GraphFailure.malformedBody();
            }
            return value.textValue();
        });
    }

    boolean flag(String name, boolean otherwise) {
        return value(name)
                .map(value -> {
                    if (!value.isBoolean()) {
                        throw GraphFailure.malformedBody();
                    }
                    return value.booleanValue();
                })
                .orElse(otherwise);
    }
}
