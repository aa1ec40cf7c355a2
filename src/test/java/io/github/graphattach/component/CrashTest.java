package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.Fault;
import io.github.graphattach.emulator.GraphEmulator;
import io.github.graphattach.emulator.RecordedExchange;
import io.github.graphattach.emulator.RequestKind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that uploads is killed again and again, and started again with the same file and the same {@code uploadId}. */
class CrashTest {

    private static final long SIZE = 150_000_000;
    private static final int CHUNK = 3_932_160;
    private static final Duration LEASE = Duration.ofSeconds(1);
    private static final Duration FOREVER = Duration.ofMinutes(10);

    /** Each file is finished after so many kills. */
    private static final int KILLS_PER_FILE = 5;

    private static final int KILLS = Integer.getInteger("crash.kills", 20);
    private static final long SEED = Long.getLong("crash.seed", new Random().nextLong());

    /** Bytes per second: a range takes 50 ms. */
    private static final long SERVICE_SPEED = 80_000_000;

    private static final Pattern RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/\\d+");

    private final Random random = new Random(SEED);

    /** When a JVM is killed. */
    private enum Moment {
        /** Nothing of the file was sent: its session is asked for, or open without the JVM knowing. */
        OPENING,
        /** The service has a part of a range. */
        WITHIN_A_RANGE,
        /** The service has a whole range and has not answered. */
        BEFORE_THE_ANSWER,
        /** The JVM is at something, nobody knows what. */
        AT_WORK,
        /** The service has made the attachment and has not answered. */
        BEFORE_THE_LAST_ANSWER,
        /** What was attached is being read back. */
        READING_BACK
    }

    /**
     * <pre>
     * client   uploads 150 MB, is killed at random moments and started again
     * server   keeps its session
     * result   one attachment with the right bytes; each start sends at most one range that was sent before
     * </pre>
     */
    @Test
    void aJvmThatIsKilledAtRandomMomentsAttachesItsFileOnce(@TempDir Path folder, TestReporter reporter)
            throws Exception {
        reporter.publishEntry("crash.seed", Long.toString(SEED));
        Path file = folder.resolve("big.bin");
        String sha256 = write(file);
        try (GraphEmulator emulator =
                GraphEmulator.builder().messageSizeLimit(Long.MAX_VALUE).start()) {
            for (int number = 1; number <= KILLS / KILLS_PER_FILE; number++) {
                EmulatedItem item = emulator.create("/me/messages/m" + number);
                UploadingJvm.Job job = new UploadingJvm.Job(
                        emulator.graphUrl(),
                        "m" + number,
                        file,
                        "jdbc:h2:async:" + folder.resolve("sessions"),
                        LEASE,
                        Duration.ZERO);
                List<Moment> moments = moments();

                String outcome = upload(job, moments, emulator);

                String story = "after kills at " + moments + " with crash.seed=" + SEED;
                assertThat(item.attachments()).as("attachments %s", story).hasSize(1);
                assertThat(item.attachments().get(0).sha256())
                        .as("hash of what is stored %s", story)
                        .isEqualTo(sha256);
                assertThat(outcome)
                        .as("what the last JVM printed %s", story)
                        .isEqualTo("attached: " + item.attachments().get(0).id());
                assertAtMostOneRangeSentAgain(emulator, job, story);
            }
        }
    }

    private List<Moment> moments() {
        List<Moment> moments = new ArrayList<>();
        moments.add(random.nextBoolean() ? Moment.OPENING : anywhere());
        while (moments.size() < KILLS_PER_FILE - 1) {
            moments.add(anywhere());
        }
        moments.add(random.nextInt(4) == 0 ? Moment.READING_BACK : Moment.BEFORE_THE_LAST_ANSWER);
        return moments;
    }

    private Moment anywhere() {
        return List.of(Moment.WITHIN_A_RANGE, Moment.BEFORE_THE_ANSWER, Moment.AT_WORK)
                .get(random.nextInt(3));
    }

