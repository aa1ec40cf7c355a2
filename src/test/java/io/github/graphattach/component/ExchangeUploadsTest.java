package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.EmulatedAttachment;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.RecordedExchange;
import io.github.graphattach.mailbox.MailboxLimits;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.SynchronizationAdapter;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An exchange that would wait for what it has itself is told so at once; one that waits for another waits. */
class ExchangeUploadsTest {

    /** Without the refusal an upload would wait that long, and fail for another reason. */
    private static final String SMALL = "message?messageId=m&chunkSize=1000&smallFileLimit=500&uploadTimeout=3s";

    private static final byte[] FILE = new byte[2_500];

    private final Rig rig = new Rig();
    private final CompletableFuture<Optional<Exception>> queued = new CompletableFuture<>();
    private EmulatedItem item = rig.message("m");

    private final String open = rig.uri(SMALL + "&name=a.bin&operation=open");
    private final String finish = rig.uri(SMALL + "&operation=finish");
    private final String cancel = rig.uri(SMALL + "&operation=cancel");
    private final String attach = rig.uri(SMALL + "&name=b.bin");

    /** The body is an open upload, or one of its ranges, and no file. */
    private final Processor anotherFile = exchange -> exchange.getMessage().setBody(FILE);

    private final Processor tell =
            exchange -> exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                @Override
                public void onDone(Exchange done) {
                    queued.complete(Optional.ofNullable(done.getException()).map(ExchangeUploadsTest::unwrapped));
                }
            });

    private final Processor untilOneWaits =
            exchange -> Awaitility.await().until(() -> MailboxLimits.ofThisJvm().gate().snapshot().entrySet().stream()
                    .filter(lane ->
                            lane.getKey().contains(rig.emulator.graphUrl().getAuthority()))
                    .anyMatch(lane -> lane.getValue().waiting() == 1));

    @BeforeEach
    void start() throws Exception {
        item = rig.message("m");
        rig.camel.addComponent("graph-attach-too", new GraphAttachComponent());
        rig.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:attach").process(anotherFile).to(attach);
                from("seda:attach?pollTimeout=20")
                        .process(tell)
                        .process(anotherFile)
                        .to(attach);
                from("seda:split?pollTimeout=20")
                        .process(tell)
                        .split()
                        .constant(List.of("one"))
                        .stopOnException()
                        .to("direct:attach");
            }
        });
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attach",
                "open another",
                "by another address",
                "by another component",
                "direct route",
                "loop",
                "split",
                "parallel split",
                "split of a split",
                "multicast",
                "recipient list",
                "enrich",
                "enrich in a multicast",
                "queue with an answer"
            })
    void anExchangeDoesNotWaitForItself(String way) throws Exception {
        Exception failure = run(route -> {
            RouteDefinition opened = route.to(open);
            switch (way) {
                case "attach" -> opened.process(anotherFile).to(attach);
                case "open another" -> opened.process(anotherFile).to(rig.uri(SMALL + "&name=b.bin&operation=open"));
                case "by another address" ->
                    opened.process(anotherFile)
                            .removeHeaders("*")
                            .to(rig.uri(SMALL.replace("messageId=m", "itemPath=me/mailFolders/inbox/messages/m")
                                    + "&name=b.bin"));
                case "by another component" ->
                    opened.process(anotherFile).to(attach.replace("graph-attach:", "graph-attach-too:"));
                case "direct route" -> opened.to("direct:attach");
                case "loop" -> opened.loop(1).copy().to("direct:attach");
                case "split" -> opened.split().body().stopOnException().to("direct:attach");
                // One part: a second one may still begin when the exchange has failed, and then finds the item free.
                case "parallel split" ->
                    opened.split()
                            .constant(List.of("one"))
                            .parallelProcessing()
                            .stopOnException()
                            .to("direct:attach");
                case "split of a split" ->
                    opened.split()
                            .body()
                            .stopOnException()
                            .split()
                            .constant(List.of("one"))
                            .stopOnException()
                            .to("direct:attach");
                case "multicast" -> opened.multicast().stopOnException().to("direct:attach");
                case "recipient list" ->
                    opened.recipientList().constant("direct:attach").stopOnException();
                case "enrich" -> opened.enrich("direct:attach");
                case "enrich in a multicast" ->
                    opened.multicast()
                            .stopOnException()
                            .pipeline()
                            .enrich("direct:attach")
                            .end();
                default -> opened.to(ExchangePattern.InOut, "seda:attach");
            }
        });

        assertRefused(failure);
    }

    private void assertRefused(@Nullable Exception failure) {
        assertThat(failure)
                .isInstanceOfSatisfying(GraphAttachException.class, refusal -> {
                    assertThat(refusal.retryable()).isFalse();
                    assertThat(refusal.remedy()).isEqualTo("use operation=finish or operation=cancel for it first");
                })
                .hasMessage(
                        "Nothing was sent because the upload of 'a.bin' (2500 bytes) to /me/messages/m is open in this"
                                + " exchange and has the item for itself; use operation=finish or operation=cancel for it first");
        assertThat(rig.requests()).extracting(RecordedExchange::method).containsExactly("GET", "POST");
        assertThat(openUploads()).isZero();
    }

    /** Without them, every exchange would be the same as every other. */
    @ParameterizedTest
    @ValueSource(strings = {"attach", "split", "wire tap"})
    void exchangesAreToldApartWithoutIds(String way) throws Exception {
        rig.camel.setUuidGenerator(() -> "");
        Exception failure = run(route -> {
            RouteDefinition opened = route.to(open);
            switch (way) {
                case "attach" -> opened.process(anotherFile).to(attach);
                case "split" -> opened.split().body().stopOnException().to("direct:attach");
                default -> opened.wireTap("seda:attach").process(untilOneWaits).to(finish);
            }
        });

        if (way.equals("wire tap")) {
            assertThat(failure).isNull();
            assertThat(queued.get(20, TimeUnit.SECONDS)).isEmpty();
        } else {
            assertRefused(failure);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"finished", "cancelled", "failed", "of another item"})
    void anUploadThatHasTheItemNoMoreIsInNobodysWay(String how) throws Exception {
        rig.message("other");
        Exception failure = run(route -> {
            switch (how) {
                case "finished" ->
                    route.to(open).to(finish).process(anotherFile).to(attach);
                case "cancelled" ->
                    route.to(open).to(cancel).process(anotherFile).to(attach);
                case "failed" ->
                    route.doTry()
                            .to(open.replace("messageId=m", "messageId=unknown") + "&maxAttempts=1")
                            .doCatch(ItemNotFoundException.class)
                            .end()
                            .process(anotherFile)
                            .to(attach.replace("messageId=m", "messageId=unknown") + "&maxAttempts=1");
                default ->
                    route.to(open.replace("messageId=m", "messageId=other"))
                            .process(anotherFile)
                            .to(attach);
            }
        });

        if (how.equals("failed")) {
            assertThat(failure).isInstanceOf(ItemNotFoundException.class);
        } else {
            assertThat(failure).isNull();
            assertThat(item.attachments()).extracting(EmulatedAttachment::name).contains("b.bin");
        }
    }

    /** The exchange does not wait for these, so they may wait for it. */
    @ParameterizedTest
    @ValueSource(strings = {"wire tap", "split in a wire tap", "queue in a split"})
    void whatGoesOnByItselfWaitsUntilTheUploadIsFinished(String way) throws Exception {
        rig.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:parts").split().constant(List.of("one")).to(ExchangePattern.InOut, "seda:attach");
            }
        });
        Exception failure = run(route -> {
            RouteDefinition opened = route.to(open);
            switch (way) {
                case "wire tap" -> opened.wireTap("seda:attach");
                case "split in a wire tap" -> opened.wireTap("direct:parts");
                default ->
                    opened.split()
                            .constant(List.of("one"))
                            .to(ExchangePattern.InOnly, "seda:attach")
                            .end();
            }
            opened.process(untilOneWaits).to(finish);
        });

        assertThat(failure).isNull();
        assertThat(queued.get(20, TimeUnit.SECONDS)).isEmpty();
        assertThat(item.attachments()).extracting(EmulatedAttachment::name).containsExactly("a.bin", "b.bin");
    }

    /** A queue without an answer takes over what is to be done at the end of the exchange, and so its upload. */
    @ParameterizedTest
    @ValueSource(strings = {"seda:attach", "seda:split"})
    void theUploadGoesAlongIntoAQueueWithoutAnAnswer(String queue) throws Exception {
        assertThat(run(route -> route.to(open).to(ExchangePattern.InOnly, queue)))
                .isNull();

        assertThat(queued.get(20, TimeUnit.SECONDS)).hasValueSatisfying(failure -> assertThat(failure)
                .hasMessageStartingWith("Nothing was sent because the upload of 'a.bin'"));
        Awaitility.await().until(() -> openUploads() == 0);
    }

    private interface Steps {
        void after(RouteDefinition from);
    }

    private @Nullable Exception run(Steps steps) throws Exception {
        rig.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                steps.after(from("direct:run"));
            }
        });
        Exchange exchange = rig.camel
                .createFluentProducerTemplate()
                .to("direct:run")
                .withBody(FILE)
                .send();
        Exception failure = exchange.getException();
        return failure == null ? null : unwrapped(failure);
    }

    private static Exception unwrapped(Exception failure) {
        return failure instanceof CamelExchangeException
                ? unwrapped((Exception) Objects.requireNonNull(failure.getCause()))
                : failure;
    }

    private int openUploads() {
        return rig.camel.getEndpoint(open, GraphAttachEndpoint.class).getOpenUploads();
    }
}
