package io.github.graphattach.component;

import static io.github.graphattach.emulator.RequestKind.LIST_ATTACHMENTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.OtherJvm;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.GraphEmulator;
import io.github.graphattach.upload.UploadEvent;
import io.github.graphattach.upload.UploadListener;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Waiting takes no thread: a JVM of its own has a thousand uploads that wait at once, and counts its threads. */
class WaitingUploadsTest {

    /** More than a timer of Camel's takes by default. */
    private static final int UPLOADS = 1100;

    private static final int MOST_THREADS = 64;

    /** Longer than a busy machine takes to bring all uploads to where they wait. */
    private static final Duration WAIT = Duration.ofSeconds(12);

    /** Leaves no room for another one in the budget below. */
    private static final byte[] WHOLE_BUDGET = new byte[3_997_000];

    private static final String BUDGET = "4MB/" + WAIT.toSeconds() + "s";

    /**
     * <pre>
     * server   throttles the first listing of each of 1,100 mailboxes, all for the same time
     * client   starts an upload to each of them in one go
     * result   all wait at once, and so few threads are left; then all are attached
     * </pre>
     */
    @Test
    void aThousandThrottledUploadsWaitOnFewThreads(@TempDir Path folder) throws Exception {
        try (GraphEmulator emulator = GraphEmulator.start()) {
            List<EmulatedItem> items = items(emulator, "/users/u%1$d/messages/m%1$d");
            emulator.faults().on(LIST_ATTACHMENTS).times(UPLOADS).answer(429).retryAfter(WAIT);

            attach(emulator, "off", folder);

            assertAttached(items);
        }
    }

    /**
     * <pre>
     * client   fills the budget of a mailbox, then starts 1,100 uploads to as many items of it
     * result   all wait at once for the end of the window, and so few threads are left; then all are attached
     * </pre>
     */
    @Test
    void aThousandUploadsWaitOnFewThreadsForTheBudgetOfTheirMailbox(@TempDir Path folder) throws Exception {
        try (GraphEmulator emulator = GraphEmulator.start()) {
            emulator.create("/users/u/messages/first");
            List<EmulatedItem> items = items(emulator, "/users/u/messages/m%d");

            attach(emulator, BUDGET, folder);

            assertAttached(items);
        }
    }

    private static List<EmulatedItem> items(GraphEmulator emulator, String path) {
        return IntStream.range(0, UPLOADS)
                .mapToObj(number -> emulator.create(path.formatted(number)))
                .toList();
    }

    private static void attach(GraphEmulator emulator, String budget, Path folder) throws Exception {
        Path log = folder.resolve("log");
        Process uploading = OtherJvm.running(
                        List.of("-Xmx128m"),
                        Uploading.class,
                        emulator.graphUrl().toString(),
                        budget)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            boolean ended = uploading.waitFor(150, TimeUnit.SECONDS);
            assertThat(ended)
                    .as("the uploads end; printed so far: %s", shown(log))
                    .isTrue();
            assertThat(uploading.exitValue())
                    .as("status of the JVM, which printed: %s", shown(log))
                    .isZero();
        } finally {
            uploading.destroyForcibly();
        }
    }

    private static String shown(Path log) throws IOException {
        return Files.readString(log, StandardCharsets.UTF_8);
    }

    private static void assertAttached(List<EmulatedItem> items) throws IOException {
        for (int number = 0; number < items.size(); number++) {
            assertThat(items.get(number).attachments()).hasSize(1);
            assertThat(items.get(number).attachments().get(0).content())
                    .as("what is attached to %s", items.get(number).path())
                    .hasBinaryContent(file(number));
        }
    }

    private static byte[] file(int number) {
        byte[] bytes = new byte[1000];
        new Random(number).nextBytes(bytes);
        return bytes;
    }

    /** What runs in that JVM. */
    static final class Uploading implements UploadListener {

        private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

        /** By item, until when its upload waits. */
        private final Map<String, Long> waits = new ConcurrentHashMap<>();

        private Uploading() {}

        public static void main(String[] args) throws Exception {
            boolean oneMailbox = !args[1].equals("off");
            Uploading listener = new Uploading();
            try (DefaultCamelContext camel = new DefaultCamelContext()) {
                camel.getRegistry().bind("listener", listener);
                camel.start();
                AsyncProducer producer = camel.getEndpoint("graph-attach:message?name=a.bin&verify=none&accessToken=t"
                                + "&uploadListener=#bean:listener&graphUrl=" + args[0] + "&mailboxUploadBudget="
                                + args[1])
                        .createAsyncProducer();
                producer.start();
                if (oneMailbox) {
                    assertThat(failure(attach(producer, "u", "first", WHOLE_BUDGET)))
                            .isNull();
                }
                List<CompletableFuture<Exchange>> uploads = IntStream.range(0, UPLOADS)
                        .mapToObj(
                                number -> attach(producer, oneMailbox ? "u" : "u" + number, "m" + number, file(number)))
                        .toList();
                listener.assertAllWaitOnFewThreads();
                for (CompletableFuture<Exchange> upload : uploads) {
                    assertThat(failure(upload)).isNull();
                }
                System.out.printf("most threads at the end: %d%n", THREADS.getPeakThreadCount());
            }
        }

        private static CompletableFuture<Exchange> attach(
                AsyncProducer producer, String user, String message, byte[] body) {
            Exchange exchange = producer.getEndpoint().createExchange();
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeader(GraphAttachConstants.USER_ID, user);
            exchange.getMessage().setHeader(GraphAttachConstants.MESSAGE_ID, message);
            return producer.processAsync(exchange);
        }

        private static @Nullable Exception failure(CompletableFuture<Exchange> upload) throws Exception {
            return upload.get(100, TimeUnit.SECONDS).getException();
        }

        @Override
        public void on(UploadEvent event) {
            if (event.type() == UploadEvent.Type.WAITING) {
                waits.put(event.itemPath(), System.nanoTime() + event.pause().toNanos());
            }
        }

        private boolean allWait() {
            long now = System.nanoTime();
            return waits.size() == UPLOADS && waits.values().stream().allMatch(until -> until - now > 0);
        }

        private void assertAllWaitOnFewThreads() {
            Awaitility.await("all wait at once").atMost(60, TimeUnit.SECONDS).until(this::allWait);
            System.out.printf(
                    "threads when the last begins to wait: %d, most so far: %d%n",
                    THREADS.getThreadCount(), THREADS.getPeakThreadCount());
            Awaitility.await("few threads")
                    .failFast("they do not wait any more", () -> !allWait())
                    .until(() -> THREADS.getThreadCount() <= MOST_THREADS);
        }
    }
}