    private String upload(UploadingJvm.Job job, List<Moment> moments, GraphEmulator emulator) throws Exception {
        for (int life = 0; life < moments.size(); life++) {
            Moment moment = moments.get(life);
            emulator.faults().clear();
            BooleanSupplier hasCome = script(moment, emulator);
            emulator.faults().on(RequestKind.PUT_RANGE).always().bandwidth(SERVICE_SPEED);
            try (UploadingJvm jvm = job.start(life(job, life))) {
                await(moment + " of " + life(job, life) + " with crash.seed=" + SEED)
                        .atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(5))
                        .failFast("the JVM has ended", () -> !jvm.runsFor(Duration.ZERO))
                        .until(hasCome::getAsBoolean);
                assertThat(jvm.runsFor(Duration.ofMillis(random.nextInt(150))))
                        .as("still runs at %s of %s with crash.seed=%s", moment, life(job, life), SEED)
                        .isTrue();
            }
        }
        emulator.faults().clear();
        try (UploadingJvm jvm = job.start(life(job, moments.size()))) {
            return jvm.outcome();
        }
    }

    private static String life(UploadingJvm.Job job, int number) {
        return job.messageId() + " life " + number;
    }

    /** Makes the moment long enough to be hit; {@return whether it has come} */
    private BooleanSupplier script(Moment moment, GraphEmulator emulator) {
        Fault fault = emulator.faults().on(kind(moment));
        int ranges = 1 + random.nextInt(moment == Moment.AT_WORK ? 4 : 7);
        return switch (moment) {
            case OPENING -> answered(emulator, fault.delayReply(FOREVER));
            case WITHIN_A_RANGE -> isStruck(fault.nth(ranges).bandwidth(CHUNK / 2));
            case BEFORE_THE_ANSWER -> answered(emulator, fault.nth(ranges).delayReply(FOREVER));
            case AT_WORK -> isStruck(fault.nth(ranges));
            case BEFORE_THE_LAST_ANSWER -> answered(emulator, fault.lastRange().delayReply(FOREVER));
            case READING_BACK -> answered(emulator, fault.delayReply(FOREVER));
        };
    }

    private RequestKind kind(Moment moment) {
        return switch (moment) {
            case OPENING -> random.nextBoolean() ? RequestKind.OPEN_SESSION : RequestKind.LIST_ATTACHMENTS;
            case READING_BACK -> RequestKind.GET_CONTENT;
            default -> RequestKind.PUT_RANGE;
        };
    }

    private static BooleanSupplier isStruck(Fault fault) {
        return () -> !fault.isPending();
    }

    /** The request has had its effect, and its answer is held back. */
    private static BooleanSupplier answered(GraphEmulator emulator, Fault fault) {
        fault.named(fault + " " + System.nanoTime());
        return () -> emulator.exchanges().stream()
                .anyMatch(exchange -> exchange.fault().equals(fault.toString()));
    }

    private static void assertAtMostOneRangeSentAgain(GraphEmulator emulator, UploadingJvm.Job job, String story) {
        long reached = 0;
        long sent = 0;
        for (int life = 0; life <= KILLS_PER_FILE; life++) {
            List<long[]> ranges = ranges(emulator, life(job, life));
            long first = ranges.stream().mapToLong(range -> range[0]).min().orElse(reached);
            assertThat(reached - first)
                    .as("bytes that %s began to send again %s", life(job, life), story)
                    .isLessThanOrEqualTo(CHUNK);
            reached = Math.max(
                    reached, ranges.stream().mapToLong(range -> range[1]).max().orElse(0));
            sent += ranges.stream().mapToLong(range -> range[2]).sum();
        }
        assertThat(sent - SIZE).as("bytes sent again in all %s", story).isBetween(0L, (long) KILLS_PER_FILE * CHUNK);
    }

    /** {@return first byte, last byte and number of bytes of each range of a JVM} */
    private static List<long[]> ranges(GraphEmulator emulator, String name) {
        return emulator.exchanges().stream()
                .filter(exchange -> exchange.method().equals("PUT"))
                .filter(exchange -> name.equals(exchange.requestHeaders().get("user-agent")))
                .map(CrashTest::range)
                .toList();
    }

    private static long[] range(RecordedExchange put) {
        Matcher range = RANGE.matcher(String.valueOf(put.requestHeaders().get("content-range")));
        assertThat(range.matches()).isTrue();
        return new long[] {Long.parseLong(range.group(1)), Long.parseLong(range.group(2)) + 1, put.requestBytes()};
    }

    private static String write(Path file) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] block = new byte[1_000_000];
        Random content = new Random(150);
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
            for (long written = 0; written < SIZE; written += block.length) {
                content.nextBytes(block);
                out.write(block);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
