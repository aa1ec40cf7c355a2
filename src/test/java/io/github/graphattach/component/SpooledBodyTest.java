package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.OnCompletionDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.processor.aggregate.UseLatestAggregationStrategy;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.support.SynchronizationAdapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream that was attached is still the body for everybody who gets it, and its disk is free when all of them are done. */
@EnabledOnOs(OS.LINUX)
class SpooledBodyTest {

    private static final String MESSAGE = "message?messageId=m&name=a.bin";

    private final Rig rig = new Rig();
    private final byte[] file = new byte[150_000];
    private final List<byte[]> read = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> goOn = new CompletableFuture<>();
    private final CompletableFuture<Void> finished = new CompletableFuture<>();

    @BeforeEach
    void withoutStreamCaching() {
        rig.camel.setStreamCaching(false);
        rig.message("m");
        new Random(7).nextBytes(file);
        Spools.awaitNone();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aBodyThatNobodyGetsIsFreedWhenItsExchangeIsDone() throws Exception {
        List<Long> open = new ArrayList<>();
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to(rig.uri(MESSAGE)).process(exchange -> open.add(Spools.open()));
            }
        });

        rig.camel.createProducerTemplate().sendBody("direct:in", stream());

        assertThat(open).containsExactly(1L);
        assertThat(Spools.open()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wireTap", "seda"})
    void whatGoesOnAsideReadsItAfterTheExchangeIsDone(String aside) throws Exception {
        route(new RouteBuilder() {
            @Override
            public void configure() {
                var attached = from("direct:in").to(rig.uri(MESSAGE));
                if (aside.equals("wireTap")) {
                    attached.wireTap("direct:aside");
                    from("direct:aside").process(this::readLater);
                } else {
                    attached.to("seda:aside?waitForTaskToComplete=Never");
                    from("seda:aside").process(this::readLater);
                }
            }

            private void readLater(Exchange exchange) {
                goOn.join();
                readBody(exchange);
                exchange.getExchangeExtension().addOnCompletion(done(finished));
            }
        });

        rig.camel.createProducerTemplate().sendBody("direct:in", stream());
        assertThat(Spools.open()).isEqualTo(1);
        goOn.complete(null);
        finished.get(60, TimeUnit.SECONDS);

        assertThat(read).containsExactly(file);
        assertThat(Spools.open()).isZero();
    }

    /** Camel hands the completions of an exchange over to the one that goes on aside, and that one may be done first. */
    @ParameterizedTest
    @ValueSource(strings = {"wireTap:direct:aside", "seda:aside?waitForTaskToComplete=Never"})
    void theExchangeReadsItAfterWhatWentOnAsideIsDone(String aside) throws Exception {
        route(new RouteBuilder() {
            @Override
            public void configure() {
                var attached = from("direct:in").to(rig.uri(MESSAGE));
                if (aside.startsWith("wireTap:")) {
                    attached.wireTap(aside.substring(8));
                } else {
                    attached.to(aside);
                }
                attached.process(exchange -> finished.get(60, TimeUnit.SECONDS))
                        .process(SpooledBodyTest.this::readBody);
                from("direct:aside").process(this::end);
                from("seda:aside").process(this::end);
            }

            private void end(Exchange exchange) {
                exchange.getExchangeExtension().addOnCompletion(done(finished));
            }
        });

        rig.camel.createProducerTemplate().sendBody("direct:in", stream());

        assertThat(read).containsExactly(file);
        assertThat(Spools.open()).isZero();
    }

    /** Whoever reads it there closes it, as converters do, and reads it again. */
    @ParameterizedTest(name = "{0}, in parallel: {1}")
    @CsvSource({
        "of all routes, false",
        "of all routes, true",
        "of the route, false",
        "of a route on the way, false",
        "of a part's route, false"
    })
    void anOnCompletionReadsItAsOftenAsItLikes(String which, boolean parallel) throws Exception {
        route(new RouteBuilder() {
            @Override
            public void configure() {
                if (which.equals("of all routes")) {
                    complete(onCompletion());
                }
                RouteDefinition in = from("direct:in");
                RouteDefinition inner = from("direct:inner");
                if (which.equals("of the route")) {
                    complete(in.onCompletion());
                } else if (which.startsWith("of a ")) {
                    complete(inner.onCompletion());
                }
                if (which.equals("of a part's route")) {
                    in.split(body()).to("direct:inner");
                } else {
                    in.to("direct:inner");
                }
                inner.to(rig.uri(MESSAGE))
                        .process(exchange -> exchange.getExchangeExtension().addOnCompletion(done(goOn)));
            }

            private void complete(OnCompletionDefinition completion) {
                if (parallel) {
                    completion.parallelProcessing();
                }
                completion.process(this::twice);
                if (completion.getParent() != null) {
                    completion.end();
                }
            }

            private void twice(Exchange exchange) {
                if (parallel) {
                    goOn.join();
                }
                readBody(exchange);
                Objects.requireNonNull(exchange.getMessage().getBody(StreamCache.class))
                        .reset();
                readBody(exchange);
                finished.complete(null);
            }
        });

        rig.camel
                .createProducerTemplate()
                .sendBody("direct:in", which.equals("of a part's route") ? List.of(stream()) : stream());
        finished.get(60, TimeUnit.SECONDS);

        assertThat(read).containsExactly(file, file);
        Spools.awaitNone();
    }

    @ParameterizedTest
    @ValueSource(strings = {"the component", "a route"})
    void aReplyIsReadableUntilItIsClosed(String target) throws Exception {
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to(rig.uri(MESSAGE));
            }
        });
        String uri = target.equals("a route") ? "direct:in" : rig.uri(MESSAGE);

        try (InputStream reply = (InputStream)
                Objects.requireNonNull(rig.camel.createProducerTemplate().requestBody(uri, (Object) stream()))) {
            assertThat(reply.readAllBytes()).isEqualTo(file);
            reply.reset();
            assertThat(reply.readAllBytes()).isEqualTo(file);
            assertThat(Spools.open()).isEqualTo(1);
        }

        assertThat(Spools.open()).isZero();
    }

    @Test
    void aReplyThatNobodyClosesIsFreedWhenNobodyHasIt() {
        for (int i = 0; i < 5; i++) {
            assertThat(rig.camel.createProducerTemplate().requestBody(rig.uri(MESSAGE), (Object) stream()))
                    .isInstanceOf(InputStream.class);
        }

        Spools.awaitNone();
    }

    /** The exchange that attaches is done before the one that waits for it reads the body, twice. */
    @ParameterizedTest
    @ValueSource(strings = {"the component", "a route"})
    void aRouteThatEnrichesItselfWithItReadsItAsOftenAsItLikes(String target) throws Exception {
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .enrich(target.equals("a route") ? "direct:inner" : rig.uri(MESSAGE))
                        .process(SpooledBodyTest.this::readBody)
                        .process(exchange -> Objects.requireNonNull(
                                        exchange.getMessage().getBody(StreamCache.class))
                                .reset())
                        .process(SpooledBodyTest.this::readBody);
                from("direct:inner").to(rig.uri(MESSAGE));
            }
        });

        rig.camel.createProducerTemplate().sendBody("direct:in", stream());

        assertThat(read).containsExactly(file, file);
        Spools.awaitNone();
    }

    @Test
    void aRouteThatGoesOnBehindAMulticastReadsWhatABranchHasAttached() throws Exception {
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .multicast(new UseLatestAggregationStrategy())
                        .to("direct:branch")
                        .end()
                        .process(SpooledBodyTest.this::readBody);
                from("direct:branch").to(rig.uri(MESSAGE));
            }
        });

        rig.camel.createProducerTemplate().sendBody("direct:in", stream());

        assertThat(read).containsExactly(file);
        assertThat(Spools.open()).isZero();
    }

    /** A thousand parts must not be a thousand open files. */
    @Test
    void thePartsOfASplitAreFreedOneByOne() throws Exception {
        List<Long> open = new ArrayList<>();
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .split(body())
                        .process(exchange -> open.add(Spools.open()))
                        .to(rig.uri(MESSAGE));
            }
        });

        rig.camel.createProducerTemplate().requestBody("direct:in", List.of(stream(), stream(), stream()));

        assertThat(open).containsExactly(0L, 0L, 0L);
        assertThat(Spools.open()).isZero();
    }

    @Test
    void whoReadsItTooLateIsToldWhatToDo() throws Exception {
        Exchange exchange = rig.send(MESSAGE, stream(), Map.of());

        InputStream late = Objects.requireNonNull(exchange.getMessage().getBody(InputStream.class));

        assertThatThrownBy(late::read)
                .hasMessageContaining("kept on disk until its exchange is done")
                .hasMessageEndingWith("convert it to byte[] or write it to a file before that");
        assertThatThrownBy(() -> ((StreamCache) late).copy(exchange))
                .hasMessageContaining("until its exchange is done");
    }

    private InputStream stream() {
        return new ByteArrayInputStream(file);
    }

    private void readBody(Exchange exchange) {
        try (InputStream body = Objects.requireNonNull(exchange.getMessage().getBody(InputStream.class))) {
            read.add(body.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void route(RouteBuilder routes) throws Exception {
        rig.camel.addRoutes(routes);
    }

    private static Synchronization done(CompletableFuture<Void> signal) {
        return new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange exchange) {
                signal.complete(null);
            }

            @Override
            public int getOrder() {
                return LOWEST;
            }
        };
    }
}
