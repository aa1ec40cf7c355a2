package io.github.graphattach.upload;

import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.content.BytesContent;
import io.github.graphattach.content.FileContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The source is not what it was. */
class SourceScenarios {

    @RegisterExtension
    static final World world = new World();

    private final byte[] bytes = World.file(2500);

    private static Path file(Path folder, int size) throws IOException {
        Path file = Files.write(folder.resolve("source"), World.file(size));
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        return file;
    }

    /**
     * <pre>
     * server   has some of the file
     * client   the file is cut, grows, or is written over before the last range
     * request  the last range is never sent
     * then     fails for good; the session is deleted, nothing is attached
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(strings = {"cut", "grown", "written over", "deleted", "replaced"})
    void aFileThatChangesIsNeverCommitted(String change, @TempDir Path folder) throws Exception {
        Path file = file(folder, 2500);
        try (FileContent content = FileContent.open(file)) {
            Upload upload = world.upload(content);
            world.makeRequests(upload, 3);
            switch (change) {
                case "cut" -> Files.write(file, Arrays.copyOf(bytes, 2100));
                case "grown" -> Files.write(file, new byte[1], StandardOpenOption.APPEND);
                case "deleted" -> Files.delete(file);
                case "replaced" -> {
                    Files.delete(file);
                    Files.write(file, bytes);
                }
                default -> Files.write(file, World.file(2499), StandardOpenOption.WRITE);
            }

            UploadException failure = world.failureOf(upload);

            assertThat(failure.failure()).isEqualTo(UploadFailure.SOURCE_CHANGED);
            assertThat(failure.failure().retryable()).isFalse();
            assertThat(failure.getMessage()).contains("'" + file + "'").doesNotContain("\n");
            assertThat(world.requests("put 2000")).isEmpty();
            world.assertNothingLeft();
        }
    }

    /**
     * <pre>
     * server   reads a range
     * client   the file is cut inside that range, nobody notices before it is read
     * request  PUT that breaks off
     * then     not retried, as it is no fault of the network; nothing is attached
     * </pre>
     */
    @Test
    void aFileThatEndsInsideARangeIsNotTriedAgain(@TempDir Path folder) throws Exception {
        Path file = file(folder, 2500);
        try (FileContent content = FileContent.open(file)) {
            Upload upload = world.upload(content);
            world.makeRequests(upload, 2);
            Files.write(file, Arrays.copyOf(bytes, 400));

            UploadException failure = world.failureOf(upload);

            assertThat(failure.failure()).isEqualTo(UploadFailure.SOURCE_CHANGED);
            assertThat(world.requests("put")).hasSize(1);
            assertThat(world.waits()).isEmpty();
            world.assertNothingLeft();
        }
    }

    /**
     * <pre>
     * server   an empty item
     * client   a small file that is cut, grows or is written over before its POST
     * request  none
     * then     fails for good
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {200, 301, 299})
    void aSmallFileThatChangesIsNotPosted(int size, @TempDir Path folder) throws Exception {
        Path file = file(folder, 300);
        try (FileContent content = FileContent.open(file)) {
            Upload upload = world.upload(content);
            world.makeRequests(upload, 1);
            Files.write(file, World.file(size));

            UploadException failure = world.failureOf(upload);

            assertThat(failure.failure()).isEqualTo(UploadFailure.SOURCE_CHANGED);
            assertThat(world.requests("post")).isEmpty();
            world.assertNothingLeft();
        }
    }

    /**
     * <pre>
     * server   reads the one request that has the whole file
     * client   the file is written over while that is sent
     * request  breaks off before its last bytes, whether the bytes are verified afterwards or not
     * then     fails for good; nothing is attached
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({"AUTO, 1", "NONE, 1", "CONTENT, 1000000", "NONE, 1000000"})
    void aFileThatChangesWhileItsOnlyRequestIsSentIsNotAttached(
            VerifyLevel verify, long smallFileLimit, @TempDir Path folder) throws Exception {
        world.verify = verify;
        world.smallFileLimit = smallFileLimit;
        world.chunkSize = 300_000;
        Path file = file(folder, 300_000);
        try (FileContent content = FileContent.open(file)) {
            Upload upload = world.upload(world.meanwhile(() -> Files.write(file, new byte[300_000])), content);

            UploadException failure = world.failureOf(upload);

            assertThat(failure.failure()).isEqualTo(UploadFailure.SOURCE_CHANGED);
            world.assertNothingLeft();
        }
    }

    /**
     * <pre>
     * server   made the attachment; its answer is lost
     * client   verify = none: has to read the file once more to find it, but the file is another one by now
     * then     fails and says that the old one may be attached; the next try of the old one finds it
     * </pre>
     */
    @Test
    void aFileThatChangesBeforeItsAttachmentIsFoundMayBeAttached(@TempDir Path folder) throws Exception {
        world.verify = VerifyLevel.NONE;
        Path file = file(folder, 2500);
        world.on(PUT_RANGE).nth(3).loseReply();
        try (FileContent content = FileContent.open(file)) {
            Upload upload = world.upload(content);
            world.makeRequests(upload, 5);
            Files.write(file, World.file(2499));

            UploadException failure = world.failureOf(upload);

            assertThat(failure.failure()).isEqualTo(UploadFailure.SOURCE_CHANGED);
            assertThat(failure).hasMessageContaining("it may be attached as it was sent, look at the item");
        }
        file(folder, 2500);
        try (FileContent content = FileContent.open(file)) {
            world.finish(world.again(content));
        }
        world.attachedOnce(bytes);
    }

    /**
     * <pre>
     * server   has some of the bytes
     * client   the array in the message body is written to before the last range
     * request  the last range is never sent
     * then     fails for good
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {300, 2500})
    void anArrayThatChangesIsNeverCommitted(int size) throws Exception {
        byte[] array = World.file(size);
        Upload upload = world.upload(new BytesContent(array));
        world.makeRequests(upload, 1);
        array[100]++;

        UploadException failure = world.failureOf(upload);

        assertThat(failure.failure()).isEqualTo(UploadFailure.SOURCE_CHANGED);
        world.assertNothingLeft();
    }

    /**
     * <pre>
     * server   has some of the file
     * client   this process closes the file, or its disk fails
     * then     that is the source's fault, not the network's: no try is wasted on it
     * </pre>
     */
    @Test
    void aFileThatCannotBeReadAnyMoreIsTheSourcesFault(@TempDir Path folder) throws Exception {
        Upload upload;
        try (FileContent content = FileContent.open(file(folder, 2500))) {
            upload = world.upload(content);
            world.makeRequests(upload, 3);
        }

        UploadException failure = world.failureOf(upload);

        assertThat(failure.failure()).isEqualTo(UploadFailure.SOURCE_CHANGED);
        assertThat(world.requests("put")).hasSizeLessThanOrEqualTo(2);
        world.assertNothingLeft();
    }

    /**
     * <pre>
     * server   takes the first range twice, as its answer was lost
     * client   sends it twice from the file, not from what is left of a stream
     * then     the digest is that of the file, though some bytes were sent twice
     * </pre>
     */
    @Test
    void bytesThatAreSentTwiceAreCountedOnce(@TempDir Path folder) throws Exception {
        world.on(PUT_RANGE).times(3).resetAfterReading();
        try (FileContent content = FileContent.open(file(folder, 2500))) {
            UploadResult result = world.finish(world.upload(content));

            assertThat(result.sha256()).contains(world.attachedOnce(bytes).sha256());
        }
    }
}
