package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.RecordedExchange;
import io.github.graphattach.emulator.RequestKind;
import io.github.graphattach.session.InMemoryUploadSessionStore;
import io.github.graphattach.session.LeaseTerms;
import io.github.graphattach.session.UploadKey;
import io.github.graphattach.session.UploadSessionStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.converter.stream.InputStreamCache;
import org.apache.camel.spi.EndpointServiceLocation;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operations, headers and results as a route sees them. */
class OperationsTest {

    private static final String SMALL = "message?messageId=m&name=a.bin&chunkSize=1000&smallFileLimit=500";

    private final Rig rig = new Rig();
    private EmulatedItem item = rig.message("m");

    @BeforeEach
    void createItem() {
        item = rig.message("m");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aSessionTakesTwoRequestsMoreThanItHasRanges() {
        byte[] bytes = random(2_500);

        Exchange exchange = rig.send(SMALL + "&verify=none", bytes, Map.of());

        assertThat(exchange.getException()).isNull();
        assertThat(rig.requests())
                .extracting(RecordedExchange::method)
                .containsExactly("GET", "POST", "PUT", "PUT", "PUT");
        assertThat(contentRanges()).containsExactly("bytes 0-999/2500", "bytes 1000-1999/2500", "bytes 2000-2499/2500");
        assertThat(rig.emulator.exchanges().stream()
                        .filter(sent -> sent.method().equals("PUT")))
                .as("the upload URL carries its own token")
                .allSatisfy(put -> assertThat(put.requestHeaders()).doesNotContainKey("authorization"));
        assertThat(exchange.getMessage().getHeader(GraphAttachConstants.VERIFIED))
                .isEqualTo("none");
    }

    @Test
    void theStepsWorkOneByOneAndStatusSaysHowFarTheyAre() {
        byte[] bytes = random(2_500);

        Exchange open = rig.send(SMALL + "&operation=open&uploadId=one", bytes, Map.of());
        // The template ends its exchange, and with it the upload: an open upload belongs to one exchange.
        Object opened = Objects.requireNonNull(open.getMessage().getBody());
        assertThat(opened).isInstanceOf(OpenUpload.class);
        Exchange late = rig.send(SMALL + "&operation=finish", opened, Map.of());
        assertThat(late.getException())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThat(item.attachments()).isEmpty();
    }

    @Test
    void statusNamesTheNextByteAndCancelDeletesTheSession() throws Exception {
        List<Object> seen = new ArrayList<>();
        rig.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:cancelled")
                        .to(rig.uri(SMALL + "&operation=open&uploadId=one"))
                        .process(exchange -> {
                            OpenUpload upload = exchange.getMessage().getMandatoryBody(OpenUpload.class);
                            upload.forEach(range -> seen.add(range.getOffset() + "+" + range.getLength()));
                            exchange.setProperty("upload", upload);
                            exchange.getMessage().setBody(upload.iterator().next());
                        })
                        .to(rig.uri(SMALL + "&operation=uploadRange"))
                        .setBody(constant("by address, name and id"))
                        .to(rig.uri(SMALL + "&operation=status&uploadId=one"))
                        .process(
                                exchange -> seen.add(exchange.getMessage().getHeader(GraphAttachConstants.NEXT_OFFSET)))
                        .to(rig.uri(SMALL + "&operation=cancel&uploadId=one"))
                        .setBody(exchangeProperty("upload"))
                        .to(rig.uri(SMALL + "&operation=finish"));
            }
        });

        Exchange exchange = rig.camel
                .createFluentProducerTemplate()
                .to("direct:cancelled")
                .withBody(random(2_500))
                .send();

        assertThat(seen).containsExactly("0+1000", "1000+1000", "2000+500", 1000L);
        assertThat(exchange.getException())
                .isInstanceOf(GraphAttachException.class)
                .hasMessageContaining("cancelled");
        assertThat(rig.requests())
                .extracting(RecordedExchange::method)
                .as("the session is deleted at the service")
                .contains("DELETE");
        assertThat(item.attachments()).isEmpty();
    }

    @Test
    void aSplitThatFailsGivesBackTheBodyAndTheFailureItself() throws Exception {
        rig.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:ranges")
                        .to(rig.uri(SMALL + "&operation=open&uploadId=one"))
                        .split(body(), new UploadAggregationStrategy())
                        .streaming()
                        .stopOnException()
                        .process(exchange -> {
                            if (exchange.getMessage()
                                            .getMandatoryBody(UploadRange.class)
                                            .getOffset()
                                    == 2000) {
                                exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, 1234L);
                                throw new ThrottledException(
                                        "later", new FailureDetails(429, "", "", "", true, 2000, "later"), null);
                            }
                        })
                        .to(rig.uri(SMALL + "&operation=uploadRange"))
                        .end()
                        .to(rig.uri(SMALL + "&operation=finish"));
            }
        });
        byte[] bytes = random(2_500);

        Exchange exchange = rig.camel
                .createFluentProducerTemplate()
                .to("direct:ranges")
                .withBody(bytes)
                .send();

        assertThat(exchange.getException()).isInstanceOf(ThrottledException.class);
        assertThat(exchange.getMessage().getBody()).isSameAs(bytes);
        assertThat(exchange.getMessage().getHeader(Exchange.REDELIVERY_DELAY)).isEqualTo(1234L);
        assertThat(item.attachments()).isEmpty();
        Exchange again = rig.send(SMALL + "&uploadId=one", bytes, Map.of());
        assertThat(again.getException()).isNull();
        assertThat(contentRanges())
                .as("the second try goes on where the first stopped")
                .containsExactly("bytes 0-999/2500", "bytes 1000-1999/2500", "bytes 2000-2499/2500");
        assertThat(again.getMessage().getHeader(GraphAttachConstants.VERIFIED))
                .as("a resumed upload is proven by its bytes")
                .isEqualTo("content");
        assertThat(rig.send(SMALL + "&uploadId=one", bytes, Map.of())
                        .getMessage()
                        .getHeader(GraphAttachConstants.OUTCOME))
                .as("the third try finds what the second did")
                .isEqualTo("already-present");
        assertThat(item.attachments()).hasSize(1);
    }

    @Test
    void statusAndCancelFindWhatAFailedUploadHasLeft() {
        byte[] bytes = random(2_500);
        String left = SMALL + "&uploadId=one&maxRetryAfter=1s";
        rig.emulator.faults().on(RequestKind.PUT_RANGE).nth(2).answer(429).retryAfter("300");
        assertThat(rig.send(left, bytes, Map.of()).getException()).isInstanceOf(ThrottledException.class);

        Exchange status = rig.send(left + "&operation=status", "", Map.of());
        assertThat(status.getException()).isNull();
        assertThat(status.getMessage().getHeader(GraphAttachConstants.NEXT_OFFSET))
                .isEqualTo(1000L);
        assertThat(status.getMessage().getHeader(GraphAttachConstants.EXPIRY, String.class))
                .endsWith("Z");
        assertThat(rig.send(left + "&operation=cancel", "", Map.of()).getException())
                .isNull();

        assertThat(rig.emulator.openSessions()).isZero();
        assertThat(rig.send(left + "&operation=status", "", Map.of())
                        .getMessage()
                        .getHeaders())
                .doesNotContainKeys(GraphAttachConstants.NEXT_OFFSET, GraphAttachConstants.EXPIRY);
        rig.emulator.faults().clear();
        assertThat(rig.send(left, bytes, Map.of()).getException()).isNull();
        assertThat(contentRanges())
                .as("after the cancellation the file starts over")
                .filteredOn(range -> range.startsWith("bytes 0-"))
                .hasSize(2);
        assertThat(item.attachments()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"status, ask about", "cancel, cancel"})
    void aLookWithoutAnAnswerSaysWhatItWasFor(String operation, String what) {
        String left = SMALL + "&uploadId=one&maxRetryAfter=1s";
        rig.emulator.faults().on(RequestKind.PUT_RANGE).nth(2).answer(429).retryAfter("300");
        rig.send(left, random(2_500), Map.of());
        rig.emulator
                .faults()
                .on(RequestKind.SESSION_STATUS, RequestKind.CANCEL_SESSION)
                .always()
                .resetBeforeReading();

        Exchange exchange = rig.send(left + "&operation=" + operation, "", Map.of());

        assertThat(exchange.getException())
                .isInstanceOfSatisfying(GraphAttachException.class, failure -> assertThat(failure.retryable())
                        .isTrue())
                .hasMessageStartingWith("Tried to " + what
                        + " the upload of 'a.bin' to /me/messages/m but failed because the service did not answer")
                .hasMessageEndingWith("; check the network and any proxy, then try again");
    }

    @Test
    void anUploadThatAnotherProcessHasIsNotCancelled() {
        UploadSessionStore store =
                new InMemoryUploadSessionStore(LeaseTerms.withGrace(Duration.ofMinutes(1)), 10, System::nanoTime);
        rig.camel.getRegistry().bind("store", store);
        String service = rig.emulator.graphUrl().toString();
        store.claim(UploadKey.of(service, "", "", "me ", "m", "a.bin", "one"));

        Exchange exchange = rig.send(SMALL + "&uploadId=one&operation=cancel", "", Map.of());

        assertThat(exchange.getException())
                .isInstanceOfSatisfying(GraphAttachException.class, failure -> assertThat(failure.retryable())
                        .isTrue())
                .hasMessageStartingWith("Tried to cancel the upload of 'a.bin' to /me/messages/m")
                .hasMessageContaining("another process has this upload");
    }

    @Test
    void aHeaderWinsOverTheOption() {
        EmulatedItem other = rig.message("other");

        Exchange exchange = rig.send(
                SMALL,
                "text",
                Map.of(
                        GraphAttachConstants.MESSAGE_ID, "other",
                        GraphAttachConstants.NAME, "b.txt",
                        GraphAttachConstants.CONTENT_TYPE, "text/x-notes",
                        GraphAttachConstants.INLINE, "true",
                        GraphAttachConstants.CONTENT_ID, "picture"));

        assertThat(exchange.getException()).isNull();
        assertThat(item.attachments()).isEmpty();
        assertThat(other.attachments()).singleElement().satisfies(stored -> {
            assertThat(stored.name()).isEqualTo("b.txt");
            assertThat(stored.contentType()).isEqualTo("text/x-notes");
            assertThat(stored.isInline()).isTrue();
            assertThat(stored.contentId()).contains("picture");
        });
    }

    @Test
    void theNameIsTheLastSegmentOfTheFileNameAndTheTypeFollowsIt() {
        rig.send("message?messageId=m", "text", Map.of(Exchange.FILE_NAME, "in\\2026/report.pdf"));
        assertThat(item.attachments()).singleElement().satisfies(stored -> {
            assertThat(stored.name()).isEqualTo("report.pdf");
            assertThat(stored.contentType()).isEqualTo("application/pdf");
        });
    }

    @Test
    void textIsWrittenInTheCharsetThatTheExchangeNames() throws Exception {
        rig.send(SMALL, "Zürich", Map.of(Exchange.CHARSET_NAME, "ISO-8859-1"));
        rig.send(SMALL, "Zürich", Map.of());
        assertThat(item.attachments().get(0).content())
                .hasBinaryContent("Zürich".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(item.attachments().get(1).content()).hasBinaryContent("Zürich".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aCachedStreamIsReadFromItsStartAndLeftAtItsStart() throws Exception {
        byte[] bytes = random(2_500);
        InputStreamCache cache = new InputStreamCache(bytes);
        assertThat(cache.skip(100)).isEqualTo(100);

        Exchange exchange = rig.send(SMALL, cache, Map.of());

        assertThat(exchange.getException()).isNull();
        assertThat(item.attachments().get(0).content()).hasBinaryContent(bytes);
        assertThat(exchange.getMessage().getBody()).isSameAs(cache);
        assertThat(cache.readAllBytes()).isEqualTo(bytes);
    }

    @Test
    void aStreamCanBeReadAgainWhileTheExchangeLives() throws Exception {
        byte[] bytes = random(2_500);
        List<byte[]> read = new ArrayList<>();
        rig.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:twice")
                        .streamCache("false")
                        .to(rig.uri(SMALL))
                        .process(exchange -> read.add(
                                exchange.getMessage()
                                                        .getMandatoryBody(StreamCache.class)
                                                        .copy(exchange)
                                                instanceof InputStream in
                                        ? in.readAllBytes()
                                        : new byte[0]))
                        .setHeader(GraphAttachConstants.NAME, constant("again.bin"))
                        .to(rig.uri(SMALL));
            }
        });

        Exchange exchange = rig.camel
                .createFluentProducerTemplate()
                .to("direct:twice")
                .withBody(new ByteArrayInputStream(bytes))
                .send();

        assertThat(exchange.getException()).isNull();
        assertThat(read).singleElement().isEqualTo(bytes);
        assertThat(item.attachments()).hasSize(2).allSatisfy(stored -> assertThat(stored.content())
                .hasBinaryContent(bytes));
    }

    @ParameterizedTest(name = "{0} with {1} for {2}: {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, a@contoso.com, allowed",
                "-, userId=a@contoso.com, A@contoso.com, refused",
                "-, userId=a@contoso.com, b@contoso.com, refused",
                "*@contoso.com, -, b@contoso.com, allowed",
                "*@contoso.com, -, B@Contoso.com, allowed",
                "*@contoso.com, -, b@contoso.com.evil.example, refused",
                "a@contoso.com, userId=a@contoso.com, b@contoso.com, refused",
                "'a@contoso.com,b*', userId=a@contoso.com, b@contoso.com, allowed",
                "*con*, -, a@contoso.com, allowed",
                "a@contoso.com, -, -, allowed"
            })
    void headersChooseAmongAllowedMailboxesOnly(String allowed, String fixed, String chosen, String outcome) {
        Map<String, Object> headers = new HashMap<>();
        if (chosen != null) {
            headers.put(GraphAttachConstants.USER_ID, chosen);
            rig.emulator.create("/users/" + chosen.replace("@", "%40") + "/messages/m");
        }
        String options = (allowed == null ? "" : "&allowedUsers=" + allowed) + (fixed == null ? "" : "&" + fixed);

        Exchange exchange = rig.send(SMALL + options, "x", headers);

        if (outcome.equals("allowed")) {
            assertThat(exchange.getException()).isNull();
        } else {
            assertThat(exchange.getException()).hasMessageContaining("allowedUsers");
            assertThat(rig.emulator.exchanges()).isEmpty();
        }
    }

    @Test
    void directAddressingTakesTheShortestPath() {
        rig.emulator.create("/users/u/calendars/c/calendarView/e/instances/i");
        rig.send(
                "event?userId=u&calendarId=c&eventCollection=calendarView&eventId=e&instanceId=i&name=a&addressing=direct",
                "x",
                Map.of());
        assertThat(rig.emulator.exchanges()).isNotEmpty().allSatisfy(sent -> assertThat(sent.path())
                .startsWith("/v1.0/users/u/events/i/attachments"));
    }

    @Test
    void theCallersThreadIsGivenBackAtOnce() throws Exception {
        CompletableFuture<Boolean> doneSync = new CompletableFuture<>();
        AsyncProducer producer = rig.camel.getEndpoint(rig.uri(SMALL)).createAsyncProducer();
        producer.start();
        Exchange exchange = rig.camel.getEndpoint(rig.uri(SMALL)).createExchange();
        exchange.getMessage().setBody(random(2_500));

        assertThat(producer.process(exchange, doneSync::complete))
                .as("whether the caller has to wait")
                .isFalse();

        assertThat(doneSync.get(30, TimeUnit.SECONDS)).isFalse();
        assertThat(exchange.getException()).isNull();
        assertThat(item.attachments()).hasSize(1);
    }

    @Test
    void anUnknownItemIsToldApart() {
        Exchange exchange = rig.send("message?messageId=unknown&name=a&maxAttempts=2", "x", Map.of());
        assertThat(exchange.getException()).isInstanceOfSatisfying(ItemNotFoundException.class, failure -> {
            assertThat(failure.statusCode()).isEqualTo(404);
            assertThat(failure.code()).isEqualTo("ErrorItemNotFound");
            assertThat(failure.requestId()).isNotEmpty();
            assertThat(failure.clientRequestId()).isNotEmpty();
            assertThat(failure.retryable()).isFalse();
            assertThat(failure)
                    .hasMessageStartingWith(
                            "Tried to attach 'a' (1 bytes) to /me/messages/unknown but failed because ");
        });
    }

    @Test
    void theComponentWorksAgainAfterARestart() throws Exception {
        assertThat(rig.send(SMALL, "x", Map.of()).getException()).isNull();
        rig.camel.stop();
        rig.camel.start();
        assertThat(rig.send(SMALL, "x", Map.of()).getException()).isNull();
    }

    @Test
    void anUploadThatWaitsEndsWhenTheComponentStops() throws Exception {
        rig.emulator.faults().on(RequestKind.LIST_ATTACHMENTS).answer(429).retryAfter("500");
        AsyncProducer producer = rig.camel.getEndpoint(rig.uri(SMALL)).createAsyncProducer();
        producer.start();
        Exchange exchange = producer.getEndpoint().createExchange();
        exchange.getMessage().setBody(random(2_500));
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        producer.process(exchange, done::complete);
        Awaitility.await().until(() -> !rig.emulator.exchanges().isEmpty());

        rig.camel.stop();

        done.get(20, TimeUnit.SECONDS);
        assertThat(exchange.getException()).isInstanceOf(UploadInterruptedException.class);
    }

    /** A spool file has no name once it is open, so what would be left is an open descriptor. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void noSpoolIsLeftWhateverHappens() throws Exception {
        for (String id : List.of("m", "unknown")) {
            for (String operation : List.of("attach", "open")) {
                rig.send(
                        SMALL + "&maxAttempts=1&operation=" + operation,
                        new ByteArrayInputStream(random(2_500)),
                        Map.of(GraphAttachConstants.MESSAGE_ID, id));
            }
        }
        rig.send(SMALL, new ByteArrayInputStream(random(10)), Map.of(GraphAttachConstants.SIZE, 11));
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            assertThat(descriptors.map(OperationsTest::target)).noneMatch(target -> target.contains(".spool"));
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    @Test
    void theEndpointTellsToolsWhereItGoesAndNothingElse() {
        EndpointServiceLocation location = (EndpointServiceLocation) rig.camel.getEndpoint(rig.uri(SMALL));
        assertThat(location.getServiceUrl()).isEqualTo(rig.emulator.graphUrl().toString());
        assertThat(location.getServiceProtocol()).isEqualTo("graph");
        assertThat(location.getServiceMetadata()).containsOnly(Map.entry("item", "message"));
    }

    private List<String> contentRanges() {
        return rig.emulator.exchanges().stream()
                .filter(sent -> sent.method().equals("PUT"))
                .map(sent -> sent.requestHeaders().getOrDefault("content-range", ""))
                .toList();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
