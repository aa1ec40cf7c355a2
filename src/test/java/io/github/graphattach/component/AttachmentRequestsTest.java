package io.github.graphattach.component;

import static io.github.graphattach.emulator.RequestKind.DELETE_ATTACHMENT;
import static io.github.graphattach.emulator.RequestKind.GET_CONTENT;
import static io.github.graphattach.emulator.RequestKind.LIST_ATTACHMENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.graphattach.emulator.RecordedExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.StreamCache;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operations list, get and delete as a route sees them. */
class AttachmentRequestsTest {

    private static final byte[] BYTES = new byte[200_000];

    static {
        new Random(1).nextBytes(BYTES);
    }

    private final Rig rig = new Rig();

    @BeforeEach
    void createItems() {
        rig.message("m");
        rig.emulator.create("/me/events/e");
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"message?messageId=m", "event?eventId=e"})
    void whatWasAttachedIsListedReadAndRemoved(String item) {
        String id = attach(item, "a.bin");

        assertThat(list(item)).singleElement().satisfies(line -> assertThat(line)
                .containsEntry("id", id)
                .containsEntry("name", "a.bin")
                .containsEntry("type", "application/octet-stream")
                .containsEntry("inline", false)
                .hasEntrySatisfying("size", size -> assertThat((Long) size).isGreaterThanOrEqualTo(BYTES.length)));
        assertThat(bytes(get(item, id))).isEqualTo(BYTES);
        assertThat(rig.send(item + "&operation=delete", "kept", Map.of(GraphAttachConstants.ATTACHMENT_ID, id)))
                .satisfies(deleted -> {
                    assertThat(deleted.getException()).isNull();
                    assertThat(deleted.getMessage().getBody()).isEqualTo("kept");
                });
        assertThat(list(item)).isEmpty();
    }

    @Test
    void aListHasAllPagesAndSaysWhichFilesAreShownInTheText() {
        for (int i = 0; i < 12; i++) {
            attach("message?messageId=m", "file" + i + ".txt");
        }
        rig.send("message?messageId=m&name=logo.png&inline=true&contentId=logo", new byte[] {1}, Map.of());

        List<Map<String, Object>> lines = list("message?messageId=m");

        assertThat(lines).hasSize(13);
        assertThat(lines)
                .filteredOn(line -> Boolean.TRUE.equals(line.get("inline")))
                .extracting(line -> line.get("name"), line -> line.get("type"))
                .containsExactly(tuple("logo.png", "image/png"));
    }

    /** What names the item and the attachment must not steer a later step; after a failure it is there for another try. */
    @Test
    void theHeadersThatNamedTheAttachmentAreGoneAfterASuccessOnly() {
        String id = attach("message?messageId=m", "a");
        Map<String, Object> headers =
                Map.of(GraphAttachConstants.MESSAGE_ID, "m", GraphAttachConstants.ATTACHMENT_ID, id);

        assertThat(rig.send("message?operation=delete", "", headers)
                        .getMessage()
                        .getHeaders())
                .doesNotContainKeys(GraphAttachConstants.MESSAGE_ID, GraphAttachConstants.ATTACHMENT_ID);
        assertThat(rig.send("message?operation=get&maxAttempts=1", "", headers)
                        .getMessage()
                        .getHeaders())
                .containsAllEntriesOf(headers);
    }

    /** An attachment that is copied needs no step in between: the header of the result is the one that get wants. */
    @Test
    void whatWasReadCanBeAttachedElsewhere() throws Exception {
        rig.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:copy")
                        .to(rig.uri("message?messageId=m&name=a.bin"))
                        .to(rig.uri("message?messageId=m&operation=get"))
                        .to(rig.uri("event?eventId=e&name=copy.bin"));
            }
        });

        Exchange exchange = rig.camel
                .createFluentProducerTemplate()
                .to("direct:copy")
                .withBody(BYTES)
                .send();

        assertThat(exchange.getException()).isNull();
        assertThat(rig.emulator.create("/me/events/e").attachments())
                .singleElement()
                .satisfies(copy -> assertThat(copy.content()).hasBinaryContent(BYTES));
    }

    @Test
    void theBytesAreReadAgainFromTheirStartAndNotFromTheHeap() throws Exception {
        String id = attach("message?messageId=m", "a.bin");

        rig.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:twice")
                        .to(rig.uri("message?messageId=m&operation=get&attachmentId=RAW(" + id + ")"))
                        .process(exchange -> {
                            StreamCache cache = exchange.getMessage().getMandatoryBody(StreamCache.class);
                            assertThat(cache.inMemory()).isFalse();
                            assertThat(bytes(exchange)).isEqualTo(BYTES);
                            cache.reset();
                            assertThat(bytes(exchange)).isEqualTo(BYTES);
                        });
            }
        });

        assertThat(rig.camel
                        .createFluentProducerTemplate()
                        .to("direct:twice")
                        .send()
                        .getException())
                .isNull();
    }

    /** What had come before the connection broke is not there twice. */
    @Test
    void anAnswerThatBreaksOffIsAskedForAgainFromItsFirstByte() {
        String id = attach("message?messageId=m", "a.bin");
        rig.emulator.faults().on(GET_CONTENT).nth(1).resetAfterReading();
        rig.emulator.faults().on(GET_CONTENT).nth(2).answer(503);

        assertThat(bytes(get("message?messageId=m", id))).isEqualTo(BYTES);

        assertThat(requests("GET", "/$value")).hasSize(3);
    }

    @Test
    void whatIsGoneAlreadyIsRemovedAndCannotBeRead() {
        String id = attach("message?messageId=m", "a");
        Map<String, Object> header = Map.of(GraphAttachConstants.ATTACHMENT_ID, id);
        rig.send("message?messageId=m&operation=delete", "", header);

        assertThat(rig.send("message?messageId=m&operation=delete", "", header).getException())
                .isNull();
        assertThat(rig.send("message?messageId=m&operation=get&maxAttempts=2", "", header)
                        .getException())
                .isInstanceOf(ItemNotFoundException.class)
                .hasMessageStartingWith("Tried to get an attachment of /me/messages/m but failed because");
    }

    @Test
    void aThrottleThatIsTooLongIsLeftToTheRoute() {
        rig.emulator.faults().on(LIST_ATTACHMENTS).answer(429).retryAfter("300");

        Exchange exchange = rig.send("message?messageId=m&operation=list&maxRetryAfter=1s", "", Map.of());

        assertThat(exchange.getException())
                .isInstanceOf(ThrottledException.class)
                .hasMessageStartingWith("Tried to list the attachments of /me/messages/m but failed because");
        assertThat(exchange.getMessage().getHeader(Exchange.REDELIVERY_DELAY)).isEqualTo(300_000L);
    }

    @Test
    void aRemovalThatIsRefusedFails() {
        String id = attach("message?messageId=m", "a");
        rig.emulator.faults().on(DELETE_ATTACHMENT).always().answer(403).error("ErrorAccessDenied");

        assertThat(rig.send("message?messageId=m&operation=delete", "", Map.of(GraphAttachConstants.ATTACHMENT_ID, id))
                        .getException())
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("Mail.ReadWrite");
        assertThat(list("message?messageId=m")).hasSize(1);
    }

    /** The upload has the item for itself until it is finished, so that the removal would wait for its own exchange. */
    @Test
    void nothingIsRemovedFromAnItemThatAnUploadOfTheExchangeHas() throws Exception {
        String id = attach("message?messageId=m", "a");
        rig.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:both")
                        .to(rig.uri("message?messageId=m&name=b&operation=open"))
                        .setHeader(GraphAttachConstants.ATTACHMENT_ID, constant(id))
                        .to(rig.uri("message?messageId=m&operation=delete"));
            }
        });

        assertThat(rig.camel
                        .createFluentProducerTemplate()
                        .to("direct:both")
                        .withBody("x")
                        .send()
                        .getException())
                .hasMessageContaining("is open in this exchange and has the item for itself");
        assertThat(list("message?messageId=m")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", "..", "a\u0000b", "a\u202eb"})
    void whatIsNoIdOfAnAttachmentIsRefusedBeforeAnyRequest(String id) {
        for (String operation : List.of("get", "delete")) {
            assertThat(rig.send(
                                    "message?messageId=m&operation=" + operation,
                                    "",
                                    Map.of(GraphAttachConstants.ATTACHMENT_ID, id))
                            .getException())
                    .hasMessageContaining("set the option attachmentId or the header CamelGraphAttachAttachmentId");
        }
        assertThat(rig.emulator.exchanges()).isEmpty();
    }

    @Test
    void anAttachmentIsNamedOnlyWhereOneIsWanted() {
        assertThatThrownBy(() -> rig.camel.getEndpoint(rig.uri("message?operation=list&attachmentId=a")))
                .hasMessageContaining(
                        "option attachmentId names an attachment, which only operation=get and delete want");
    }

    /** Without a place for the bytes nothing is asked for. */
    @Test
    void bytesThatCannotBeKeptAreNotAskedFor(@TempDir Path folder) {
        String id = attach("message?messageId=m", "a");
        String before = System.getProperty("java.io.tmpdir");
        System.setProperty("java.io.tmpdir", folder.resolve("gone").toString());
        try {
            assertThat(get("message?messageId=m", id).getException())
                    .hasMessageContaining("cannot keep the message body")
                    .hasMessageContaining("java.io.tmpdir");
            assertThat(requests("GET", "/$value")).isEmpty();
        } finally {
            System.setProperty("java.io.tmpdir", before);
        }
    }

    private String attach(String item, String name) {
        Exchange exchange = rig.send(item + "&name=" + name, BYTES, Map.of());
        assertThat(exchange.getException()).isNull();
        return Objects.requireNonNull(
                exchange.getMessage().getHeader(GraphAttachConstants.ATTACHMENT_ID, String.class));
    }

    /** As who waits for a reply, and so has the stream until it is closed. */
    private Exchange get(String item, String id) {
        return rig.camel
                .createFluentProducerTemplate()
                .to(rig.uri(item + "&operation=get"))
                .withProcessor(exchange -> {
                    exchange.setPattern(ExchangePattern.InOut);
                    exchange.getMessage().setHeader(GraphAttachConstants.ATTACHMENT_ID, id);
                })
                .send();
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> list(String item) {
        Exchange exchange = rig.send(item + "&operation=list", "", Map.of());
        assertThat(exchange.getException()).isNull();
        return Objects.requireNonNull(exchange.getMessage().getBody(List.class));
    }

    private static byte[] bytes(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        try (InputStream stream = Objects.requireNonNull(exchange.getMessage().getBody(InputStream.class))) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<RecordedExchange> requests(String method, String end) {
        return rig.emulator.exchanges().stream()
                .filter(request ->
                        request.method().equals(method) && request.path().endsWith(end))
                .toList();
    }
}
