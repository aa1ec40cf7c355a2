package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.RecordedExchange;
import io.github.graphattach.emulator.RequestKind;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.camel.Exchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What plain {@code onException} of a YAML route does with an upload that the service has throttled for too long. */
class RedeliveryTest {

    private static final String ROUTE =
            """
            - onException:
                exception:
                  - io.github.graphattach.component.ThrottledException
                redeliveryPolicy:
                  maximumRedeliveries: "3"
            - route:
                id: throttled
                from:
                  uri: direct:throttled
                  steps:
                    - to:
                        uri: "%s"
            """;

    private final Rig rig = new Rig();
    private EmulatedItem item = rig.message("m");
    private final byte[] file = new byte[5_500];

    @BeforeEach
    void createItem() {
        item = rig.message("m");
        new Random(1).nextBytes(file);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /** The file arrives in two pieces of work, with the service's second between them, and no range travels twice. */
    @ParameterizedTest(name = "{0}, by the route {1}")
    @CsvSource({
        "bytes, throttled",
        "file, throttled",
        "stream, throttled",
        "bytes, ranges",
        "file, ranges",
        "stream, ranges"
    })
    void aRedeliveryGoesOnWhereTheUploadStopped(String kind, String route, @TempDir Path folder) throws Exception {
        GraphAttachConfiguration options = rig.camel
                .getComponent("graph-attach", GraphAttachComponent.class)
                .getConfiguration();
        options.setGraphUrl(rig.emulator.graphUrl().toString());
        options.setAccessToken("test-token");
        options.setChunkSize("1000");
        options.setSmallFileLimit("0");
        options.setMaxRetryAfter(500);
        load(ROUTE.formatted(route.equals("ranges") ? "direct:attach-in-ranges" : "graph-attach:message"));
        load(Files.readString(Path.of("routes/attach-in-ranges.camel.yaml")));
        rig.emulator.faults().on(RequestKind.PUT_RANGE).nth(3).answer(429).retryAfter("1");
        rig.emulator.faults().on(RequestKind.PUT_RANGE).nth(5).answer(429).retryAfter("1");

        Exchange exchange = send(body(kind, folder));

        assertThat(exchange.getException()).isNull();
        assertThat(ranges(200, 201))
                .containsExactly("0-999", "1000-1999", "2000-2999", "3000-3999", "4000-4999", "5000-5499");
        assertThat(ranges(429)).containsExactly("2000-2999", "3000-3999");
        assertThat(pauseAfterTheFirstThrottle()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(exchange.getMessage().getHeader(Exchange.REDELIVERY_DELAY)).isNull();
        assertThat(item.attachments()).hasSize(1);
        assertThat(item.attachments().get(0).content()).hasBinaryContent(file);
    }

    /** Two minutes are longer than the route lets the upload wait: they are left to the redelivery, to the millisecond. */
    @Test
    void aWaitThatTheUploadMayNotMakeIsLeftToTheRedelivery() {
        rig.emulator.faults().on(RequestKind.PUT_RANGE).nth(2).answer(429).retryAfter("120");

        Exchange exchange = rig.send(
                "message?messageId=m&name=a.bin&chunkSize=1000&smallFileLimit=0&maxRetryAfter=60s", file, Map.of());

        assertThat(exchange.getException()).isInstanceOf(ThrottledException.class);
        assertThat(exchange.getMessage().getHeader(Exchange.REDELIVERY_DELAY)).isEqualTo(120_000L);
        assertThat(item.attachments()).isEmpty();
    }

    private void load(String yaml) throws Exception {
        PluginHelper.getRoutesLoader(rig.camel).loadRoutes(ResourceHelper.fromString("route.camel.yaml", yaml));
    }

    private Object body(String kind, Path folder) throws Exception {
        return switch (kind) {
            case "file" -> Files.write(folder.resolve("a.bin"), file).toFile();
            case "stream" -> new ByteArrayInputStream(file);
            default -> file;
        };
    }

    private Exchange send(Object body) {
        return rig.camel
                .createFluentProducerTemplate()
                .to("direct:throttled")
                .withBody(body)
                .withExchangeProperty("graphAttachItem", "message")
                .withHeader(GraphAttachConstants.MESSAGE_ID, "m")
                .withHeader(GraphAttachConstants.NAME, "a.bin")
                .send();
    }

    private List<RecordedExchange> puts() {
        return rig.emulator.exchanges().stream()
                .filter(sent -> sent.method().equals("PUT"))
                .toList();
    }

    private List<String> ranges(Integer... statuses) {
        return puts().stream()
                .filter(sent -> List.of(statuses).contains(sent.status()))
                .map(sent ->
                        sent.requestHeaders().getOrDefault("content-range", "").replaceAll("bytes |/.*", ""))
                .toList();
    }

    private Duration pauseAfterTheFirstThrottle() {
        List<RecordedExchange> puts = puts();
        RecordedExchange throttled =
                puts.stream().filter(sent -> sent.status() == 429).findFirst().orElseThrow();
        RecordedExchange next = puts.get(puts.indexOf(throttled) + 1);
        return Duration.between(throttled.started(), next.started());
    }
}
