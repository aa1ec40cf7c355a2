package io.github.graphattach.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class UploadKeyProperties {

    @Example
    void aKeyStaysWhatItIsOrNoUploadIsFoundAgain() {
        assertThat(UploadKey.of("https://graph.microsoft.com/v1.0", "t", "c", "user u", "AAMk=", "a.pdf", "job-1"))
                .isEqualTo("0ec18b15f732fcf6e3a0b3d8248d299c896b50c92a7cbd3ef29f7e2aef6acd43");
        assertThat(UploadKey.ofItem("https://graph.microsoft.com/v1.0", "AAMk="))
                .isEqualTo("c1146ac9388135a6537a37874e989f929e052296df06374550df28b87bc8ece0");
    }

    @Example
    void theKeyOfRelease010IsMadeAsItWasThen() {
        assertThat(UploadKey.former("graph.microsoft.com", "t", "c", "AAMk=", "a.pdf", "job-1"))
                .isEqualTo("3f305215e4f4c1afc59ee95c9292940c9683bef303f7665ebeea8bc6c8c479b8");
    }

    @Property
    void differentUploadsHaveDifferentKeys(@ForAll("parts") List<String> one, @ForAll("parts") List<String> other) {
        assertThat(key(one).equals(key(other))).isEqualTo(one.equals(other));
    }

    @Property
    void aCharacterThatMovesToTheNextPartMakesAnotherKey(
            @ForAll("parts") List<String> parts, @ForAll @IntRange(max = 5) int index) {
        String part = parts.get(index);
        Assume.that(!part.isEmpty());
        List<String> moved = new ArrayList<>(parts);
        moved.set(index, part.substring(0, part.length() - 1));
        moved.set(index + 1, part.substring(part.length() - 1) + parts.get(index + 1));

        assertThat(key(moved)).isNotEqualTo(key(parts));
    }

    @Property
    void partsThatChangePlacesMakeAnotherKey(
            @ForAll("parts") List<String> parts, @ForAll @IntRange(max = 5) int index) {
        List<String> swapped = new ArrayList<>(parts);
        Collections.swap(swapped, index, index + 1);

        assertThat(key(swapped).equals(key(parts))).isEqualTo(swapped.equals(parts));
    }

    @Property
    void everyKeyIsShortAndPrintable(@ForAll("parts") List<String> parts) {
        assertThat(key(parts)).matches("[0-9a-f]{64}");
    }

    private static String key(List<String> parts) {
        return UploadKey.of(
                parts.get(0), parts.get(1), parts.get(2), parts.get(3), parts.get(4), parts.get(5), parts.get(6));
    }

    /** Short ones of few characters collide if any do; unpaired surrogates are what encodings confuse. */
    @Provide
    Arbitrary<List<String>> parts() {
        return Arbitraries.oneOf(
                        Arbitraries.strings()
                                .withChars('a', '\u0000', '\u0001', '\ud800', '\udfff', '?')
                                .ofMaxLength(2),
                        Arbitraries.strings().all().ofMaxLength(30))
                .list()
                .ofSize(7);
    }
}
