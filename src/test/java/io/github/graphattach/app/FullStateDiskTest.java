package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.graphattach.LoggedLines;
import io.github.graphattach.emulator.EmulatedAttachment;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.async.FilePathAsync;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The disk of the checkpoints is full for a moment while fifty jobs lie in the inbox, through the shipped routes. The
 * database itself meets the full disk, and closes itself or not as it likes; but it says of nothing that it is written.
 */
@CamelMainTest(
        properties = {
            "graphattach.quiet=20",
            "graphattach.file-quiet=20",
            "graphattach.patience=100",
            "graphattach.poll=50",
            "graphattach.management=false",
            "camel.component.graph-attach.retry-delay=1",
            "camel.component.graph-attach.max-attempts=1"
        })
class FullStateDiskTest {

    private static final int JOBS = 50;
    private static final int JOBS_IN_FLIGHT = 4;
    private static final int PAUSES = 2;

    private static final Duration LONG = Duration.ofMinutes(2);

    private final InboxWorld world = new InboxWorld();
    private final AtomicInteger begun = new AtomicInteger();

    @BeforeAll
    static void letTheDiskBeFull() {
        FilePath.register(FullDisk.INSTANCE);
    }

    /** The scheme is that of all databases of this JVM, and H2's own file outlives an interrupt. */
    @AfterAll
    static void giveTheSchemeBack() {
        FilePath.register(new FilePathAsync());
    }

    @Configure
    void configure(MainConfigurationProperties configuration) {
        world.configure(configuration);
    }

    @AfterEach
    void close() throws IOException {
        FullDisk.INSTANCE.isFull(false);
        world.close();
    }

    @Test
    void allJobsAreAttachedAfterwards() throws Exception {
        world.application().getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof CamelEvent.ExchangeCreatedEvent created
                        && created.getExchange().getMessage().getBody() instanceof HeldJob) {
                    begun.incrementAndGet();
                }
            }
        });
        try (var log = new LoggedLines(Outage.class.getName())) {
            FullDisk.INSTANCE.isFull(true);
            for (var number = 0; number < JOBS; number++) {
                drop("%02d".formatted(number));
            }
            await().atMost(LONG).until(() -> pauses(log) >= PAUSES);
            assertThat(readiness()).as("while no job gets through").isEqualTo(HealthCheck.State.DOWN);
            var begunMeanwhile = (long) begun.get();
            var pausesMeanwhile = pauses(log);
            var attachedMeanwhile = world.event.attachments();

            FullDisk.INSTANCE.isFull(false);

            await().atMost(LONG).until(() -> isEmpty("inbox"));
            assertThat(begunMeanwhile)
                    .as("the jobs that were in work, and at most one probe per pause")
                    .isBetween(1L, JOBS_IN_FLIGHT + pausesMeanwhile);
            assertThat(attachedMeanwhile)
                    .as("what was sent without a checkpoint on the disk")
                    .isEmpty();
            assertThat(FullDisk.INSTANCE.refusals())
                    .as("writes that were refused")
                    .isPositive();
        }
        assertThat(isEmpty("failed")).isTrue();
        assertThat(world.event.attachments())
                .extracting(EmulatedAttachment::name)
                .as("each file once")
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, JOBS).mapToObj("%02d.txt"::formatted).toList());
        await().atMost(LONG).until(() -> readiness() == HealthCheck.State.UP);
    }

    private static long pauses(LoggedLines log) {
        return log.lines().stream().filter(line -> line.contains("next try in")).count();
    }

    /** {@return what the inbox says of itself, whatever else may not be ready} */
    private HealthCheck.State readiness() {
        return Objects.requireNonNull(HealthCheckHelper.getHealthCheck(world.application(), "inbox"))
                .call()
                .getState();
    }

    private boolean isEmpty(String folder) throws IOException {
        try (var names = Files.list(world.folder.resolve(folder))) {
            // Beside the lock.
            return names.allMatch(name -> name.getFileName().toString().startsWith("."));
        }
    }

    private void drop(String name) throws IOException {
        Files.writeString(world.inbox(name + ".txt"), "document " + name);
        Files.writeString(
                world.inbox(name + ".json"),
                "{ \"target\": %s, \"files\": [ { \"path\": \"%s.txt\" } ] }".formatted(InboxWorld.TARGET, name));
    }
}
