package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.EmulatedAttachment;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.GraphEmulator;
import io.github.graphattach.emulator.RequestKind;
import io.github.graphattach.mailbox.MailboxGate;
import io.github.graphattach.mailbox.MailboxLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The service counts what comes from this JVM together, and knows nothing of components and Camel contexts. */
class LimitsPerJvmTest {

    enum Twins {
        TWO_CONTEXTS,
        TWO_COMPONENTS
    }

    private static final String OPTIONS =
            "message?accessToken=t&chunkSize=65536&smallFileLimit=100000&retryDelay=20&userId=u&graphUrl=";

    private final GraphEmulator emulator = GraphEmulator.builder()
            .minimumSessionSize(0)
            .limits(GraphEmulator.Limits.REAL)
            .start();
    private final CamelContext camel = new DefaultCamelContext();
    private final CamelContext other = new DefaultCamelContext();
    private final Random random = new Random(33);

    @BeforeEach
    void start() {
        camel.start();
        other.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
        other.stop();
        emulator.close();
    }

    /**
     * <pre>
     * server   one write at a time per item, else 412
     * clients  40 files to one item, brought in turn to two components or two contexts
     * result   all attached in the order they came in; no 412
     * </pre>
     */
    @ParameterizedTest
    @EnumSource
    void filesToOneItemGoOneAtATime(Twins twins) throws Exception {
        EmulatedItem item = emulator.create("/users/u/messages/m");
        List<AsyncProducer> producers = producers(twins, "");

        List<CompletableFuture<Exchange>> uploads = IntStream.range(0, 40)
                .mapToObj(number -> attach(producers.get(number % 2), "m", "file " + number, bytes(200_000)))
                .toList();

        assertAllAttached(uploads);
        assertThat(refusals()).isEmpty();
        assertThat(item.attachments())
                .extracting(EmulatedAttachment::name)
                .containsExactlyElementsOf(IntStream.range(0, 40)
                        .mapToObj(number -> "file " + number)
                        .toList());
    }

    /**
     * <pre>
     * server   4 requests at a time per mailbox, else 429; takes its time for each range
     * clients  4 requests at a time per mailbox, in each of two components or two contexts; 40 files to as many items
     * result   all attached; no 429
     * </pre>
     */
    @ParameterizedTest
    @EnumSource
    void theRequestsToOneMailboxAreCountedTogether(Twins twins) throws Exception {
        List<AsyncProducer> producers = producers(twins, "&mailboxConcurrency=4");
        emulator.faults().on(RequestKind.PUT_RANGE).always().delay(Duration.ofMillis(20));

        List<CompletableFuture<Exchange>> uploads = new ArrayList<>();
        for (int number = 0; number < 40; number++) {
            emulator.create("/users/u/messages/m" + number);
            uploads.add(attach(producers.get(number % 2), "m" + number, "a", bytes(200_000)));
        }

        assertAllAttached(uploads);
        assertThat(refusals()).isEmpty();
    }

