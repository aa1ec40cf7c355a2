package io.github.graphattach.mail;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalInt;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an answer quotes. It is kept as it is; where one of the two is HTML, the other becomes HTML.
 *
 * @param body as the service shows it
 */
record Quotation(JsonNode body) {

    /** Where the body of a document begins; what a comment says is none. */
    private static final Pattern BODY = Pattern.compile("(?is)<!--.*?-->|(<body\\b[^>]*>)");

    private static final Pattern END = Pattern.compile("(?i)</body\\s*>");

    /** {@return both, the answer's own text above} */
    JsonNode below(MailText own) {
        String quoted = body.path("content").asText("");
        if (body.path("contentType").asText("").equalsIgnoreCase("html")) {
            int start = bodyOf(quoted).orElse(0);
            return html(quoted.substring(0, start) + block(own) + quoted.substring(start));
        }
        return own.html()
                ? html("<html><body>" + block(own) + "<div>" + escaped(quoted) + "</div></body></html>")
                : new MailText(own.content() + "\r\n\r\n" + quoted, false).toJson();
    }

    private static JsonNode html(String content) {
        return new MailText(content, true).toJson();
    }

    private static String block(MailText own) {
        return "<div>" + (own.html() ? inner(own.content()) : escaped(own.content())) + "</div><br>\r\n";
    }

    /** {@return what is in the body of a document, or all of a fragment} */
    private static String inner(String html) {
        OptionalInt start = bodyOf(html);
        if (start.isEmpty()) {
            return html;
        }
        String content = html.substring(start.getAsInt());
        Matcher end = END.matcher(content);
        return end.find() ? content.substring(0, end.start()) : content;
    }

    private static OptionalInt bodyOf(String html) {
        return BODY.matcher(html)
                .results()
                .filter(found -> found.group(1) != null)
                .mapToInt(MatchResult::end)
                .findFirst();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("  ", "&nbsp; ")
                .replaceAll("\\R", "<br>\r\n");
    }

    /** {@return nothing of what it says} */
    @Override
    public String toString() {
        return "Quotation[***]";
    }
}
