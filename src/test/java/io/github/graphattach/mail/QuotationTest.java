package io.github.graphattach.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An answer's own text and what it quotes. */
class QuotationTest {

    private static JsonNode answer(MailText own, MailText quoted) {
        return new Quotation(quoted.toJson()).below(own);
    }

    @Test
    void twoTextsMakeAText() {
        JsonNode body = answer(new MailText("I <agree> & sign", false), new MailText("From: boss\nSee there", false));

        assertThat(body.path("contentType").asText()).isEqualTo("text");
        assertThat(body.path("content").asText()).isEqualTo("I <agree> & sign\r\n\r\nFrom: boss\nSee there");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "<html><head></head><body lang=\"en\">quoted</body></html> ; <html><head></head><body lang=\"en\">OWN;quoted</body></html>",
                "<HTML><BODY>quoted</BODY></HTML> ; <HTML><BODY>OWN;quoted</BODY></HTML>",
                "<html><!-- <body> --><body>quoted</body></html> ; <html><!-- <body> --><body>OWN;quoted</body></html>",
                "<p>quoted</p> ; OWN;<p>quoted</p>",
                "<bodyguard>quoted</bodyguard> ; OWN;<bodyguard>quoted</bodyguard>"
            })
    void theTextComesFirstInTheBodyOfADocument(String quoted, String before, String after) {
        JsonNode body = answer(new MailText("OWN", false), new MailText(quoted, true));

        assertThat(body.path("contentType").asText()).isEqualTo("html");
        assertThat(body.path("content").asText()).isEqualTo(before.replace("OWN", "<div>OWN</div><br>\r\n") + after);
    }

    /** What is text must not turn into markup. */
    @Test
    void aTextIsShownInHtmlAsItIs() {
        JsonNode body = answer(new MailText("a <b> & \"c\"\n  d", false), new MailText("<p>quoted</p>", true));

        assertThat(body.path("content").asText())
                .startsWith("<div>a &lt;b&gt; &amp; &quot;c&quot;<br>\r\n&nbsp; d</div>")
                .endsWith("<p>quoted</p>");
    }

    @Test
    void aQuotedTextIsShownInHtmlAsItIs() {
        JsonNode body = answer(new MailText("<p>own</p>", true), new MailText("a <b>\r\nc", false));

        assertThat(body.path("contentType").asText()).isEqualTo("html");
        assertThat(body.path("content").asText())
                .containsSubsequence("<body>", "<p>own</p>", "a &lt;b&gt;<br>\r\nc", "</body>");
    }

    /** A document within a document would be none. */
    @Test
    void ofAWholeDocumentTheBodyIsTaken() {
        JsonNode body = answer(
                new MailText("<html><head><title>t</title></head><body><p>own</p></body></html>", true),
                new MailText("<html><body>quoted</body></html>", true));

        assertThat(body.path("content").asText())
                .isEqualTo("<html><body><div><p>own</p></div><br>\r\nquoted</body></html>");
    }

    @Test
    void whatIsSaidIsNotShown() {
        assertThat(new Quotation(new MailText("secret", false).toJson())).hasToString("Quotation[***]");
    }
}
