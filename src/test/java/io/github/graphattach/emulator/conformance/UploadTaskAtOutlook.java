package io.github.graphattach.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.graph.core.models.UploadSession;
import com.microsoft.graph.core.tasks.LargeFileUploadTask;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.GraphEmulator;
import io.github.graphattach.emulator.RecordedExchange;
import io.github.graphattach.emulator.conformance.MicrosoftClient.Attachment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Microsoft's upload task, an item to upload to, and a file of three slices of 1.25 MiB.
 *
 * <p>In the tables of the tests, {@code client} is the state of Microsoft's client and {@code outcome} what it makes of the
 * answers. Were the emulator more lenient than the service, one of the failures would not show; were it stricter, one of the
 * successes.
 */
abstract class UploadTaskAtOutlook {

    static final String ITEM = "/me/messages/AAMkADI5MAAIT3drCAAA=";
    static final int SLICE = 1_310_720;
    static final byte[] FILE = new byte[3 * SLICE];

    static {
        new Random(1).nextBytes(FILE);
    }

    GraphEmulator emulator;
    EmulatedItem item;

    @BeforeEach
    void start() {
        emulator = GraphEmulator.start();
        item = emulator.create(ITEM);
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    UploadSession session(long size) {
        return new MicrosoftClient(emulator.graphUrl()).openSession(ITEM, "a.bin", size);
    }

    LargeFileUploadTask<Attachment> task(byte[] file) throws Exception {
        return MicrosoftClient.task(session(file.length), new ByteArrayInputStream(file), file.length, SLICE);
    }

    static byte[] slice(int number) {
        return Arrays.copyOfRange(FILE, number * SLICE, (number + 1) * SLICE);
    }

    /** Requests to the upload host in the order they came; a reset one is recorded only after the client has noticed. */
    List<RecordedExchange> exchanges() {
        return emulator.exchanges().stream()
                .filter(exchange -> exchange.host() == RecordedExchange.Host.UPLOAD)
                .sorted(Comparator.comparing(RecordedExchange::started))
                .toList();
    }

    /** Each as method, range and status, which is 0 when there was no answer. */
    void assertUploadHostSaw(String... exchanges) {
        await().untilAsserted(() ->
                assertThat(exchanges()).extracting(UploadTaskAtOutlook::summary).containsExactly(exchanges));
    }

    private static String summary(RecordedExchange exchange) {
        String range =
                exchange.requestHeaders().getOrDefault("content-range", "").replace("bytes", "");
        return exchange.method() + range + " -> " + exchange.status();
    }

    /** The item has one attachment, of exactly these bytes one after the other. */
    void assertStored(byte[]... parts) throws IOException {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            expected.writeBytes(part);
        }
        assertThat(item.attachments()).hasSize(1);
        byte[] stored = Files.readAllBytes(item.attachments().get(0).content());
        assertThat(stored).hasSize(expected.size());
        assertThat(Arrays.mismatch(stored, expected.toByteArray()))
                .as("offset of the first byte that is not as expected")
                .isEqualTo(-1);
    }

    static Duration elapsed(Runnable action) {
        long started = System.nanoTime();
        action.run();
        return Duration.ofNanos(System.nanoTime() - started);
    }
}
