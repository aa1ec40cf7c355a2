package io.github.graphattach.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The service's own words in an error answer.
 *
 * @param code Graph's code such as {@code ErrorItemNotFound}; empty when the answer has none
 * @param message as of {@link #words}; empty when the answer has none
 * @see <a href="https://learn.microsoft.com/graph/errors">Microsoft Graph error responses</a>
 */
public record GraphError(String code, String message) {

    private static final int LONGEST_LINE = 303;
    private static final Pattern CODE = Pattern.compile("[A-Za-z]\\w{0,99}");

    /** What nobody can read is a token, a signature or a key; a GUID, by which support finds requests, is shorter. */
    private static final Pattern OPAQUE =
            Pattern.compile("(?<![\\w.+~%=-])(?=[A-Za-z_.+~%=-]{0,300}\\d)[\\w.+~%=-]{40,}|eyJ[\\w.=-]{7,}");

    private static final Pattern NAMED = Pattern.compile(
            "(?i)((?:token|secret|password|passwd|assertion|signature|(?<!\\w)sig)[\"']?\\s{0,3}(?:=|:(?=\\s{0,3}[\"']))\\s{0,3}|(?<!\\w)Bearer\\s{1,3})[\"']?[^\\s\"'&,;]+");

    /** Most are recipients of mails, and whose mailbox it is stands in the path of the item. */
    private static final Pattern ADDRESS =
            Pattern.compile("(?<![^\\s\"'<>()\\[\\],;:])[^\\s\"'<>()\\[\\],;:@]++@[^\\s\"'<>()\\[\\],;:]*+");

    /** Behind that many characters nothing is shown, whatever is masked before. */
    private static final int LONGEST_TEXT = 10 * LONGEST_LINE;

    /** {@return whether the service found no sense in the path of the request} */
    public boolean isAboutPath() {
        return code.equals("RequestBroker--ParseUri") || message.startsWith("Resource not found for the segment ");
    }

    static GraphError of(JsonNode body) {
        JsonNode error = field(body, "error");
        return new GraphError(
                code(field(error, "code").asText("")),
                withoutAddresses(field(error, "message").asText("")));
    }

    private static String withoutAddresses(String text) {
        String read = text.substring(0, Math.min(text.length(), LONGEST_TEXT));
        return words(ADDRESS.matcher(read).replaceAll("***"));
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

    private static String code(String text) {
        return CODE.matcher(text).matches() && !OPAQUE.matcher(text).find() ? text : withoutAddresses(text);
    }

    /**
     * Makes what a service wrote fit for a log line. It may have written down what it was sent, so that what looks like a
     * token or a key is masked.
     *
     * @param text anything
     * @return {@link #oneLine} of it without secrets
     */
    public static String words(String text) {
        String named = NAMED.matcher(oneLine(text)).replaceAll("$1***");
        return oneLine(OPAQUE.matcher(named).replaceAll("***"));
    }

    /**
     * Makes a text from outside fit for a log line: one line, no control or direction characters, not long.
     *
     * @param text anything
     * @return the same words
     */
    public static String oneLine(String text) {
        String line = text.length() > LONGEST_LINE ? text.substring(0, LONGEST_LINE - 3) + "..." : text;
        return line.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+", " ").strip();
    }
}
