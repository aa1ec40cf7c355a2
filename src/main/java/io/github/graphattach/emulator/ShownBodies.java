package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.graphattach.emulator.http.SmallCopy;
import java.io.IOException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The small JSON bodies of an exchange as people may see them: without the bytes of files, without tokens and upload URLs.
 *
 * @param request of the request, where it may be shown
 * @param reply of the answer, where it may be shown; one that is written as it goes grows until it is written
 * @param masked takes out of a text what else is secret
 */
record ShownBodies(Optional<SmallCopy> request, Optional<SmallCopy> reply, SecretMask masked) {

    private static final Pattern HIDDEN =
            Pattern.compile("(?i)contentBytes|uploadUrl|.*token|.*secret|.*assertion|.*password");

    /**
     * An error that was answered.
     *
     * @param code empty when there was none
     */
    record Refusal(String code, String message) {

        /** {@return the error in a reply, in the form of Graph or of OAuth} */
        static Refusal in(SmallCopy reply, SecretMask masked) {
            JsonNode body = parse(reply).orElseGet(Json::object);
            JsonNode error = body.path("error");
            return error.isTextual()
                    ? new Refusal(
                            masked.inError(error.textValue()),
                            masked.inError(body.path("error_description").asText()))
                    : new Refusal(
                            masked.inError(error.path("code").asText()),
                            masked.inError(error.path("message").asText()));
        }
    }

    /** Adds the bodies that there are, as {@code requestBody} and {@code responseBody}. */
    void addTo(ObjectNode json) {
        request.flatMap(ShownBodies::parse).ifPresent(body -> json.set("requestBody", shown(body, masked::inBody)));
        reply.flatMap(ShownBodies::parse).ifPresent(body -> json.set("responseBody", shown(body, masked::inBody)));
    }

    private static Optional<JsonNode> parse(SmallCopy copy) {
        try {
            return Optional.of(Json.MAPPER.readTree(copy.bytes())).filter(JsonNode::isContainerNode);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private JsonNode shown(JsonNode value, UnaryOperator<String> withoutSecrets) {
        if (value instanceof ObjectNode object) {
            ObjectNode shown = Json.object();
            object.properties()
                    .forEach(property -> shown.set(
                            property.getKey(),
                            HIDDEN.matcher(property.getKey()).matches()
                                    ? TextNode.valueOf("***")
                                    : shown(property.getValue(), inside(property.getKey(), withoutSecrets))));
            return shown;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode shown = Json.MAPPER.createArrayNode();
            array.forEach(element -> shown.add(shown(element, withoutSecrets)));
            return shown;
        }
        return value.isTextual() ? TextNode.valueOf(withoutSecrets.apply(value.textValue())) : value;
    }

    private UnaryOperator<String> inside(String property, UnaryOperator<String> around) {
        return property.startsWith("error") ? masked::inError : around;
    }
}
