package io.github.graphattach.item;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PercentEncodingTest {

    private static final String UNRESERVED = "-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~";

    @Test
    void exactlyTheUnreservedCharactersOfRfc3986StayAsTheyAre() {
        for (char character = 0; character < 128; character++) {
            String text = String.valueOf(character);
            assertThat(PercentEncoding.encode(text))
                    .isEqualTo(UNRESERVED.contains(text) ? text : String.format("%%%02X", (int) character));
        }
    }

    @Test
    void everythingElseIsEscapedInUtf8() {
        assertThat(PercentEncoding.encode("é€🙂")).isEqualTo("%C3%A9%E2%82%AC%F0%9F%99%82");
    }

    @Test
    void decodingIsTheReverseAndHappensOnce() throws Exception {
        assertThat(PercentEncoding.decode("%C3%A9%E2%82%AC%F0%9F%99%82")).isEqualTo("é€🙂");
        assertThat(PercentEncoding.decode("a%252fb+c%7e")).isEqualTo("a%2fb+c~");
    }
}
