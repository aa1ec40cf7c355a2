package io.github.graphattach.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * The service's own words in an error answer.
 *
 * @param code Graph's code such as {@code ErrorItemNotFound}; empty when the answer has none
 * @param message in one line, at most 300 characters, with control characters replaced; empty when the answer has none
 * @see <a href="https://learn.microsoft.com/graph/errors">Microsoft Graph error responses</a>
 */
public record GraphError(String code, String message) {

    private static final int LONGEST_MESSAGE = 300;

    static GraphError of(JsonNode body) {
        JsonNode error = field(body, "error");
        return new GraphError(
                oneLine(field(error, "code").asText("")),
                oneLine(field(error, "message").asText("")));
    }

    /** Members of the service's JSON come in any letter case: 21Vianet writes NextExpectedRanges where global writes camel case. */
    static JsonNode field(JsonNode object, String name) {
        JsonNode exact = object.path(name);
        if (!exact.isMissingNode()) {
            return exact;
        }
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (field.getKey().equalsIgnoreCase(name)) {
                return field.getValue();
            }
        }
        return exact;
    }

    /**
     * Makes a text from outside fit for a log line: one line, no control or direction characters, not long.
     *
     * @param text anything
     * @return the same words
     */
    public static String oneLine(String text) {
        String line = text.length() > LONGEST_MESSAGE ? text.substring(0, LONGEST_MESSAGE) + "..." : text;
        return line.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+", " ").strip();
    }
}
