package io.github.graphattach.component;

import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.Fault;
import io.github.graphattach.emulator.RecordedExchange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import org.awaitility.Awaitility;

/** One connection that breaks costs one range at most, wherever in the file it breaks. */
class ResetProperties {

    private static final Rig rig = new Rig();

    /** When the connection breaks. */
    enum Break {
        WHILE_READING,
        AFTER_READING,
        BEFORE_THE_ANSWER
    }

    @AfterContainer
    static void close() {
        rig.close();
    }

    /**
     * <pre>
     * server   resets the connection at some byte of the file
     * client   sends it in ranges
     * result   the file is attached; the service was sent its bytes, and those of at most one range again
     * </pre>
     */
    @Property(tries = 200)
    void atMostOneRangeIsSentAgain(
            @ForAll @IntRange(min = 1, max = 1_000_000) int size,
            @ForAll @IntRange(min = 50_000, max = 400_000) int chunk,
            @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double where,
            @ForAll Break when)
            throws Exception {
        rig.emulator.reset();
        EmulatedItem item = rig.message("m");
        int at = (int) (where * size);
        breakAt(rig.emulator.faults().on(PUT_RANGE).nth(at / chunk + 1), when, at % chunk);
        byte[] file = new byte[size];
        new Random(size).nextBytes(file);

        assertThat(rig.send("message?messageId=m&name=a.bin&smallFileLimit=1&chunkSize=" + chunk, file, Map.of())
                        .getException())
                .isNull();

        // What was broken off is recorded by whoever broke it off, after the client knows.
        Awaitility.await("the broken request")
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> puts().stream().anyMatch(put -> !put.fault().isEmpty()));
        assertThat(item.attachments()).singleElement().satisfies(stored -> assertThat(stored.content())
                .hasBinaryContent(file));
        assertThat(sentBytes() - size).as("bytes sent again").isBetween(0L, (long) chunk);
    }

    private static void breakAt(Fault fault, Break when, int at) {
        switch (when) {
            case WHILE_READING -> fault.resetWhileReading(at);
            case AFTER_READING -> fault.resetAfterReading();
            case BEFORE_THE_ANSWER -> fault.loseReply();
        }
    }

    /** What the client said it would send: more than arrived, where the connection broke. */
    private static long sentBytes() {
        return puts().stream()
                .mapToLong(put -> Long.parseLong(put.requestHeaders().getOrDefault("content-length", "0")))
                .sum();
    }

    private static List<RecordedExchange> puts() {
        return rig.emulator.exchanges().stream()
                .filter(sent -> sent.method().equals("PUT"))
                .toList();
    }
}
