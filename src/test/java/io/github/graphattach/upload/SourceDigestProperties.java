package io.github.graphattach.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.graphattach.content.ByteRange;
import io.github.graphattach.content.BytesContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SourceDigestProperties {

    /** Ranges in any order, repeated, overlapping, with gaps: as faults, rewinds and new sessions make them. */
    @Property(tries = 500)
    void theDigestIsTheSourcesWhateverWasSentHowOften(
            @ForAll @Size(min = 1, max = 300) byte[] bytes,
            @ForAll @Size(max = 12) List<@IntRange(max = 299) Integer> offsets,
            @ForAll @IntRange(min = 1, max = 120) int chunk)
            throws Exception {
        SourceDigest digest = new SourceDigest(new BytesContent(bytes));

        for (int any : offsets) {
            int offset = any % bytes.length;
            int end = Math.min(bytes.length, offset + chunk);
            ByteArrayOutputStream sink = new ByteArrayOutputStream();
            digest.transfer(ByteRange.between(offset, end), sink);
            assertThat(sink.toByteArray()).isEqualTo(Arrays.copyOfRange(bytes, offset, end));
        }

        String expected =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        assertThat(digest.hex()).isEqualTo(expected).isEqualTo(digest.hex());
    }

    @Property(tries = 200)
    void bytesThatDidNotGoOutAreNotCounted(
            @ForAll @Size(min = 2, max = 300) byte[] bytes, @ForAll @IntRange(max = 299) int until) throws Exception {
        SourceDigest digest = new SourceDigest(new BytesContent(bytes));
        int limit = until % bytes.length;
        try {
            digest.transfer(new ByteRange(0, bytes.length), new OutputStream() {
                @Override
                public void write(int b) {}

                @Override
                public void write(byte[] piece, int offset, int length) throws IOException {
                    if (length > limit) {
                        throw new IOException("broken pipe");
                    }
                }
            });
        } catch (IOException brokenPipe) {
            // What was sent before does not matter: the digest is of the source.
        }

        assertThat(digest.hex())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    }

    @Property(tries = 300)
    void aContentRangeNamesFirstAndLastByte(
            @ForAll @IntRange(max = 1_000_000) int offset,
            @ForAll @IntRange(max = 1_000_000) int length,
            @ForAll @IntRange(max = 2_000_000) int total) {
        ByteRange range = new ByteRange(offset, length);
        if (length == 0 || offset + length > total) {
            assertThatIllegalArgumentException().isThrownBy(() -> new ContentRange(range, total));
        } else {
            String[] numbers = new ContentRange(range, total).header().split("[ /-]");
            assertThat(numbers).containsExactly("bytes", "" + offset, "" + (offset + length - 1), "" + total);
        }
    }
}
