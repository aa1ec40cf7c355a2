package io.github.graphattach.mail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;

/**
 * The body of a mail. Exchange keeps one rendering only.
 *
 * @param content the text
 * @param html whether it is HTML
 */
public record MailText(String content, boolean html) {

    /** Whether a text that has to be one line has anything that is no part of a line. */
    static boolean hasControls(String text) {
        return text.codePoints()
                .anyMatch(c -> Character.isISOControl(c)
                        || c == 0x2028
                        || c == 0x2029
                        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }

    /** {@return how many bytes it has} */
    long bytes() {
        return content.getBytes(StandardCharsets.UTF_8).length;
    }

    /** {@return it as Graph writes it} */
    JsonNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("contentType", html ? "html" : "text")
                .put("content", content);
    }

    /** {@return nothing of what it says} */
    @Override
    public String toString() {
        return "MailText[***]";
    }
}
