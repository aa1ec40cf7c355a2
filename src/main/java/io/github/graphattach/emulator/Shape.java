package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Arrays;
import java.util.function.Predicate;

/** What the values of a property look like, and what is kept of one that a client sends. */
@FunctionalInterface
interface Shape {

    Shape TEXT = only(JsonNode::isTextual);
    Shape BOOLEAN = only(JsonNode::isBoolean);
    Shape NUMBER = only(JsonNode::isNumber);

    /**
     * {@return the value as Graph gives it back}
     *
     * @param value what a client has sent; null is not asked about, any property may be that
     * @throws GraphFailure when it is not of this shape
     */
    JsonNode kept(JsonNode value);

    private static Shape only(Predicate<JsonNode> condition) {
        return value -> {
            if (!condition.test(value)) {
                throw GraphFailure.malformedBody();
            }
            return value;
        };
    }

    /** {@return the members of an enumeration, which are taken in any letter case and given back in this one} */
    static Shape oneOf(String... members) {
        return value -> Arrays.stream(members)
                .filter(member -> value.isTextual() && member.equalsIgnoreCase(value.textValue()))
                .findFirst()
                .map(TextNode::valueOf)
                .orElseThrow(GraphFailure::malformedBody);
    }

    static Shape listOf(Shape element) {
        return value -> {
            if (!value.isArray()) {
                throw GraphFailure.malformedBody();
            }
            ArrayNode list = Json.MAPPER.createArrayNode();
            value.forEach(each -> list.add(element.kept(each)));
            return list;
        };
    }
}
