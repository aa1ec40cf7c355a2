package io.github.graphattach.component;

import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.EmulatedAttachment;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.GraphEmulator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many exchanges at once, against a service that keeps its limits. They are all brought by one thread, in order. */
class ConcurrencyTest {

    private static final String OPTIONS = "accessToken=t&chunkSize=65536&smallFileLimit=100000&retryDelay=20&graphUrl=";

    private final GraphEmulator emulator = GraphEmulator.builder()
            .minimumSessionSize(0)
            .limits(GraphEmulator.Limits.REAL)
            .clock(new FastClock(Instant.now()))
            .start();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Random random = new Random(250);

    /** What each item gets, in order. */
    private final Map<EmulatedItem, List<byte[]>> files = new LinkedHashMap<>();

    private final List<CompletableFuture<Exchange>> uploads = new ArrayList<>();

    @BeforeEach
    void start() {
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
        emulator.close();
    }

    /**
     * <pre>
     * server   4 requests at a time per mailbox, one write at a time per item
     * clients  50 files to one item and 200 to two items each of 40 mailboxes, of 1 byte to 300 KB, at once
     * result   all attached, per item in the order they came in; no 412, no 429
     * </pre>
     */
    @Test
    void manyFilesAtOnceProvokeNoRefusalAndKeepTheirOrder() throws Exception {
        AsyncProducer producer = producer("message?" + OPTIONS + emulator.graphUrl());
        for (int i = 0; i < 200; i++) {
            attach(producer, "user" + i % 40, "m" + i % 80);
            if (i % 4 == 0) {
                attach(producer, "one", "m");
            }
        }

        assertThat(uploads).hasSize(250);
        assertAllAttachedInOrderWithoutRefusal();
    }

    private void assertAllAttachedInOrderWithoutRefusal() throws Exception {
        for (CompletableFuture<Exchange> upload : uploads) {
            assertThat(upload.get(120, TimeUnit.SECONDS).getException()).isNull();
        }
        assertThat(emulator.exchanges())
                .filteredOn(exchange -> exchange.status() >= 300 || exchange.status() == 0)
                .as("refusals of the service")
                .isEmpty();
        files.forEach(this::assertInOrder);
    }

    /**
     * <pre>
     * server   takes 150 MB in 5 minutes per mailbox; its clock runs 60 times as fast as ours, so that is 5 of our seconds
     * clients  25 files of 8 MB to as many messages of one mailbox, at once
     * result   all attached in the second window; no 429
     * </pre>
     */
    @Test
    void moreThanAMailboxTakesInAWindowIsPacedAndProvokesNoRefusal() throws Exception {
        AsyncProducer producer =
                producer("message?accessToken=t&mailboxUploadBudget=150MB/5s&graphUrl=" + emulator.graphUrl());
        byte[] bytes = new byte[8_000_000];
        random.nextBytes(bytes);
        Instant start = Instant.now();
        for (int i = 0; i < 25; i++) {
            attach(producer, "u", "m" + i, bytes);
        }

        assertAllAttachedInOrderWithoutRefusal();
        assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofSeconds(5));
    }

    private void assertInOrder(EmulatedItem item, List<byte[]> sent) {
        assertThat(item.attachments())
                .as("what is attached to %s, oldest first", item.path())
                .extracting(EmulatedAttachment::name)
                .containsExactlyElementsOf(names(sent.size()));
        for (int i = 0; i < sent.size(); i++) {
            assertThat(item.attachments().get(i).content()).hasBinaryContent(sent.get(i));
        }
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(number -> "file " + number).toList();
    }

    /**
     * <pre>
     * server   wants one upload to wait for an hour
     * clients  have one permit for the mailbox
     * result   the mailbox's other uploads are done while the one waits
     * </pre>
     */
    @Test
    void anUploadThatWaitsHoldsNothingThatOthersNeed() throws Exception {
        EmulatedItem busy = emulator.create("/users/u/messages/busy");
        emulator.faults().on(PUT_RANGE).item(busy.path()).always().answer(429).retryAfter(Duration.ofHours(1));
        AsyncProducer producer =
                producer("message?mailboxConcurrency=1&maxRetryAfter=2h&" + OPTIONS + emulator.graphUrl());
        for (int i = 0; i < 20; i++) {
            attach(producer, "u", "busy", new byte[200_000]);
            attach(producer, "u", "m" + i, new byte[200_000]);
        }

        for (int i = 1; i < uploads.size(); i += 2) {
            assertThat(uploads.get(i).get(60, TimeUnit.SECONDS).getException()).isNull();
        }
        for (int i = 0; i < uploads.size(); i += 2) {
            assertThat(uploads.get(i)).isNotDone();
        }
    }

    private AsyncProducer producer(String uri) throws Exception {
        Endpoint endpoint = camel.getEndpoint("graph-attach:" + uri);
        AsyncProducer producer = endpoint.createAsyncProducer();
        producer.start();
        return producer;
    }

    private void attach(AsyncProducer producer, String user, String message) {
        byte[] bytes = new byte[1 + random.nextInt(300_000)];
        random.nextBytes(bytes);
        attach(producer, user, message, bytes);
    }

    private void attach(AsyncProducer producer, String user, String message, byte[] bytes) {
        EmulatedItem item = emulator.create("/users/" + user + "/messages/" + message);
        List<byte[]> before = files.computeIfAbsent(item, none -> new ArrayList<>());
        Exchange exchange = producer.getEndpoint().createExchange();
        exchange.getMessage().setBody(bytes);
        exchange.getMessage().setHeader(GraphAttachConstants.USER_ID, user);
        exchange.getMessage().setHeader(GraphAttachConstants.MESSAGE_ID, message);
        exchange.getMessage().setHeader(GraphAttachConstants.NAME, "file " + before.size());
        before.add(bytes);
        uploads.add(producer.processAsync(exchange));
    }

    /** Runs 60 times as fast as the system's. */
    private static final class FastClock extends Clock {

        private final Instant start;

        FastClock(Instant start) {
            this.start = start;
        }

        @Override
        public Instant instant() {
            return start.plus(Duration.between(start, Instant.now()).multipliedBy(60));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
