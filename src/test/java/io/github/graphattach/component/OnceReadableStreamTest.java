package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.EmulatedAttachment;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.RequestKind;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.GenericFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream gives its bytes once: it is attached whole or refused, and what was refused has every byte still. */
class OnceReadableStreamTest {

    private static final int SIZE = 150_000;

    private final Rig rig = new Rig();
    private final byte[] file = new byte[SIZE];

    @BeforeEach
    void withoutStreamCaching() {
        rig.camel.setStreamCaching(false);
        new Random(6).nextBytes(file);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /** The kinds differ in whether they can go back to where they began. */
    enum Kind {
        BYTES,
        BUFFERED,
        PLAIN;

        InputStream of(byte[] bytes) {
            InputStream stream = new ByteArrayInputStream(bytes);
            return switch (this) {
                case BYTES -> stream;
                case BUFFERED -> new BufferedInputStream(new Plain(stream));
                case PLAIN -> new Plain(stream);
            };
        }
    }

    private static final class Plain extends FilterInputStream {

        Plain(InputStream stream) {
            super(stream);
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        @Override
        public synchronized void reset() throws IOException {
            throw new IOException("no way back");
        }
    }

    @ParameterizedTest(name = "{0}, in parallel: {1}")
    @CsvSource({"BYTES, false", "BUFFERED, false", "PLAIN, false", "BYTES, true", "BUFFERED, true", "PLAIN, true"})
    void oneStreamForThreeMessagesIsAttachedToOneAndRefusedForTheOthers(Kind kind, boolean parallel) throws Exception {
        List<EmulatedItem> items = Stream.of("a", "b", "c").map(rig::message).toList();
        List<Exception> refusals = new CopyOnWriteArrayList<>();
        route(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class).handled(true).process(failed -> refusals.add(failure(failed)));
                var multicast = from("direct:in").multicast();
                if (parallel) {
                    multicast.parallelProcessing();
                }
                multicast.to("direct:a", "direct:b", "direct:c");
                for (String id : List.of("a", "b", "c")) {
                    from("direct:" + id).to(rig.uri("message?name=a.bin&messageId=" + id));
                }
            }
        });

        send("direct:in", kind.of(file), Map.of());

