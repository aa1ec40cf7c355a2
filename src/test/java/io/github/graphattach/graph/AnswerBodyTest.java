package io.github.graphattach.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerBodyTest {

    /** Never ends, and counts what is taken of it. */
    private static final class Endless extends InputStream {

        private final byte[] beginning;
        private long taken;

        Endless(String beginning) {
            this.beginning = beginning.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int read() {
            return taken++ < beginning.length ? beginning[(int) taken - 1] : 'x';
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                bytes[i] = (byte) read();
            }
            return length;
        }
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The parser takes them for UTF-32 and has a failure of its own for what is none: a fuzzer's find. */
    @ParameterizedTest
    @ValueSource(ints = {200, 500})
    void bytesInNoEncodingAreNoJson(int status) throws IOException {
        byte[] bytes = {'"', 0, 0, 0, (byte) 0x58, (byte) 0xa2, (byte) 0x8a, (byte) 0xab};

        assertThat(AnswerBody.json()
                        .read(status, new ByteArrayInputStream(bytes))
                        .isMissingNode())
                .isTrue();
        assertThat(AnswerBody.jsonWithout("contentBytes")
                        .read(status, new ByteArrayInputStream(bytes))
                        .isMissingNode())
                .isTrue();
    }

    @Test
    void anErrorIsReadUpTo64KiB() throws IOException {
        Endless body = new Endless("{\"error\":{\"code\":\"A\"}}      ");

        JsonNode json = AnswerBody.json().read(500, body);

        assertThat(json.isMissingNode() || json.isObject()).isTrue();
        assertThat(body.taken).isEqualTo(64 * 1024);
    }

    @Test
    void aSuccessThatIsLongerThan1MiBIsNone() {
        Endless body = new Endless("{\"value\":\"");

        assertThatIOException()
                .isThrownBy(() -> AnswerBody.json().read(200, body))
                .withMessageContaining("1048576");
        assertThat(body.taken).isEqualTo(1024 * 1024 + 1);
    }

    @Test
    void aSuccessOfExactly1MiBIsRead() throws IOException {
        String json = "{\"a\":\"" + "x".repeat(1024 * 1024 - 8) + "\"}";

        assertThat(AnswerBody.json().read(200, stream(json)).path("a").asText()).hasSize(1024 * 1024 - 8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{", "{\"a\":", "{\"a\"", "tru", "{\"a\":1}}", "\u0000", "{'a':1}"})
    void whatIsNoJsonIsMissing(String text) throws IOException {
        for (int status : new int[] {200, 500}) {
            JsonNode json = AnswerBody.json().read(status, stream(text));
            assertThat(json.isMissingNode() || json.isObject())
                    .as("body at %s", status)
                    .isTrue();
        }
        JsonNode without = AnswerBody.jsonWithout("b").read(200, stream(text));
        assertThat(without.isMissingNode() || without.isObject()).isTrue();
    }

    @Test
    void thePostsAnswerIsReadWithoutItsContent() throws IOException {
        String large = "A".repeat(6_000_000);
        String json = "{\"contentBytes\":\"" + large + "\",\"id\":\"AA=\",\"name\":\"" + large
                + "\",\"nested\":{\"id\":\"no\"},\"list\":[1,{\"id\":\"no\"}],\"size\":7,\"nothing\":null,\"isInline\":false}";

        JsonNode kept = AnswerBody.jsonWithout("contentBytes").read(201, stream(json));

        assertThat(kept.toString()).isEqualTo("{\"id\":\"AA=\",\"size\":7,\"isInline\":false}");
    }

    @Test
    void contentIsCopiedForA200Only() throws IOException {
        ByteArrayOutputStream sink = new ByteArrayOutputStream();

        AnswerBody.copiedTo(sink).read(206, stream("part"));
        JsonNode error = AnswerBody.copiedTo(sink).read(404, stream("{\"error\":{\"code\":\"A\"}}"));
        JsonNode none = AnswerBody.copiedTo(sink).read(200, stream("bytes"));

        assertThat(sink.toString(StandardCharsets.UTF_8)).isEqualTo("bytes");
        assertThat(error.path("error").path("code").asText()).isEqualTo("A");
        assertThat(none.isMissingNode()).isTrue();
    }
}
