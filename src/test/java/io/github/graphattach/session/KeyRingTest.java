package io.github.graphattach.session;

import static io.github.graphattach.session.Sample.KEY_1;
import static io.github.graphattach.session.Sample.KEY_2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                             | entry 1 is not an id, a colon and a key",
                "c2VjcmV0c2VjcmV0c2VjcmV0cw==   | entry 1 is not an id, a colon and a key",
                ":c2VjcmV0c2VjcmV0c2VjcmV0cw==  | entry 1 is not an id, a colon and a key",
                "'my id:c2VjcmV0c2VjcmV0cw=='   | entry 1 is not an id, a colon and a key",
                "a:c2VjcmV0c2VjcmV0             | entry 1 has a key of 12 bytes",
                "a:                             | entry 1 has a key of 0 bytes",
                "a:secret!secret                | entry 1 has a key that is not base64",
                "a:MDEyMzQ1Njc4OWFiY2RlZg==,    | entry 2 is not an id, a colon and a key",
                "a:MDEyMzQ1Njc4OWFiY2RlZg==,a:ZmVkY2JhOTg3NjU0MzIxMA== | entry 2 has the id of an entry before it",
            })
    void aTextThatIsNoKeyRingIsRefusedWithoutBeingShown(String text, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyRing.parse(text))
                .withMessageStartingWith("the option secretKey: " + problem)
                .withMessageContaining("openssl rand -base64 32")
                .withNoCause()
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("c2Vj", "secret!", "MDEy", "ZmVk", "\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MDEyMzQ1Njc4OWFiY2RlZg==", "MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1u", KEY_1})
    void keysOfAllThreeLengthsSeal(String key) {
        KeyRing ring = KeyRing.parse("a:" + key);

        assertThat(ring.open(ring.seal("text", "place"), "place")).contains("text");
    }

    @Test
    void theFirstKeySealsAndAllKeysOpen() {
        KeyRing old = KeyRing.parse("old:" + KEY_1);
        KeyRing rotated = KeyRing.parse(" new:" + KEY_2 + ", old:" + KEY_1 + " ");
        KeyRing young = KeyRing.parse("new:" + KEY_2);

        assertThat(rotated.open(old.seal("text", "place"), "place")).contains("text");
        assertThat(young.open(rotated.seal("text", "place"), "place")).contains("text");
        assertThat(young.open(old.seal("text", "place"), "place")).isEmpty();
    }

    @Test
    void anotherKeyUnderTheSameIdOpensNothing() {
        String sealed = KeyRing.parse("a:" + KEY_1).seal("text", "place");

        assertThat(KeyRing.parse("a:" + KEY_2).open(sealed, "place")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a:", "a:AAAA", "a:****", "b:AAAA", ":", "a:AAAAAAAAAAAAAAAAAAAA"})
    void whatWasNeverSealedOpensToNothing(String text) {
        assertThat(KeyRing.parse("a:" + KEY_1).open(text, "place")).isEmpty();
    }

    @Test
    void aRingPrintsTheIdsOfItsKeysOnly() {
        assertThat(KeyRing.parse("new:" + KEY_2 + ",old:" + KEY_1)).hasToString("KeyRing[new, old]");
    }
}