    /**
     * <pre>
     * clients  say 1 MB in 3 seconds, one of them in other words; 4 files of 200 KB each to as many items
     * result   some wait until the window has passed
     * </pre>
     */
    @ParameterizedTest
    @EnumSource
    void theBytesToOneMailboxAreCountedTogether(Twins twins) throws Exception {
        List<AsyncProducer> producers =
                producers(twins, "&mailboxUploadBudget=1MB/3s", "&mailboxUploadBudget=1000KB/3s");
        long begin = System.nanoTime();

        List<CompletableFuture<Exchange>> uploads = new ArrayList<>();
        for (int number = 0; number < 8; number++) {
            emulator.create("/users/u/messages/m" + number);
            uploads.add(attach(producers.get(number % 2), "m" + number, "a", bytes(200_000)));
        }

        assertAllAttached(uploads);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(3));
    }

    /**
     * <pre>
     * client 1   has an upload that the service told to wait for an hour, and another one to the same item behind it
     * client 2   has one behind both
     * result     when client 1 stops, its uploads are interrupted, and that of client 2 is attached
     * </pre>
     */
    @ParameterizedTest
    @EnumSource
    void whoWaitsForTheItemOfAComponentThatStopsGoesOn(Twins twins) throws Exception {
        EmulatedItem item = emulator.create("/users/u/messages/m");
        List<AsyncProducer> producers = producers(twins, "&maxRetryAfter=2h");
        emulator.faults().on(RequestKind.PUT_RANGE).answer(429).retryAfter(Duration.ofHours(1));
        CompletableFuture<Exchange> first = attach(producers.get(0), "m", "first", bytes(200_000));
        Awaitility.await().until(() -> emulator.faults().pending().isEmpty());
        CompletableFuture<Exchange> second = attach(producers.get(0), "m", "second", bytes(200_000));
        CompletableFuture<Exchange> third = attach(producers.get(1), "m", "third", bytes(200_000));
        // The first has nothing but the item once its refusal was read.
        Awaitility.await().untilAsserted(() -> assertThat(loads()).containsOnly(new MailboxGate.Load(1, 2)));

        stopFirst(twins);

        assertThat(third.get(60, TimeUnit.SECONDS).getException()).isNull();
        assertThat(first.get(60, TimeUnit.SECONDS).getException()).isInstanceOf(UploadInterruptedException.class);
        assertThat(second.get(60, TimeUnit.SECONDS).getException()).isInstanceOf(UploadInterruptedException.class);
        assertThat(item.attachments()).extracting(EmulatedAttachment::name).containsExactly("third");
        assertNothingIsKept();
    }

    /**
     * <pre>
     * client 1   has the one request to the mailbox that is allowed, and no answer; another upload of it waits
     * client 2   has one behind it
     * result     when client 1 stops, its uploads end, and that of client 2 is attached
     * </pre>
     */
    @ParameterizedTest
    @EnumSource
    void whoWaitsForTheMailboxOfAComponentThatStopsGoesOn(Twins twins) throws Exception {
        camel.getExecutorServiceManager().setShutdownAwaitTermination(100);
        List<EmulatedItem> items = Stream.of("first", "second", "third")
                .map(id -> emulator.create("/users/u/messages/" + id))
                .toList();
        List<AsyncProducer> producers = producers(twins, "&mailboxConcurrency=1");
        emulator.faults().on(RequestKind.LIST_ATTACHMENTS).delay(Duration.ofHours(1));
        CompletableFuture<Exchange> first = attach(producers.get(0), "first", "a", bytes(200_000));
        Awaitility.await().until(() -> emulator.faults().pending().isEmpty());
        CompletableFuture<Exchange> second = attach(producers.get(0), "second", "a", bytes(200_000));
        CompletableFuture<Exchange> third = attach(producers.get(1), "third", "a", bytes(200_000));
        Awaitility.await().untilAsserted(() -> assertThat(loads()).contains(new MailboxGate.Load(1, 2)));

        stopFirst(twins);

        assertThat(third.get(60, TimeUnit.SECONDS).getException()).isNull();
        assertThat(first.get(60, TimeUnit.SECONDS).getException()).isInstanceOf(UploadInterruptedException.class);
        assertThat(second.get(60, TimeUnit.SECONDS).getException()).isInstanceOf(UploadInterruptedException.class);
        assertThat(items).extracting(item -> item.attachments().size()).containsExactly(0, 0, 1);
        assertNothingIsKept();
    }

    /** What all of this JVM share would keep a component, and its whole application, from being collected. */
    private void assertNothingIsKept() {
        assertThat(loads()).isEmpty();
    }

    private List<MailboxGate.Load> loads() {
        return MailboxLimits.ofThisJvm().gate().snapshot().entrySet().stream()
                .filter(lane -> lane.getKey().contains(emulator.graphUrl().getAuthority()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private void stopFirst(Twins twins) {
        if (twins == Twins.TWO_CONTEXTS) {
            camel.stop();
        } else {
            Objects.requireNonNull(camel.getComponent("graph-attach")).stop();
        }
    }

    private List<AsyncProducer> producers(Twins twins, String options) throws Exception {
        return producers(twins, options, options);
    }

    private List<AsyncProducer> producers(Twins twins, String options, String others) throws Exception {
        if (twins == Twins.TWO_COMPONENTS) {
            camel.addComponent("graph-attach-too", new GraphAttachComponent());
            return List.of(producer(camel, "graph-attach", options), producer(camel, "graph-attach-too", others));
        }
        return List.of(producer(camel, "graph-attach", options), producer(other, "graph-attach", others));
    }

    private AsyncProducer producer(CamelContext context, String scheme, String options) throws Exception {
        AsyncProducer producer = context.getEndpoint(scheme + ":" + OPTIONS + emulator.graphUrl() + options)
                .createAsyncProducer();
        producer.start();
        return producer;
    }

    private static CompletableFuture<Exchange> attach(
            AsyncProducer producer, String message, String name, byte[] bytes) {
        Exchange exchange = producer.getEndpoint().createExchange();
        exchange.getMessage().setBody(bytes);
        exchange.getMessage().setHeader(GraphAttachConstants.MESSAGE_ID, message);
        exchange.getMessage().setHeader(GraphAttachConstants.NAME, name);
        return producer.processAsync(exchange);
    }

    private static void assertAllAttached(List<CompletableFuture<Exchange>> uploads) throws Exception {
        for (CompletableFuture<Exchange> upload : uploads) {
            assertThat(upload.get(60, TimeUnit.SECONDS).getException()).isNull();
        }
    }

    private List<String> refusals() {
        return emulator.exchanges().stream()
                .filter(exchange -> exchange.status() >= 300 || exchange.status() == 0)
                .map(exchange -> exchange.method() + " " + exchange.status())
                .toList();
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }
}
