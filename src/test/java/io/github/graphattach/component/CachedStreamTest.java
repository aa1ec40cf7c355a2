package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.OtherJvm;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.RequestKind;
import io.github.graphattach.upload.UploadListener;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.converter.stream.ByteArrayInputStreamCache;
import org.apache.camel.converter.stream.FileInputStreamCache;
import org.apache.camel.converter.stream.InputStreamCache;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream that Camel has cached can be read again: it is read where it lies, and whoever else reads it is not disturbed. */
@EnabledOnOs(OS.LINUX)
class CachedStreamTest {

    private static final String MESSAGE = "message?messageId=m&name=a.bin&chunkSize=50000&smallFileLimit=0";

    private final Rig rig = new Rig();
    private final byte[] file = new byte[150_001];
    private EmulatedItem item = rig.message("m");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    /** How Camel caches, and what it makes of it. */
    enum Kind {
        ON_DISK(FileInputStreamCache.class),
        ENCRYPTED_ON_DISK(FileInputStreamCache.class),
        IN_MEMORY(InputStreamCache.class),
        BYTES_OF_THE_CALLER(ByteArrayInputStreamCache.class);

        private final Class<?> type;

        Kind(Class<?> type) {
            this.type = type;
        }
    }

    @BeforeEach
    void createItem() {
        item = rig.message("m");
        new Random(8).nextBytes(file);
        Spools.awaitNone();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private InputStream body(Kind kind) throws IOException {
        var caching = rig.camel.getStreamCachingStrategy();
        caching.addSpoolRule(length -> kind == Kind.ON_DISK || kind == Kind.ENCRYPTED_ON_DISK);
        caching.setSpoolDirectory(
                Files.createDirectories(folder.resolve("camel")).toFile());
        if (kind == Kind.ENCRYPTED_ON_DISK) {
            caching.setSpoolCipher("AES/CTR/NoPadding");
        }
        InputStream bytes = new ByteArrayInputStream(file);
        return kind == Kind.BYTES_OF_THE_CALLER ? bytes : new FilterInputStream(bytes) {};
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void itIsNotSpooledOnceMoreAndItsRangesAreRightInAnyOrder(Kind kind) throws Exception {
        List<Long> spools = new ArrayList<>();
        UploadListener listener = event -> spools.add(Spools.open());
        rig.camel.getRegistry().bind("watch", UploadListener.class, listener);
        rig.emulator.faults().on(RequestKind.PUT_RANGE).nth(2).answer(503);
        rig.emulator.faults().on(RequestKind.PUT_RANGE).nth(4).answer(404);
        List<Object> bodies = new ArrayList<>();
        List<byte[]> read = new ArrayList<>();
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .process(exchange -> bodies.add(exchange.getMessage().getBody()))
                        .to(rig.uri(MESSAGE + "&verify=content"))
                        .process(exchange -> bodies.add(exchange.getMessage().getBody()))
                        .process(exchange -> read.add(
                                Objects.requireNonNull(exchange.getMessage().getBody(InputStream.class))
                                        .readAllBytes()));
            }
        });

        assertThat(send(body(kind)).getException()).isNull();

