package io.github.graphattach.session;

import static io.github.graphattach.session.Sample.KEY_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class KeyRingProperties {

    private final KeyRing ring = KeyRing.parse("a:" + KEY_1);

    @Property
    void whatIsSealedOpensInItsPlaceOnly(
            @ForAll("texts") String text, @ForAll("texts") String place, @ForAll("texts") String other) {
        Assume.that(!place.equals(other));
        String sealed = ring.seal(text, place);

        assertThat(ring.open(sealed, place)).contains(text);
        assertThat(ring.open(sealed, other)).isEmpty();
    }

    @Property
    void sealingTwiceGivesTwoTexts(@ForAll("texts") String text) {
        assertThat(ring.seal(text, "place")).isNotEqualTo(ring.seal(text, "place"));
    }

    @Property
    void whatIsSealedShowsNothingOfTheText(@ForAll("texts") String text) {
        Assume.that(text.length() > 8);
        String sealed = ring.seal(text, "place");

        assertThat(sealed).matches("a:[A-Za-z0-9+/]+=*").doesNotContain(text);
        assertThat(new String(Base64.getDecoder().decode(sealed.substring(2)), UTF_8))
                .doesNotContain(text);
    }

    @Property
    void aSingleBitThatIsAlteredIsNoticed(@ForAll("texts") String text, @ForAll int position) {
        byte[] bytes = Base64.getDecoder().decode(ring.seal(text, "place").substring(2));
        int bit = Math.floorMod(position, bytes.length * 8);
        bytes[bit / 8] ^= (byte) (1 << (bit % 8));

        assertThat(ring.open("a:" + Base64.getEncoder().encodeToString(bytes), "place"))
                .isEmpty();
    }

    /** Without unpaired surrogates, which no URL and no key has. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ascii().ofMaxLength(300),
                Arbitraries.strings().withCharRange('\u0000', '\ud7ff').ofMaxLength(40));
    }
}
