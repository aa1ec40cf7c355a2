package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.EmulatedAttachment;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.GraphEmulator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The two ways through the engine, one step and split into ranges, for every kind of body and the sizes where something changes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttachTest {

    private static final int CHUNK = 500_000;
    private static final int LIMIT = 300_000;
    private static final String OPTIONS = "?accessToken=test-token&chunkSize=" + CHUNK + "&smallFileLimit=" + LIMIT
            + "&mailboxUploadBudget=off&verify=content&graphUrl=";

    private final GraphEmulator emulator =
            GraphEmulator.builder().minimumSessionSize(0).start();
    private final CamelContext camel = new DefaultCamelContext();

    @BeforeAll
    void startRoutes() throws Exception {
        String options = OPTIONS + emulator.graphUrl();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:attach").to("graph-attach:message" + options);
                from("direct:ranges")
                        .to("graph-attach:message" + options + "&operation=open")
                        .split(body(), new UploadAggregationStrategy())
                        .streaming()
                        .stopOnException()
                        .to("graph-attach:message" + options + "&operation=uploadRange")
                        .end()
                        .to("graph-attach:message" + options + "&operation=finish");
            }
        });
        camel.start();
    }

    @AfterAll
    void stop() throws Exception {
        camel.close();
        emulator.close();
    }

    static Stream<Arguments> sizesAndBodies() {
        return Stream.of(0, 1, LIMIT - 1, LIMIT, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 1, 25_000_000)
                .flatMap(size -> Stream.of(BodyKind.values()).map(kind -> Arguments.of(size, kind)));
    }

    enum BodyKind {
        FILE,
        OPEN_FILE,
        CHANNEL,
        GENERIC_FILE,
        BYTES,
        STREAM,
        STREAM_WITH_SIZE;

        Object body(byte[] bytes, Path file) throws IOException {
            return switch (this) {
                case FILE -> file.toFile();
                case OPEN_FILE -> OpenedFile.at(file);
                case CHANNEL -> FileChannel.open(file);
                case GENERIC_FILE -> genericFile(file);
                case BYTES -> bytes.clone();
                case STREAM, STREAM_WITH_SIZE -> new ByteArrayInputStream(bytes);
            };
        }

        private static GenericFile<java.io.File> genericFile(Path file) {
            GenericFile<java.io.File> generic = new GenericFile<>();
            generic.setFile(file.toFile());
            generic.setFileLength(file.toFile().length());
            return generic;
        }
    }

    @ParameterizedTest(name = "{0} bytes from {1}")
    @MethodSource("sizesAndBodies")
    void oneStepAndSplitRouteAttachTheSameBytes(int size, BodyKind kind, @TempDir Path folder) throws Exception {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        Path file = Files.write(folder.resolve(size + "-" + kind), bytes);
        for (String route : List.of("direct:attach", "direct:ranges")) {
            String id = route.substring(7) + size + kind;
            EmulatedItem item = emulator.create("/me/messages/" + id);
            Object body = kind.body(bytes, file);

            Exchange exchange = camel.createFluentProducerTemplate()
                    .to(route)
                    .withBody(body)
                    .withHeader(GraphAttachConstants.MESSAGE_ID, id)
                    .withHeader(GraphAttachConstants.NAME, "report.pdf")
                    .withHeader(
                            kind == BodyKind.STREAM_WITH_SIZE ? GraphAttachConstants.SIZE : "unrelated", (long) size)
                    .send();

            assertThat(exchange.getException()).as("failure of %s", route).isNull();
            assertThat(item.attachments()).hasSize(1);
            EmulatedAttachment attachment = item.attachments().get(0);
            assertThat(attachment.content()).as("stored bytes of %s", route).hasBinaryContent(bytes);
            assertThat(exchange.getMessage().getHeader(GraphAttachConstants.CONTENT_SHA256))
                    .isEqualTo(attachment.sha256());
            assertThat(exchange.getMessage().getHeader(GraphAttachConstants.ATTACHMENT_ID))
                    .isEqualTo(attachment.id());
            assertThat(exchange.getMessage().getHeader(GraphAttachConstants.VERIFIED))
                    .isEqualTo("content");
            assertThat(exchange.getMessage().getHeaders())
                    .doesNotContainKeys(
                            GraphAttachConstants.MESSAGE_ID, GraphAttachConstants.NAME, GraphAttachConstants.SIZE);
            if (kind == BodyKind.STREAM || kind == BodyKind.STREAM_WITH_SIZE) {
                assertThat(exchange.getMessage().getBody()).isInstanceOf(InputStream.class);
            } else {
                assertThat(exchange.getMessage().getBody())
                        .as("the body is untouched")
                        .isSameAs(body);
            }
        }
    }
}
