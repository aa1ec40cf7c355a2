package io.github.graphattach.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** How large a mail is as it travels, and which one is too large. */
class ItemSizeTest {

    private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    /** 57 bytes are a line of 76 characters and its end. */
    @Test
    void everyLineOfAMailHas57BytesIn78() {
        assertThat(ItemSize.encoded(57, List.of())).isEqualTo(78);
        assertThat(ItemSize.encoded(0, List.of(57L * 1000))).isEqualTo(78 * 1000);
        assertThat(ItemSize.encoded(0, List.of())).isZero();
        assertThat(ItemSize.encoded(1, List.of())).isEqualTo(2);
    }

    @Property
    void theSizeIsThatOfAllBytesTimes78By76Times4By3(
            @ForAll @LongRange(max = Long.MAX_VALUE) long body,
            @ForAll @Size(max = 5) List<@LongRange(max = Long.MAX_VALUE) Long> files) {
        BigDecimal plain = files.stream().map(BigDecimal::valueOf).reduce(BigDecimal.valueOf(body), BigDecimal::add);
        BigDecimal exact =
                plain.multiply(BigDecimal.valueOf(78 * 4)).divide(BigDecimal.valueOf(76 * 3), 0, RoundingMode.CEILING);

        assertThat(ItemSize.encoded(body, files)).isEqualTo(exact.min(LONGEST).longValue());
    }

    @Test
    void aMailMayBeAsLargeAsTheLimitAndNoByteLarger() {
        ItemSize limit = ItemSize.of(780);

        assertThatCode(() -> limit.requireRoom(70, List.of(500L))).doesNotThrowAnyException();
        assertThatThrownBy(() -> limit.requireRoom(70, List.of(500L, 1L)))
                .isInstanceOf(MailTooLargeException.class)
                .hasMessage("the mail has 782 bytes as it travels, its text and files times 1.3685, and the option"
                        + " maxItemSize allows 780; raise it where the mailboxes of the sender and the recipients take more,"
                        + " set it to off, or send fewer files or a sharing link instead");
    }

    @Test
    void withoutALimitAnyMailMayPass() {
        assertThatCode(() -> ItemSize.UNLIMITED.requireRoom(Long.MAX_VALUE, Collections.nCopies(3, Long.MAX_VALUE)))
                .doesNotThrowAnyException();
    }
}
