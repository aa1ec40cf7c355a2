package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.Fault;
import io.github.graphattach.emulator.GraphEmulator;
import io.github.graphattach.emulator.RecordedExchange;
import io.github.graphattach.emulator.RequestKind;
import io.github.graphattach.session.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two JVMs have the same upload to do and share one database. */
class TwoOwnersTest {

    private static final int CHUNK = 3_932_160;
    private static final int SIZE = 5 * CHUNK + 1;

    /** Bytes per second: a range takes 15 seconds, far longer than a JVM needs to be stopped in the middle of it. */
    private static final int SLOW = CHUNK / 15;

    /** When the JVM that was stopped is continued. */
    enum Awakening {
        WHILE_THE_OTHER_IS_SENDING,
        AFTER_THE_OTHER_IS_DONE
    }

    /**
     * <pre>
     * first    is stopped in the middle of its third range, for longer than its lease and the grace
     * second   takes over and goes on
     * first    is continued, sends nothing more, and fails
     * result   one attachment with the right bytes
     * </pre>
     */
    @ParameterizedTest
    @EnumSource
    void anOwnerThatWasPausedForTooLongSendsNothingMore(Awakening awakening, @TempDir Path folder) throws Exception {
        byte[] bytes = new byte[SIZE];
        new Random(SIZE).nextBytes(bytes);
        try (GraphEmulator emulator = GraphEmulator.start();
                HikariDataSource database = TestPostgres.pool("postgres")) {
            String id = awakening.name().toLowerCase(Locale.ROOT);
            EmulatedItem item = emulator.create("/me/messages/" + id);
            UploadingJvm.Job job = new UploadingJvm.Job(
                    emulator.graphUrl(),
                    id,
                    Files.write(folder.resolve("file"), bytes),
                    database.getJdbcUrl(),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(1));
            Fault firstSends =
                    emulator.faults().on(RequestKind.PUT_RANGE).nth(3).bandwidth(SLOW);
            try (UploadingJvm first = job.start("first")) {
                awaitStrikeOf(firstSends);
                first.signal("STOP");
                Fault secondSends =
                        emulator.faults().on(RequestKind.PUT_RANGE).nth(2).bandwidth(CHUNK);
                try (UploadingJvm second = job.start("second")) {
                    if (awakening == Awakening.WHILE_THE_OTHER_IS_SENDING) {
                        awaitStrikeOf(secondSends);
                        second.signal("STOP");
                    } else {
                        assertThat(second.outcome()).startsWith("attached: ");
                    }
                    first.signal("CONT");
                    assertThat(first.outcome())
                            .as("what the first ends with")
                            .startsWith("failed: ")
                            .contains("another process has this upload");
                    if (awakening == Awakening.WHILE_THE_OTHER_IS_SENDING) {
                        assertThat(item.attachments()).isEmpty();
                        second.signal("CONT");
                    }
                    assertThat(second.outcome())
                            .isEqualTo("attached: " + item.attachments().get(0).id());
                }
            }
            assertThat(item.attachments()).hasSize(1);
            assertThat(item.attachments().get(0).content()).hasBinaryContent(bytes);
            // The service still reads what was on its way.
            await("the end of the range that was interrupted")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> of(emulator, "first").size() == 5);
            assertSentNothingAfter(of(emulator, "first"), of(emulator, "second").get(0));
        }
    }

    private static void awaitStrikeOf(Fault fault) {
        await(fault.toString())
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !fault.isPending());
    }

    private static void assertSentNothingAfter(List<RecordedExchange> first, RecordedExchange takeover) {
        assertThat(first)
                .as("what the first has asked for")
                .extracting(RecordedExchange::method)
                .containsExactly("GET", "POST", "PUT", "PUT", "PUT");
        assertThat(first).allMatch(exchange -> exchange.started().isBefore(takeover.started()));
        assertThat(first.get(4).requestBytes())
                .as("bytes of the range that the first had begun")
                .isLessThan(CHUNK);
        assertThat(first.get(4).status()).isZero();
    }

    private static List<RecordedExchange> of(GraphEmulator emulator, String name) {
        return Rig.inOrder(emulator.exchanges()).stream()
                .filter(exchange -> name.equals(exchange.requestHeaders().get("user-agent")))
                .toList();
    }
}
