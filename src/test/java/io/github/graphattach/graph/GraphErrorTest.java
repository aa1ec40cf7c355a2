package io.github.graphattach.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphErrorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"error\":{\"code\":\"A\",\"message\":\"b\"}} | A | b",
                "{\"Error\":{\"Code\":\"A\",\"MESSAGE\":\"b\"}} | A | b",
                "{\"error\":{\"code\":\"A\"}}                   | A | ''",
                "{\"error\":{\"code\":null,\"message\":null}}   | '' | ''",
                "{\"error\":\"text\"}                           | '' | ''",
                "{\"error\":[]}                                 | '' | ''",
                "{\"error\":{\"code\":{},\"message\":[]}}       | '' | ''",
                "null                                           | '' | ''",
                "[]                                             | '' | ''",
                "17                                             | '' | ''"
            })
    void theWordsAreReadInAnyLetterCase(String json, String code, String message) throws Exception {
        GraphError error = GraphError.of(new ObjectMapper().readTree(json));

        assertThat(error).isEqualTo(new GraphError(code, message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\nb",
                "a\r\nb",
                "a\tb",
                "a\u0000b",
                "a\u001bb",
                "a\u0085b",
                "a\u009bb",
                "a\u2028b",
                "a\u2029b",
                "a\u202eb",
                "a\u2066b",
                "a\u200bb",
                "a\ufeffb",
                "a\ud800b",
                " a\n\u202e\nb\n"
            })
    void aTextFromOutsideBecomesOneLine(String text) {
        assertThat(GraphError.oneLine(text)).isEqualTo("a b");
    }

    @Test
    void aLongTextIsCut() {
        assertThat(GraphError.oneLine("x".repeat(10_000_000))).hasSize(303).endsWith("x...");
    }

    @Test
    void aCodeThatHoldsATokenIsMasked() throws Exception {
        String json = "{\"error\":{\"code\":\"ErrorOddeyJ0eXAiOiJKV1Qi\",\"message\":\"%s\"}}";

        GraphError error = GraphError.of(new ObjectMapper().readTree(json.formatted("token=a ".repeat(100))));

        assertThat(error.code()).isEqualTo("ErrorOdd***");
        assertThat(error.message()).as("masks make it longer").hasSize(303).startsWith("token=*** token=***");
    }

    @Property(tries = 500)
    void noTextBreaksALogLine(@ForAll String text) {
        assertThat(GraphError.oneLine(text)).hasSizeLessThanOrEqualTo(303).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\v]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "no eyJ0eXAi.eyJhdWQi.c2ln here               | no *** here",
                "Authorization: Bearer abc-def was refused      | Authorization: Bearer *** was refused",
                "at https://h/p?authtoken=abc&x=1 ok            | at https://h/p?authtoken=***&x=1 ok",
                "client_secret=abc, then                        | client_secret=***, then",
                "{'access_token': 'abc'}                        | {'access_token': ***'}",
                "{\"password\":\"abc\"}                         | {\"password\":***\"}",
                "key AbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcd== | key ***",
                "the token is expired                           | the token is expired",
                "access token: expired                          | access token: expired",
                "Correlation ID: 3f2504e0-4f89-41d3-9a0c-0305e82c3301 | Correlation ID: 3f2504e0-4f89-41d3-9a0c-0305e82c3301",
                "ErrorAttachmentSizeShouldNotBeLessThanMinimumSize | ErrorAttachmentSizeShouldNotBeLessThanMinimumSize"
            })
    void whatLooksLikeASecretIsMasked(String text, String words) {
        assertThat(GraphError.words(text)).isEqualTo(words);
    }

    /** It may have looked into a mail. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "no 'a@contoso.com' here | no '***' here",
                "<a.b+c@contoso.com>, mailto:d@x.nl; no | <***>, mailto:***; no",
                "Recipient:a@contoso.com | Recipient:***",
                "two @ a time | two @ a time"
            })
    void addressesAreMasked(String message, String words) throws Exception {
        String json = "{\"error\":{\"code\":\"%1$s\",\"message\":\"%1$s\"}}".formatted(message);

        assertThat(GraphError.of(new ObjectMapper().readTree(json))).isEqualTo(new GraphError(words, words));
    }

    @Test
    void anAddressThatIsCutOffIsMaskedToo() throws Exception {
        String json = "{\"error\":{\"message\":\"%s reader@contoso.com\"}}".formatted("x ".repeat(148));

        assertThat(GraphError.of(new ObjectMapper().readTree(json)).message()).doesNotContain("reader");
    }
}
