package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.EmulatedAttachment;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.RecordedExchange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a file costs in requests when nothing goes wrong:
 *
 * <pre>
 * by session    2 + ceil(size / chunkSize)     the list of what is there, the session, and each range
 * by POST       2                              the list, and the POST
 * verify        none + 0, auto + 1 (the stored size; + 0 by POST, whose answer tells it), content + 1 (the stored bytes)
 * onExisting    add      + 0; - 1 (the list) where another file was attached to the item within the last 30 seconds
 *               skip     + 1 per attachment of the name that is not smaller (its bytes), up to the first that is the same;
 *                        then that and the list are all
 *               replace  + 1 per attachment of the name (its removal)
 * </pre>
 */
class RequestCountTest {

    private static final int CHUNK = 1000;
    private static final String SMALL = "message?messageId=m&name=a.bin&smallFileLimit=500&chunkSize=" + CHUNK;

    private final Rig rig = new Rig();
    private final EmulatedItem item = rig.message("m");

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest(name = "{0} bytes")
    @CsvSource({
        "0, list post",
        "1, list post",
        "2999999, list post",
        "3000000, list open 1*range size",
        "3932160, list open 1*range size",
        "3932161, list open 2*range size",
        "7864320, list open 2*range size",
        "7864321, list open 3*range size",
        "25000000, list open 7*range size",
    })
    void withTheDefaultsAFileTakesItsRangesAndThreeMoreOrTwoRequests(int size, String expected) {
        attach("message?messageId=m&name=a.bin", file(size));

        assertThat(requests()).containsExactlyElementsOf(words(expected));
        assertAttached(file(size));
    }

    @ParameterizedTest(name = "{0} bytes in ranges of {1}")
    @CsvSource({
        "500, 1, 500",
        "500, 499, 2",
        "500, 500, 1",
        "500, 501, 1",
        "1000, 333, 4",
        "999, 333, 3",
        "4194304, 4194304, 1",
        "4194305, 4194304, 2",
        "1000000, 327680, 4"
    })
    void aSessionTakesARequestPerRangeAndTwoMore(int size, int chunk, int ranges) {
        attach("message?messageId=m&name=a.bin&smallFileLimit=500&verify=none&chunkSize=" + chunk, file(size));

        assertThat(requests()).containsExactlyElementsOf(words("list open " + ranges + "*range"));
        assertAttached(file(size));
    }

    @ParameterizedTest(name = "verify={0}, onExisting={1}, there before: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    none    | add     | nothing            | list SEND
                    auto    | add     | nothing            | list SEND size
                    content | add     | nothing            | list SEND bytes
                    auto    | add     | same,other,smaller | SEND size
                    none    | skip    | nothing            | list SEND
                    auto    | skip    | nothing            | list SEND size
                    content | skip    | nothing            | list SEND bytes
                    none    | skip    | same               | list bytes
                    auto    | skip    | same               | list bytes
                    content | skip    | same               | list bytes
                    auto    | skip    | other,same,same    | list bytes bytes
                    none    | skip    | other              | list bytes SEND
                    auto    | skip    | other,other        | list bytes bytes SEND size
                    content | skip    | other              | list bytes SEND bytes
                    auto    | skip    | smaller            | list SEND size
                    none    | replace | nothing            | list SEND
                    auto    | replace | nothing            | list SEND size
                    none    | replace | same               | list SEND remove
                    auto    | replace | other              | list SEND size remove
                    content | replace | smaller            | list SEND bytes remove
                    auto    | replace | other,same,smaller | list SEND size remove remove remove
                    """)
    void verifyAndOnExistingAskWhatTheyNeedAndNoMore(String verify, String onExisting, String before, String expected) {
        Map.of(400, "post", 500, "open range", 2000, "open range range", 2001, "open range range range")
                .forEach((size, send) -> {
                    String message = SMALL.replace("messageId=m", "messageId=m" + size);
                    rig.message("m" + size);
                    Stream.of(before.split(",", -1)).forEach(present -> arrange(message, present, file(size)));
                    int requestsBefore = requests().size();

                    attach(message + "&verify=" + verify + "&onExisting=" + onExisting, file(size));

                    assertThat(requests().stream().skip(requestsBefore))
                            .as("requests for %d bytes", size)
                            .containsExactlyElementsOf(words(asked(expected, send)));
                });
    }

    /** The answer to a POST tells the size. */
    private static String asked(String expected, String send) {
        return (send.equals("post") ? expected.replace("SEND size", "SEND") : expected).replace("SEND", send);
    }

    private void arrange(String message, String present, byte[] file) {
        switch (present) {
            case "nothing" -> {}
            case "same" -> attach(message, file);
            case "other" -> attach(message, other(file));
            case "smaller" -> attach(message, new byte[1]);
            default -> throw new IllegalArgumentException(present);
        }
    }

    private static byte[] other(byte[] file) {
        byte[] other = file.clone();
        other[0]++;
        return other;
    }

    /** The upload host names what was sent by an ordinary id, so that what is listed is not what was kept. */
    @Test
    void withImmutableIdsEachFileIsListedFor() {
        attach(SMALL + "&idType=immutable", file(2000));
        attach(SMALL + "&idType=immutable", file(2001));

        assertThat(requests()).filteredOn("list"::equals).hasSize(2);
    }

    /** The steps of a route that splits the file itself. */
    @Test
    void takenApartAnUploadAsksTheSame() throws Exception {
        rig.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:ranges")
                        .to(rig.uri(SMALL + "&operation=open"))
                        .split(body(), new UploadAggregationStrategy())
                        .streaming()
                        .stopOnException()
                        .to(rig.uri(SMALL + "&operation=uploadRange"))
                        .end()
                        .to(rig.uri(SMALL + "&operation=finish"));
            }
        });

        rig.camel
                .createFluentProducerTemplate()
                .to("direct:ranges")
                .withBody(file(3001))
                .send();

        assertThat(requests()).containsExactlyElementsOf(words("list open 4*range size"));
        assertAttached(file(3001));
    }

    private void attach(String uri, byte[] file) {
        Exchange exchange = rig.send(uri, file, Map.of());
        assertThat(exchange.getException()).isNull();
    }

    private void assertAttached(byte[] file) {
        assertThat(item.attachments())
                .singleElement()
                .extracting(EmulatedAttachment::content)
                .satisfies(stored -> assertThat(stored).hasBinaryContent(file));
    }

    private List<String> requests() {
        return rig.requests().stream().map(RequestCountTest::word).toList();
    }

    private static String word(RecordedExchange sent) {
        String below = sent.path().replaceFirst(".*/attachments", "");
        return switch (sent.method()) {
            case "PUT" -> "range";
            case "POST" -> below.isEmpty() ? "post" : "open";
            case "DELETE" -> "remove";
            default -> below.isEmpty() ? "list" : below.endsWith("/$value") ? "bytes" : "size";
        };
    }

    /** Reads {@code 3*range} as three ranges. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.split(" ", -1)) {
            int times = word.indexOf('*') < 0 ? 1 : Integer.parseInt(word.substring(0, word.indexOf('*')));
            words.addAll(Collections.nCopies(times, word.substring(word.indexOf('*') + 1)));
        }
        return words;
    }

    private static byte[] file(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