        assertThat(items.stream().flatMap(item -> item.attachments().stream()))
                .as("attachments of all three messages")
                .singleElement()
                .satisfies(attachment -> assertThat(attachment.content()).hasBinaryContent(file));
        assertThat(refusals).hasSize(2).allSatisfy(OnceReadableStreamTest::assertUsed);
    }

    private static void assertUsed(Throwable refusal) {
        assertThat(refusal)
                .isInstanceOf(SourceChangedException.class)
                .hasMessageStartingWith("Nothing was sent because the stream in the message body")
                .hasMessageContaining("read")
                .hasMessageContaining("; give each exchange a stream of its own, or switch stream caching on")
                .hasMessageNotContaining("\n");
    }

    /** Whoever gets what another one left would attach an end without its beginning. */
    @ParameterizedTest
    @ValueSource(strings = {"maxFileSize", "failed after 75000 bytes"})
    void aStreamThatOneMessageLeftInTheMiddleIsNoSmallerFileForTheNext(String reason) throws Exception {
        EmulatedItem item = rig.message("b");
        String limit = reason.equals("maxFileSize") ? "&maxFileSize=100000" : "";
        List<Exception> refusals = new ArrayList<>();
        route(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class).handled(true).process(failed -> refusals.add(failure(failed)));
                from("direct:in").multicast().to("direct:a", "direct:b");
                from("direct:a").to(rig.uri("message?name=a.bin&messageId=a" + limit));
                from("direct:b").to(rig.uri("message?name=a.bin&messageId=b" + limit));
            }
        });

        send("direct:in", limit.isEmpty() ? new FailingOnce(file) : Kind.PLAIN.of(file), Map.of());

        assertThat(item.attachments()).isEmpty();
        assertThat(refusals).hasSize(2);
        assertThat(refusals.get(0)).hasMessageContaining(reason);
        assertUsed(refusals.get(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"too large", "too long", "too short", "failing"})
    void whatIsRefusedHasEveryByteStillForWhoeverGetsItInstead(String problem) throws Exception {
        List<byte[]> instead = new ArrayList<>();
        String options = "message?name=a.bin&messageId=m"
                + switch (problem) {
                    case "too large" -> "&maxFileSize=100000";
                    case "failing" -> "&onExisting=add";
                    default -> "";
                };
        route(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class)
                        .maximumRedeliveries(2)
                        .redeliveryDelay(0)
                        .handled(true)
                        .process(failed -> instead.add(read(failed)));
                from("direct:in").to(rig.uri(options));
            }
        });
        rig.message("m");
        InputStream stream = problem.equals("failing") ? new FailingOnce(file) : Kind.PLAIN.of(file);
        long declared =
                switch (problem) {
                    case "too long" -> SIZE - 1;
                    case "too short" -> SIZE + 1;
                    default -> -1;
                };

        send("direct:in", stream, declared < 0 ? Map.of() : Map.of(GraphAttachConstants.SIZE, declared));

        List<EmulatedAttachment> attached =
                rig.emulator.find("/me/messages/m").orElseThrow().attachments();
        if (problem.equals("failing")) {
            assertThat(attached).singleElement().satisfies(attachment -> assertThat(attachment.content())
                    .hasBinaryContent(file));
        } else {
            assertThat(attached).as("a part that was attached by a redelivery").isEmpty();
            assertThat(instead).singleElement().isEqualTo(file);
        }
    }

    /** Fails in the middle, and goes on when it is asked again. */
    private static final class FailingOnce extends FilterInputStream {

        private int left = SIZE / 2;

        FailingOnce(byte[] bytes) {
            super(new ByteArrayInputStream(bytes));
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            if (left == 0) {
                left = Integer.MAX_VALUE;
                throw new IOException("a hiccup");
            }
            int read = super.read(bytes, offset, Math.min(count, left));
            left -= Math.max(0, read);
            return read;
        }
    }

    /** Camel redelivers the message as it was, with the stream that is used up. */
    @ParameterizedTest(name = "{0}, redelivered {1}")
    @CsvSource({
        "BYTES, the step",
        "BUFFERED, the step",
        "PLAIN, the step",
        "BYTES, a route around it",
        "PLAIN, a route around it"
    })
    void aRedeliveryAttachesTheWholeStream(Kind kind, String what) throws Exception {
        EmulatedItem item = rig.message("m");
        rig.emulator.faults().on(RequestKind.PUT_RANGE).nth(2).answer(429).retryAfter("1");
        String uri = rig.uri("message?name=a.bin&messageId=m&chunkSize=50000&smallFileLimit=0&maxRetryAfter=500");
        route(new RouteBuilder() {
            @Override
            public void configure() {
                onException(ThrottledException.class).maximumRedeliveries(1);
                from("direct:in").to(what.equals("the step") ? uri : "direct:inner");
                from("direct:inner").errorHandler(noErrorHandler()).to(uri);
            }
        });
        assertThat(send("direct:in", kind.of(file), Map.of()).getException()).isNull();

        assertThat(item.attachments()).singleElement().satisfies(attachment -> assertThat(attachment.content())
                .hasBinaryContent(file));
    }

    @Test
    void anEmptyStreamThatShowsThatItBeginsThereIsAttachedAsZeroBytes() {
        EmulatedItem item = rig.message("m");
        assertThat(rig.send("message?name=a&messageId=m", new ByteArrayInputStream(new byte[0]), Map.of())
                        .getException())
                .isNull();
        assertThat(item.attachments()).extracting(EmulatedAttachment::length).containsExactly(0L);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"BUFFERED", "PLAIN"})
    void anEmptyStreamThatLooksLikeAUsedOneNeedsToBeDeclared(Kind kind) {
        EmulatedItem item = rig.message("m");

        Exchange refused = rig.send("message?name=a&messageId=m", kind.of(new byte[0]), Map.of());
        assertUsed(failure(refused));
        assertThat(refused.getException())
                .hasMessageEndingWith("or set the header CamelGraphAttachSize to 0 if the file is really empty");
        assertThat(item.attachments()).isEmpty();

        assertThat(rig.send("message?name=a&messageId=m", kind.of(new byte[0]), Map.of(GraphAttachConstants.SIZE, 0))
                        .getException())
                .isNull();
        assertThat(item.attachments()).extracting(EmulatedAttachment::length).containsExactly(0L);
    }

    @Test
    void aRemoteFileThatIsEmptySaysSoItself() {
        EmulatedItem item = rig.message("m");
        GenericFile<Object> remote = new GenericFile<>();
        remote.setFile(new Object());
        remote.setFileLength(0);
        remote.setBody(Kind.PLAIN.of(new byte[0]));

        assertThat(rig.send("message?name=a&messageId=m", remote, Map.of()).getException())
                .isNull();
        assertThat(item.attachments()).extracting(EmulatedAttachment::length).containsExactly(0L);
    }

    @Test
    void anEmptyStreamThatCamelHasCachedIsEmpty() throws Exception {
        EmulatedItem item = rig.message("m");
        rig.camel.setStreamCaching(true);
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to(rig.uri("message?name=a&messageId=m"));
            }
        });

        for (Kind kind : Kind.values()) {
            assertThat(send("direct:in", kind.of(new byte[0]), Map.of()).getException())
                    .as("failure of an empty stream of kind %s", kind)
                    .isNull();
        }
        assertThat(item.attachments()).extracting(EmulatedAttachment::length).containsExactly(0L, 0L, 0L);
    }

    @Test
    void aReaderThatWasReadBeforeIsNoEmptyText() throws IOException {
        EmulatedItem item = rig.message("m");
        Reader reader = new StringReader("hello");
        assertThat(reader.skip(5)).isEqualTo(5);

        assertUsed(failure(rig.send("message?name=a&messageId=m", reader, Map.of())));
        assertThat(item.attachments()).isEmpty();
    }

    private void route(RouteBuilder routes) throws Exception {
        rig.camel.addRoutes(routes);
    }

    private Exchange send(String route, Object body, Map<String, Object> headers) {
        return rig.camel
                .createFluentProducerTemplate()
                .to(route)
                .withBody(body)
                .withHeaders(headers)
                .send();
    }

    private static Exception failure(Exchange exchange) {
        Exception failure = exchange.getException();
        return failure != null
                ? failure
                : Objects.requireNonNull(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
    }

    private static byte[] read(Exchange exchange) {
        try {
            return Objects.requireNonNull(exchange.getMessage().getBody(InputStream.class))
                    .readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
