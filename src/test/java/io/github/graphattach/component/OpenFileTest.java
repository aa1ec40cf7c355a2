package io.github.graphattach.component;

import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.RecordedExchange;
import io.github.graphattach.upload.UploadEvent;
import io.github.graphattach.upload.UploadListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A body that is a file which its owner holds open is read through its channel, and nothing is spooled. */
class OpenFileTest {

    private static final String BY_SESSION = "message?messageId=m&name=a.bin&smallFileLimit=500&chunkSize=1000";

    private final Rig rig = new Rig();
    private final EmulatedItem item = rig.message("m");
    private final byte[] bytes = new byte[2500];

    private final Path folder;
    private final Path file;

    OpenFileTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        new Random(1).nextBytes(bytes);
        file = Files.write(folder.resolve("a.bin"), bytes);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest(name = "with its owner: {0}")
    @ValueSource(booleans = {true, false})
    void itIsReadWhateverBecomesOfItsName(boolean hasOwner) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            Files.delete(file);

            assertAttached(send(hasOwner ? held(channel, "first") : channel));

            assertThat(channel.isOpen()).as("its owner closes it").isTrue();
            assertThat(channel.position()).as("its position is its owner's").isZero();
        }
    }

    /** Where a spool would go there is no folder. */
    @Test
    void nothingOfItIsSpooled() throws IOException {
        String before = System.getProperty("java.io.tmpdir");
        System.setProperty("java.io.tmpdir", folder.resolve("none").toString());
        try (FileChannel channel = FileChannel.open(file)) {
            assertAttached(send(held(channel, "first")));
        } finally {
            System.setProperty("java.io.tmpdir", before);
        }
    }

    @ParameterizedTest(name = "with its owner: {0}")
    @ValueSource(booleans = {true, false})
    void oneThatIsWrittenToMeanwhileIsNotAttached(boolean hasOwner) throws IOException {
        rig.camel.getRegistry().bind("write", (UploadListener) event -> changeTheLastByteAfter(event.type()));
        try (FileChannel channel = FileChannel.open(file)) {
            Object body = hasOwner ? OpenedFile.at(file) : channel;

            Exchange exchange = rig.send(BY_SESSION + "&uploadListener=#bean:write", body, Map.of());

            assertThat(exchange.getException())
                    .isInstanceOf(SourceChangedException.class)
                    .hasMessageContaining(
                            (hasOwner ? "'a.bin'" : "the file in the message body") + " changed while it was uploaded");
        }
        assertThat(item.attachments()).isEmpty();
    }

    private void changeTheLastByteAfter(UploadEvent.Type type) {
        if (type == UploadEvent.Type.OPENED) {
            bytes[bytes.length - 1]++;
            try {
                Files.write(file, bytes);
                Files.setLastModifiedTime(file, FileTime.fromMillis(1));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @ParameterizedTest(name = "the file is {0} then: bytes {1} are sent again")
    @CsvSource({"first, 0", "second, 1000"})
    void aLaterTryGoesOnWithTheSameFileOnly(String later, long again) throws IOException {
        rig.emulator.faults().on(PUT_RANGE).nth(2).answer(429).retryAfter("60");
        try (FileChannel channel = FileChannel.open(file)) {
            assertThat(send(held(channel, "first")).getException()).isInstanceOf(ThrottledException.class);
            rig.emulator.advanceClock(Duration.ofMinutes(1));

            assertAttached(send(held(channel, later)));
        }
        assertThat(rig.emulator.exchanges().stream()
                        .filter(request -> request.method().equals("PUT") && request.status() < 300)
                        .mapToLong(RecordedExchange::requestBytes)
                        .sum())
                .isEqualTo(bytes.length + again);
    }

    @Test
    void oneThatIsClosedIsRefusedWithTheRemedy() throws IOException {
        FileChannel channel = FileChannel.open(file);
        channel.close();

        assertThat(send(held(channel, "first")).getException())
                .isInstanceOf(SourceChangedException.class)
                .hasMessage("Nothing was sent because 'a.bin' cannot be read through its open channel;"
                        + " keep it open and unchanged until the exchange is done");
    }

    private OpenFile held(FileChannel channel, String tag) {
        return new Held(channel, tag);
    }

    private Exchange send(Object body) {
        return rig.send(BY_SESSION + "&maxRetryAfter=1", body, Map.of(GraphAttachConstants.UPLOAD_ID, "one"));
    }

    private void assertAttached(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        assertThat(item.attachments()).hasSize(1);
        assertThat(item.attachments().get(0).content()).hasBinaryContent(bytes);
    }

    private record Held(FileChannel channel, String tag) implements OpenFile {

        @Override
        public String name() {
            return "a.bin";
        }
    }
}
