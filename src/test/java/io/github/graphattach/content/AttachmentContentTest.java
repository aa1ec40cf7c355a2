package io.github.graphattach.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of an attachment, wherever they come from. */
class AttachmentContentTest {

    /** More than two buffers, and no multiple of one. */
    private static final int SIZE = 150_001;

    private final byte[] bytes = new byte[SIZE];

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    enum Kind {
        FILE,
        BYTES,
        SPOOLED,
        CACHED
    }

    /** What a stream has given when it could not be spooled. */
    private record Left(SpooledContent read, InputStream rest) {}

    private @Nullable Left left;

    @BeforeEach
    void fill() {
        new Random(SIZE).nextBytes(bytes);
    }

    private AttachmentContent content(Kind kind, byte[] source) throws IOException {
        return switch (kind) {
            case FILE -> FileContent.open(Files.write(folder.resolve("a.bin"), source));
            case BYTES -> new BytesContent(source);
            case SPOOLED -> spooled(new ByteArrayInputStream(source));
            case CACHED -> RewindableContent.of(new Cached(source), Long.MAX_VALUE);
        };
    }

    /** A stream that is kept in memory. */
    private static final class Cached implements RewindableContent.Source {

        private final ByteArrayInputStream stream;
        private boolean closed;

        Cached(byte[] bytes) {
            stream = new ByteArrayInputStream(bytes);
        }

        @Override
        public InputStream rewind() throws SourceException {
            if (closed) {
                throw new SourceException("the file is deleted", "keep it");
            }
            stream.reset();
            return stream;
        }

