package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.RequestKind;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.LifecycleStrategySupport;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is stopped and started again works again, and what is stopped leaves nothing running. */
class ComponentLifecycleTest {

    private static final String JMX_DISABLED = "org.apache.camel.jmx.disabled";
    private static final String OPTIONS = "message?messageId=m&chunkSize=1000&smallFileLimit=500";

    private final Rig rig = jmxRig();
    /** Those of our component. */
    private final Set<ThreadPoolExecutor> pools = ConcurrentHashMap.newKeySet();
    /** Those that ran when the component had done with them. */
    private final Set<String> leftRunning = ConcurrentHashMap.newKeySet();

    private final GraphAttachComponent component = rig.camel.getComponent("graph-attach", GraphAttachComponent.class);
    private final ProducerTemplate template = rig.camel.createProducerTemplate();
    private EmulatedItem item = rig.message("m");

    private static Rig jmxRig() {
        String before = System.getProperty(JMX_DISABLED, "false");
        System.setProperty(JMX_DISABLED, "false");
        try {
            return new Rig();
        } finally {
            System.setProperty(JMX_DISABLED, before);
        }
    }

    @BeforeEach
    void watch() throws Exception {
        item = rig.message("m");
        rig.camel.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onThreadPoolAdd(
                    CamelContext context,
                    ThreadPoolExecutor pool,
                    String id,
                    String source,
                    String route,
                    String profile) {
                if (pool.toString().contains("[GraphAttach")) {
                    pools.add(pool);
                }
            }

            @Override
            public void onThreadPoolRemove(CamelContext context, ThreadPoolExecutor pool) {
                pools.remove(pool);
                if (!pool.isTerminated()) {
                    leftRunning.add(pool.toString());
                }
            }
        });
        rig.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:to").routeId("to").to(rig.uri(OPTIONS));
                from("direct:toD").routeId("toD").toD(rig.uri(OPTIONS) + "&name=${header.name}");
                from("direct:split")
                        .routeId("split")
                        .split(constant(List.of("one")))
                        .stopOnException()
                        .to(rig.uri(OPTIONS));
            }
        });
    }

    @AfterEach
    void close() throws Exception {
        template.close();
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"to", "toD", "split"})
    void producersWorkAgainWhenTheirComponentDoes(String route) {
        assertThat(attach(route)).isNull();

        component.stop();
        assertThat(attach(route))
                .isInstanceOf(UploadInterruptedException.class)
                .hasMessage(
                        "Nothing was sent because the component graph-attach is stopped; start it again, then send the"
                                + " file again");
        component.start();

        assertThat(attach(route)).isNull();
        assertThat(item.attachments()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"route", "endpoint", "context"})
    void producersWorkAgainAfterEveryOtherPauseToo(String what) throws Exception {
        assertThat(attach("to")).isNull();

        switch (what) {
            case "route" -> {
                rig.camel.getRouteController().stopRoute("to");
                rig.camel.getRouteController().startRoute("to");
            }
            case "endpoint" -> {
                endpoint().stop();
                endpoint().start();
            }
            default -> {
                rig.camel.suspend();
                rig.camel.resume();
            }
        }

        assertThat(attach("to")).isNull();
        assertThat(item.attachments()).hasSize(2);
    }

    @Test
    void aStoppedComponentHasNoThreadsAndNobodyGivesItNewOnes() throws Exception {
        assertThat(attach("to")).isNull();
        assertThat(pools).hasSize(3);

        component.stop();
        assertThat(endpoint().getOpenUploads()).isZero();
        assertThat(jmx("OpenUploads")).isEqualTo(0);
        assertThat(attach("to")).isInstanceOf(UploadInterruptedException.class);
        assertThat(pools).isEmpty();

        component.start();
        assertThat(attach("to")).isNull();
        assertThat(pools).hasSize(3);
    }

    /** A look at a number is no reason to start three thread pools. */
    @Test
    void toAskForOpenUploadsStartsNothing() throws Exception {
        component.stop();
        component.start();

        assertThat(jmx("OpenUploads")).isEqualTo(0);

        assertThat(pools).isEmpty();
    }

    @Test
    void theOpenUploadOfAStoppedComponentFailsAsInterruptedAndLetsGoOfItsItem() throws Exception {
        AsyncProducer open = producer(rig.camel, "graph-attach", "&name=a&operation=open");
        AsyncProducer finish = producer(rig.camel, "graph-attach", "&operation=finish");
        Exchange exchange = process(open, new byte[2_500]).get(20, TimeUnit.SECONDS);
        assertThat(jmx("OpenUploads")).isEqualTo(1);
        rig.camel.addComponent("graph-attach-too", new GraphAttachComponent());
        CompletableFuture<Exchange> waiting =
                process(producer(rig.camel, "graph-attach-too", "&name=b"), new byte[2_500]);
        assertThat(waiting).isNotDone();

        component.stop();

        assertThat(waiting.get(20, TimeUnit.SECONDS).getException()).isNull();
        component.start();
        Object upload = Objects.requireNonNull(exchange.getMessage().getBody());
        assertThat(process(finish, upload).get(20, TimeUnit.SECONDS).getException())
                .isInstanceOf(UploadInterruptedException.class);
        assertThat(item.attachments()).singleElement().satisfies(stored -> assertThat(stored.name())
                .isEqualTo("b"));
    }

    @Test
    void whatIsRemovedOrStoppedIsNotSeenByJmxAnyMore() throws Exception {
        assertThat(attach("to")).isNull();
        assertThat(beans()).anyMatch(name -> name.contains("graph-attach"));
        assertThat(beans()).anyMatch(name -> name.contains("type=threadpools") && name.contains("GraphAttach"));

        component.stop();
        assertThat(beans()).noneMatch(name -> name.contains("type=threadpools") && name.contains("GraphAttach"));

        rig.camel.getRouteController().stopRoute("to");
        rig.camel.removeEndpoints("graph-attach*");
        rig.camel.removeComponent("graph-attach");
        assertThat(beans()).noneMatch(name -> name.contains("type=endpoints") && name.contains("graph-attach"));
        assertThat(beans()).noneMatch(name -> name.contains("type=components") && name.contains("graph-attach"));

        rig.camel.stop();
        assertThat(beans()).isEmpty();
    }

    /** An upload that waits for an hour is only told to stop. */
    @Test
    void anUploadThatWaitsIsInterruptedByItsComponent() throws Exception {
        rig.emulator.faults().on(RequestKind.PUT_RANGE).answer(429).retryAfter("3600");
        CompletableFuture<Exchange> waiting =
                process(producer(rig.camel, "graph-attach", "&name=a&maxRetryAfter=2h"), new byte[2_500]);

        component.stop();

        assertThat(waiting.get(20, TimeUnit.SECONDS).getException()).isInstanceOf(UploadInterruptedException.class);
        component.start();
        rig.emulator.faults().clear();
        assertThat(attach("to")).isNull();
    }

    /** No interrupt ends a request that waits for its answer. */
    @Test
    void aRequestWithoutAnAnswerHasTheTimeThatCamelGives() throws Exception {
        rig.camel.getExecutorServiceManager().setShutdownAwaitTermination(2_000);
        rig.emulator.faults().on(RequestKind.PUT_RANGE).delay(Duration.ofHours(1));
        CompletableFuture<Exchange> silent =
                process(producer(rig.camel, "graph-attach", "&name=a&maxAttempts=1"), new byte[2_500]);
        Awaitility.await().until(() -> rig.emulator.faults().pending().isEmpty());

        component.stop();

        assertThat(leftRunning).noneMatch(pool -> pool.endsWith("[GraphAttach]"));
        assertThat(silent.get(20, TimeUnit.SECONDS).getException()).isInstanceOf(UploadInterruptedException.class);
    }

    private @Nullable Exception attach(String route) {
        Exchange exchange = template.send("direct:" + route, one -> {
            one.getMessage().setBody("x");
            one.getMessage().setHeader("name", "a");
            one.getMessage().setHeader(GraphAttachConstants.NAME, "a");
        });
        Exception failure = exchange.getException();
        return failure instanceof CamelExchangeException ? (Exception) failure.getCause() : failure;
    }

    private AsyncProducer producer(CamelContext camel, String scheme, String options) throws Exception {
        String uri = rig.uri(OPTIONS + options).replace("graph-attach:", scheme + ":");
        AsyncProducer producer = camel.getEndpoint(uri).createAsyncProducer();
        producer.start();
        return producer;
    }

    private static CompletableFuture<Exchange> process(AsyncProducer producer, Object body) {
        Exchange exchange = producer.getEndpoint().createExchange();
        exchange.getMessage().setBody(body);
        return producer.processAsync(exchange);
    }

    private GraphAttachEndpoint endpoint() {
        return rig.camel.getEndpoint(rig.uri(OPTIONS), GraphAttachEndpoint.class);
    }

    private Object jmx(String attribute) throws Exception {
        ObjectName ours = names().stream()
                .filter(name -> name.toString().contains("type=endpoints")
                        && name.toString().contains("graph-attach"))
                .findFirst()
                .orElseThrow();
        return server().getAttribute(ours, attribute);
    }

    private Set<String> beans() throws Exception {
        return names().stream().map(ObjectName::toString).collect(Collectors.toSet());
    }

    private Set<ObjectName> names() throws Exception {
        return server().queryNames(new ObjectName("org.apache.camel:context=" + rig.camel.getName() + ",*"), null);
    }

    private static MBeanServer server() {
        return Objects.requireNonNull(ManagementFactory.getPlatformMBeanServer());
    }
}