        assertThat(bodies).hasSize(2).allSatisfy(body -> assertThat(body).isInstanceOf(kind.type));
        assertThat(bodies.get(1)).as("the body").isSameAs(bodies.get(0));
        assertThat(item.attachments()).singleElement().satisfies(attachment -> assertThat(attachment.content())
                .hasBinaryContent(file));
        assertThat(read).containsExactly(file);
        assertThat(spools).isNotEmpty().containsOnly(0L);
        try (Stream<Path> left = Files.list(folder.resolve("camel"))) {
            assertThat(left).as("files of Camel's that are left").isEmpty();
        }
    }

    /** The one who reads it between two ranges does so from a place that is his own. */
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"ON_DISK", "ENCRYPTED_ON_DISK", "IN_MEMORY"})
    void whoeverElseReadsFromItIsNotDisturbed(Kind kind) throws Exception {
        List<byte[]> parts = new ArrayList<>();
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .setProperty("body", body())
                        .to(rig.uri(MESSAGE + "&operation=open"))
                        .split(body(), new UploadAggregationStrategy())
                        .streaming()
                        .stopOnException()
                        .process(exchange ->
                                parts.add(Objects.requireNonNull(exchange.getProperty("body", InputStream.class))
                                        .readNBytes(40_000)))
                        .to(rig.uri(MESSAGE + "&operation=uploadRange"))
                        .end()
                        .to(rig.uri(MESSAGE + "&operation=finish"));
            }
        });

        assertThat(send(body(kind)).getException()).isNull();

        assertThat(item.attachments()).singleElement().satisfies(attachment -> assertThat(attachment.content())
                .hasBinaryContent(file));
        byte[] first = new byte[160_000];
        int length = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, first, length, part.length);
            length += part.length;
        }
        assertThat(Arrays.copyOf(first, length))
                .as("what the other one has read")
                .isEqualTo(Arrays.copyOf(file, length));
        assertThat(length).isGreaterThan(100_000);
    }

    @Test
    void oneWhoseFileIsDeletedIsRefusedWithTheRemedy() throws Exception {
        List<StreamCache> kept = new ArrayList<>();
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .process(exchange -> kept.add(exchange.getMessage().getBody(StreamCache.class)));
            }
        });
        assertThat(send(body(Kind.ON_DISK)).getException()).isNull();

        Exchange late = rig.send(MESSAGE, kept.get(0), Map.of());

        assertThat(late.getException())
                .isInstanceOf(SourceChangedException.class)
                .hasMessageStartingWith("Nothing was sent because Camel has deleted the file")
                .hasMessageEndingWith("convert it to byte[] or write it to a file before that");
    }

    @Test
    void oneThatIsTooLargeIsRefusedAndWhole() throws Exception {
        List<byte[]> read = new ArrayList<>();
        route(new RouteBuilder() {
            @Override
            public void configure() {
                onException(AttachmentRejectedException.class)
                        .handled(true)
                        .process(exchange -> read.add(
                                Objects.requireNonNull(exchange.getMessage().getBody(InputStream.class))
                                        .readAllBytes()));
                from("direct:in").to(rig.uri(MESSAGE + "&maxFileSize=100000"));
            }
        });

        send(body(Kind.ON_DISK));

        assertThat(read).containsExactly(file);
        assertThat(item.attachments()).isEmpty();
    }

    /** What Camel has cached as characters has to be converted; it is a text. */
    @Test
    void aReaderIsAText() throws Exception {
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to(rig.uri(MESSAGE));
            }
        });

        assertThat(send(new StringReader("hällo")).getException()).isNull();

        assertThat(item.attachments()).singleElement().satisfies(attachment -> assertThat(attachment.content())
                .hasBinaryContent("hällo".getBytes(StandardCharsets.UTF_8)));
    }

    /** In a process of its own, for what it logs. */
    @Test
    void aStartWithLargeStreamsInMemorySaysSoOnce() throws Exception {
        Process starting = OtherJvm.shortLived(
                        List.of("-Dorg.apache.camel.jmx.disabled=true"),
                        Starting.class,
                        rig.uri("message"),
                        rig.uri("event"))
                .redirectErrorStream(true)
                .start();
        String printed = new String(starting.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(starting.waitFor()).as("status; printed: %s", printed).isZero();
        List<String> logged = printed.lines()
                .filter(line -> line.contains("GraphAttachComponent") || line.startsWith("caching"))
                .map(line -> line.replaceFirst(".* WARN .*GraphAttachComponent ", ""))
                .toList();
        assertThat(logged)
                .containsExactly(
                        "caching false, spooling false",
                        "caching false, spooling true",
                        "caching true, spooling false",
                        "Camel caches streams in memory before this component sees them, so a large one may fill the heap;"
                                + " set camel.main.stream-caching-spool-enabled=true, or"
                                + " camel.main.stream-caching-enabled=false to have only the component keep them, on disk",
                        "caching true, spooling true");
    }

    /** What runs in the other process. */
    static final class Starting {

        private Starting() {}

        public static void main(String[] uris) throws Exception {
            for (boolean caching : new boolean[] {false, true}) {
                for (boolean spooling : new boolean[] {false, true}) {
                    System.out.println("caching " + caching + ", spooling " + spooling);
                    try (DefaultCamelContext camel = new DefaultCamelContext()) {
                        camel.setStreamCaching(caching);
                        camel.getStreamCachingStrategy().setSpoolEnabled(spooling);
                        camel.start();
                        for (String uri : uris) {
                            camel.getEndpoint(uri);
                        }
                    }
                }
            }
        }
    }

    /** So that no spool is seen above because there is none, and not because nobody looks. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void onlyAStreamThatIsNotCachedIsSpooled(boolean cached) throws Exception {
        List<Long> spools = new ArrayList<>();
        UploadListener listener = event -> spools.add(Spools.open());
        rig.camel.getRegistry().bind("watch", UploadListener.class, listener);
        rig.camel.setStreamCaching(cached);
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to(rig.uri(MESSAGE));
            }
        });

        assertThat(send(new FilterInputStream(new ByteArrayInputStream(file)) {})
                        .getException())
                .isNull();

        assertThat(spools).isNotEmpty().containsOnly(cached ? 0L : 1L);
    }

    private void route(RouteBuilder routes) throws Exception {
        rig.camel.addRoutes(routes);
    }

    private Exchange send(Object body) {
        return Objects.requireNonNull(rig.camel
                .createFluentProducerTemplate()
                .to("direct:in")
                .withBody(body)
                .send());
    }
}