        @Override
        public boolean mayChange() {
            return true;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private SpooledContent spooled(InputStream stream) throws IOException {
        return spooled(stream, Long.MAX_VALUE);
    }

    private SpooledContent spooled(InputStream stream, long most) throws IOException {
        return SpooledContent.of(stream, most, folder, (read, rest) -> left = new Left(read, rest));
    }

    private static byte[] read(AttachmentContent content, long offset, long end) throws IOException {
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        content.transferTo(ByteRange.between(offset, end), sink);
        return sink.toByteArray();
    }

    // Any content

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everyRangeHasTheSourcesBytesInAnyOrderAndAsOftenAsNeeded(Kind kind) throws IOException {
        try (AttachmentContent content = content(kind, bytes)) {
            assertThat(content.length()).isEqualTo(SIZE);
            int[] bounds = {0, 1, 65_535, 65_536, 65_537, 131_072, SIZE - 1, SIZE};
            for (int round = 0; round < 2; round++) {
                for (int end : bounds) {
                    for (int offset : bounds) {
                        if (offset <= end) {
                            assertThat(read(content, offset, end))
                                    .as("bytes [%s,%s)", offset, end)
                                    .isEqualTo(Arrays.copyOfRange(bytes, offset, end));
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void anEmptyContentHasOneEmptyRange(Kind kind) throws IOException {
        try (AttachmentContent content = content(kind, new byte[0])) {
            assertThat(content.length()).isZero();
            assertThat(read(content, 0, 0)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aRangeBeyondTheEndIsAFailureOfTheSource(Kind kind) throws IOException {
        try (AttachmentContent content = content(kind, bytes)) {
            assertThatExceptionOfType(SourceException.class).isThrownBy(() -> read(content, SIZE - 10, SIZE + 1));
        }
    }

    /** It decides whether a resumed upload goes on: the same source in the next process must have the same. */
    @ParameterizedTest
    @CsvSource({"FILE, file:", "BYTES, bytes:", "SPOOLED, spool:", "CACHED, spool:"})
    void theFingerprintIsThatOfTheSource(Kind kind, String prefix) throws IOException {
        String first = fingerprint(content(kind, bytes));
        String again = fingerprint(
                kind == Kind.FILE ? FileContent.open(folder.resolve("a.bin")) : content(kind, bytes.clone()));
        String other = fingerprint(content(kind, Arrays.copyOf(bytes, SIZE + 1)));

        assertThat(first).startsWith(prefix).isEqualTo(again).isNotEqualTo(other);
    }

    private static String fingerprint(AttachmentContent content) throws IOException {
        try (content) {
            return content.fingerprint();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatTheSinkThrowsIsNoFailureOfTheSource(Kind kind) throws IOException {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("connection reset");
            }
        };
        try (AttachmentContent content = content(kind, bytes)) {
            assertThatThrownBy(() -> content.transferTo(new ByteRange(0, 10), broken))
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessage("connection reset");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatDidNotChangeIsUnchanged(Kind kind) throws IOException {
        try (AttachmentContent content = content(kind, bytes)) {
            assertThatCode(content::requireUnchanged).doesNotThrowAnyException();
        }
    }

    // Files

    @Test
    void aFileThatIsNotThereOrNoFileIsToldApart() {
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> FileContent.open(folder.resolve("missing")))
                .withMessageContaining("there is no file '" + folder.resolve("missing") + "'");
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> FileContent.open(folder))
                .withMessageContaining("is a directory");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aDeviceIsNoFile() {
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> FileContent.open(Path.of("/dev/null")))
                .withMessageContaining("is not a file");
    }

    @Test
    void aFileThatMayNotBeReadSaysSo() throws IOException {
        Path file = Files.write(folder.resolve("a.bin"), bytes);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(file), "this user may read everything");
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> FileContent.open(file))
                .withMessageContaining("cannot be read; give this process the right to read it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"grown", "touched", "replaced"})
    void aFileThatChangesIsNoticed(String how) throws IOException {
        Path file = Files.write(folder.resolve("a.bin"), bytes);
        try (FileContent content = FileContent.open(file)) {
            FileTime time = Files.getLastModifiedTime(file);
            switch (how) {
                case "grown" -> {
                    Files.write(file, new byte[SIZE + 1]);
                    Files.setLastModifiedTime(file, time);
                }
                case "touched" ->
                    Files.setLastModifiedTime(
                            file, FileTime.from(time.toInstant().plusMillis(10)));
                default -> {
                    Path other = Files.write(folder.resolve("b.bin"), bytes);
                    Files.setLastModifiedTime(other, time);
                    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
                }
            }
            assertThatExceptionOfType(SourceException.class)
                    .isThrownBy(content::requireUnchanged)
                    .withMessageContaining("changed while it was uploaded; send it again");
        }
    }

    /** More may be read before the sink takes it, but the last bytes are held back until nothing can change them any more. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, SIZE / 2})
    void theLastBytesOfAFileThatChangesWhileItIsReadAreNotHandedOver(int from) throws IOException {
        Path file = Files.write(folder.resolve("a.bin"), bytes);
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        ByteArrayOutputStream sink = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] some, int offset, int length) {
                super.write(some, offset, length);
                try {
                    Files.write(file, new byte[SIZE]);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        try (FileContent content = FileContent.open(file)) {
            ByteRange range = ByteRange.between(from, SIZE);

            assertThatExceptionOfType(SourceException.class)
                    .isThrownBy(() -> content.transferTo(range, sink))
                    .withMessageContaining("changed while it was uploaded");

            assertThat(sink.size()).isPositive().isLessThan((int) range.length());
        }
    }

    /** The device of a volume is another one after a restart; which file it is on the volume is not. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theFingerprintOfAFileDoesNotHoldItsDevice() throws IOException {
        Path file = Files.write(folder.resolve("a.bin"), bytes);
        try (FileContent content = FileContent.open(file)) {
            assertThat(content.fingerprint())
                    .endsWith(":" + Files.getAttribute(file, "unix:ino"))
                    .doesNotContain("dev");
        }
    }

    @Test
    void aFileThatIsDeletedIsNoticedAndItsBytesAreStillItsOwn() throws IOException {
        Path file = Files.write(folder.resolve("a.bin"), bytes);
        try (FileContent content = FileContent.open(file)) {
            Files.delete(file);
            assertThat(read(content, 0, SIZE - 1)).isEqualTo(Arrays.copyOf(bytes, SIZE - 1));
            assertThatExceptionOfType(SourceException.class)
                    .isThrownBy(content::requireUnchanged)
                    .withMessageContaining("moved or deleted");
        }
    }

    @Test
    void aFileThatShrinksEndsEarly() throws IOException {
        Path file = Files.write(folder.resolve("a.bin"), bytes);
        try (FileContent content = FileContent.open(file)) {
            Files.write(file, new byte[1000]);
            assertThatExceptionOfType(SourceException.class)
                    .isThrownBy(() -> read(content, 500, 2000))
                    .withMessageContaining("ended at byte 1000 of a range up to byte 2000");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"FILE", "SPOOLED", "CACHED"})
    void aClosedContentIsReadNoMore(Kind kind) throws IOException {
        AttachmentContent content = content(kind, bytes);
        content.close();
        assertThatExceptionOfType(SourceException.class).isThrownBy(() -> read(content, 0, 1));
    }

    /** The engine tells an interrupt from a broken disk by it. */
    @Test
    void anInterruptIsNoFailureOfTheSource() throws IOException {
        try (AttachmentContent content = content(Kind.FILE, bytes)) {
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(ClosedByInterruptException.class).isThrownBy(() -> read(content, 0, 1));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    // Bytes

    @Test
    void bytesThatAreChangedAreNoticed() throws IOException {
        try (BytesContent content = new BytesContent(bytes)) {
            bytes[SIZE - 1] ^= 1;
            assertThatExceptionOfType(SourceException.class)
                    .isThrownBy(content::requireUnchanged)
                    .withMessageContaining("hand over a copy");
        }
    }

    // Streams

    @Test
    void aSpoolFileHasNoNameAndIsGoneWhenItIsClosed() throws IOException {
        try (SpooledContent content = spooled(new ByteArrayInputStream(bytes))) {
            assertThat(content.length()).isEqualTo(SIZE);
            if (isUnix()) {
                assertThat(folder).isEmptyDirectory();
            }
        }
        assertThat(folder).isEmptyDirectory();
    }

    private static boolean isUnix() {
        return !System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");
    }

    @Test
    void aStreamIsReadNoFurtherThanOneByteBehindWhatIsWanted() throws IOException {
        ByteArrayInputStream stream = new ByteArrayInputStream(bytes);
        try (SpooledContent content = spooled(stream, 1000)) {
            assertThat(content.length()).isEqualTo(1001);
            assertThat(stream.available()).isEqualTo(SIZE - 1001);
        }
    }

    @Test
    void aStreamOfExactlyWhatIsWantedIsWhole() throws IOException {
        try (SpooledContent content = spooled(new ByteArrayInputStream(bytes), SIZE)) {
            assertThat(content.length()).isEqualTo(SIZE);
        }
    }

    @Test
    void aStreamThatFailsIsAFailureOfTheSourceAndKeepsWhatItGave() throws IOException {
        InputStream failing = new InputStream() {
            private int left = 10;

            @Override
            public int read() throws IOException {
                if (left-- == 0) {
                    throw new IOException("the other side hung up");
                }
                return 1;
            }

            @Override
            public int read(byte[] sink, int offset, int count) throws IOException {
                sink[offset] = (byte) read();
                return 1;
            }
        };
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> spooled(failing))
                .withMessageContaining("failed after 10 bytes")
                .withRootCauseInstanceOf(IOException.class);
        assertThat(folder).isEmptyDirectory();
        assertThat(read(Objects.requireNonNull(left).read(), 0, 10)).containsOnly(1);
        left.read().close();
    }

    /** A kernel's folder is one in which not even root can make a file. */
    @ParameterizedTest
    @CsvSource({"/proc/self, /proc/self", "missing, there is no such folder"})
    @EnabledOnOs(OS.LINUX)
    void aFolderThatCannotKeepAStreamIsNamedWithTheRemedy(String name, String problem) {
        Path unusable = folder.resolve(name);
        InputStream stream = new ByteArrayInputStream(bytes);

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> SpooledContent.of(stream, SIZE, unusable, (read, rest) -> {}))
                .withMessageStartingWith("the folder '" + unusable + "' cannot keep the message body")
                .withMessageContaining(problem)
                .withMessageEndingWith("or set the system property java.io.tmpdir to a folder that has it");

        assertThat(stream).as("a stream that was not kept").hasBinaryContent(bytes);
    }

    /** A file system that takes 100,000 bytes, as the operating system can be told. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void whenTheDiskIsFullNothingOfTheStreamIsLost() throws Exception {
        Process small = new ProcessBuilder(
                        "bash",
                        "-c",
                        "ulimit -f 100; exec \"$0\" -cp \"$1\" \"$2\" \"$3\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        System.getProperty("java.class.path"),
                        FullDisk.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(small.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(small.waitFor()).as("status; printed: %s", printed).isZero();
        assertThat(printed)
                .startsWith("the folder '" + folder + "' cannot keep the message body")
                .contains("bytes free); make room there")
                .hasLineCount(1);
    }

    /** What runs where the disk is full. */
    static final class FullDisk {

        private FullDisk() {}

        public static void main(String[] args) throws IOException {
            byte[] bytes = new byte[SIZE];
            new Random(SIZE).nextBytes(bytes);
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            try {
                SpooledContent.of(new ByteArrayInputStream(bytes), SIZE, Path.of(args[0]), (read, rest) -> {
                    try {
                        read.transferTo(new ByteRange(0, read.length()), whole);
                        rest.transferTo(whole);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            } catch (IOException e) {
                System.out.println(e.getMessage());
                System.exit(Arrays.equals(whole.toByteArray(), bytes) ? 0 : 1);
            }
            System.exit(2);
        }
    }

    /** A share that is closed twice counts once. */
    @Test
    void aSpoolIsReadableUntilTheLastOneWhoHasItClosesIt() throws IOException {
        SpooledContent first = spooled(new ByteArrayInputStream(bytes));
        SpooledContent second = first.shared();
        SpooledContent third = second.shared();
        assertThat(third.length()).isEqualTo(SIZE);
        assertThat(third.fingerprint()).isEqualTo(first.fingerprint());

        first.close();
        first.close();
        second.close();
        assertThat(read(third, 0, SIZE)).isEqualTo(bytes);
        third.close();

        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> read(third, 0, 1))
                .withMessageContaining("until its exchange is done")
                .withMessageEndingWith("convert it to byte[] or write it to a file before that");
        assertThatExceptionOfType(SourceException.class).isThrownBy(() -> third.read(0, new byte[1], 0, 1));
        assertThatExceptionOfType(SourceException.class).isThrownBy(third::shared);
    }

    // Streams that somebody else keeps

    @Test
    void aCachedStreamThatSomebodyElseReadsFromInBetweenStillHasTheSameBytes() throws IOException {
        Cached source = new Cached(bytes);
        try (RewindableContent content = RewindableContent.of(source, Long.MAX_VALUE)) {
            assertThat(read(content, 10, 20)).isEqualTo(Arrays.copyOfRange(bytes, 10, 20));
            assertThat(source.stream.skip(1000)).isEqualTo(1000);
            assertThat(read(content, 20, 30)).isEqualTo(Arrays.copyOfRange(bytes, 20, 30));
        }
        assertThat(source.closed).isTrue();
    }

    @Test
    void aCachedStreamIsReadNoFurtherThanABufferBehindWhatIsWanted() throws IOException {
        Cached source = new Cached(bytes);
        try (RewindableContent content = RewindableContent.of(source, 1000)) {
            assertThat(content.length()).isGreaterThan(1000);
            assertThat(source.stream.available()).isGreaterThanOrEqualTo(SIZE - 1000 - Buffers.SIZE);
        }
    }

    @Test
    void aCachedStreamWhoseBytesAreChangedIsNoticed() throws IOException {
        try (AttachmentContent content = content(Kind.CACHED, bytes)) {
            bytes[SIZE - 1] ^= 1;
            assertThatExceptionOfType(SourceException.class)
                    .isThrownBy(content::requireUnchanged)
                    .withMessageContaining("hand over a copy");
        }
    }

    @Test
    void aCachedStreamThatIsGoneIsAFailureOfTheSource() throws IOException {
        Cached source = new Cached(bytes);
        try (RewindableContent content = RewindableContent.of(source, Long.MAX_VALUE)) {
            source.close();
            assertThatExceptionOfType(SourceException.class)
                    .isThrownBy(() -> read(content, 5, 10))
                    .withMessage("the file is deleted; keep it");
        }
    }

    // Spool files

    @Test
    void aSpoolIsReadAtAnyPosition() throws IOException {
        try (SpooledContent content = spooled(new ByteArrayInputStream(bytes))) {
            byte[] sink = new byte[20];
            assertThat(content.read(SIZE - 5, sink, 3, 10)).isEqualTo(5);
            assertThat(Arrays.copyOfRange(sink, 3, 8)).isEqualTo(Arrays.copyOfRange(bytes, SIZE - 5, SIZE));
            assertThat(sink[2] + sink[8]).as("bytes beside").isZero();
            assertThat(content.read(SIZE, sink, 0, 1)).isEqualTo(-1);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aSpoolFileIsItsUsersOnly() throws IOException {
        try (SpooledContent content = spooled(new ByteArrayInputStream(bytes));
                var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            assertThat(content.length()).isEqualTo(SIZE);
            Path spool = descriptors
                    .filter(descriptor -> target(descriptor).startsWith(folder.toString()))
                    .findFirst()
                    .orElseThrow();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(spool)))
                    .isEqualTo("rw-------");
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException closedMeanwhile) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
