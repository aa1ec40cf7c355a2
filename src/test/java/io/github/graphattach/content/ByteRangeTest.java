package io.github.graphattach.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteRangeTest {

    @Test
    void aRangeKnowsWhereItEnds() {
        assertThat(new ByteRange(1000, 500).end()).isEqualTo(1500);
        assertThat(ByteRange.between(1000, 1500)).isEqualTo(new ByteRange(1000, 500));
        assertThat(new ByteRange(0, 0).end())
                .as("the one range of an empty file")
                .isZero();
        assertThat(new ByteRange(Long.MAX_VALUE - 1, 1).end()).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource({"-1, 5", "5, -1", "9223372036854775807, 1", "9223372036854775000, 9223372036854775000"})
    void aRangeThatNoFileHasIsRefused(long offset, long length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ByteRange(offset, length))
                .withMessageContaining("offset " + offset + ", length " + length);
    }

    @Test
    void aRangeCannotEndBeforeItBegins() {
        assertThatIllegalArgumentException().isThrownBy(() -> ByteRange.between(10, 9));
    }
}
