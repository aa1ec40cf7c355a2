package io.github.graphattach.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.graphattach.content.ByteRange;
import io.github.graphattach.content.BytesContent;
import io.github.graphattach.content.FileContent;
import io.github.graphattach.session.Checkpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterTry;

class SourceDigestProperties {

    private final List<Path> paths = new ArrayList<>();
    private final List<FileContent> contents = new ArrayList<>();

    /** Ranges in any order, repeated, overlapping, with gaps: as faults, rewinds and new sessions make them. */
    @Property(tries = 500)
    void theDigestIsTheSourcesWhateverWasSentHowOften(
            @ForAll @Size(min = 1, max = 300) byte[] bytes,
            @ForAll @Size(max = 12) List<@IntRange(max = 299) Integer> offsets,
            @ForAll @IntRange(min = 1, max = 120) int chunk,
            @ForAll boolean wanted)
            throws Exception {
        SourceDigest digest = new SourceDigest(file(bytes), wanted, Runnable::run);

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
        SourceDigest digest = new SourceDigest(file(bytes), true, Runnable::run);
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

    @Property(tries = 50)
    void whatTheSourceBringsIsNotWorkedOutAgain(@ForAll @Size(min = 1, max = 300) byte[] bytes) throws Exception {
        BytesContent content = new BytesContent(bytes);
        SourceDigest digest = new SourceDigest(content, true, Runnable::run);
        bytes[0]++;

        digest.transfer(new ByteRange(0, bytes.length), OutputStream.nullOutputStream());

        assertThat(digest.hex()).isEqualTo(content.sha256().orElseThrow());
        assertThat(digest.isWanted()).isTrue();
        assertThat(digest.prefix().orElseThrow().length()).isEqualTo(bytes.length);
        assertThat(digest.startsWith(digest.prefix().orElseThrow())).isTrue();
        assertThat(digest.startsWith(new Checkpoint.Prefix(bytes.length, "another")))
                .isFalse();
    }

    @Example
    void aFileWhoseDigestNobodyWantsIsNotReadForIt() throws Exception {
        FileContent file = file(new byte[] {1, 2, 3});
        SourceDigest digest = new SourceDigest(file, false, Runnable::run);

        digest.transfer(new ByteRange(0, 3), OutputStream.nullOutputStream());

        assertThat(digest.isWanted()).isFalse();
        assertThat(digest.prefix()).isEmpty();
        assertThat(digest.hex()).isEqualTo("039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81");
        assertThat(digest.isWanted()).isTrue();
    }

    /** A file brings no digest. */
    private FileContent file(byte[] bytes) throws IOException {
        Path path = Files.createTempFile("digest-", ".bin");
        paths.add(path);
        FileContent content = FileContent.open(Files.write(path, bytes));
        contents.add(content);
        return content;
    }

    @AfterTry
    void removeFiles() throws IOException {
        for (FileContent content : contents) {
            content.close();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
        contents.clear();
        paths.clear();
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
