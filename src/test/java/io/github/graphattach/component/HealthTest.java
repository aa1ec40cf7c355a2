package io.github.graphattach.component;

import static io.github.graphattach.component.GraphAttachHealthCheck.FIRST_PAUSE;
import static io.github.graphattach.component.GraphAttachHealthCheck.LONGEST_PAUSE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.RecordedExchange;
import io.github.graphattach.emulator.RequestKind;
import io.github.graphattach.session.JdbcUploadSessionStore;
import io.github.graphattach.session.KeyRing;
import io.github.graphattach.session.LeaseTerms;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRepository;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pod is taken out of service for what concerns every upload, not for one bad file. */
class HealthTest {

    private static final String OPTIONS = "message?name=a&maxAttempts=1";

    private final Rig rig = new Rig();
    private final AtomicLong nanos = new AtomicLong();
    private final GraphAttachComponent component = rig.camel.getComponent("graph-attach", GraphAttachComponent.class);

    @BeforeEach
    void startRoute() throws Exception {
        component.setNanoClock(nanos::get);
        watch(rig.camel);
        rig.camel.addRoutes(route(rig.uri(OPTIONS)));
    }

    private static void watch(CamelContext camel) {
        HealthCheckRepository producers =
                Objects.requireNonNull(HealthCheckHelper.getHealthCheckRepository(camel, "producers"));
        producers.setEnabled(true);
    }

    private static RouteBuilder route(String uri) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:attach").routeId("attach").to(uri);
                from("direct:too").routeId("too").to(uri);
            }
        };
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void anUnknownItemLeavesTheEndpointReady() {
        assertThat(attach("unknown").getException()).isInstanceOf(ItemNotFoundException.class);
        assertThat(readiness()).containsOnly(HealthCheck.State.UP);
    }

    @Test
    void aServiceThatDoesNotAnswerTakesItOutUntilAnUploadSucceeds() {
        rig.message("m");
        rig.emulator.faults().on(RequestKind.LIST_ATTACHMENTS).always().resetBeforeReading();
        assertThat(attach("m").getException()).isNotNull();
        assertThat(readiness()).containsOnly(HealthCheck.State.DOWN);

        rig.emulator.faults().clear();
        assertThat(attach("m").getException()).isNull();
        assertThat(readiness()).containsOnly(HealthCheck.State.UP);
    }

    /** Nobody sends anything to a pod that is not ready. */
    @Test
    void aTokenThatWasRefusedOnceDoesNotTakeItOutForEver() {
        rig.message("m");
        rig.emulator.faults().on(RequestKind.LIST_ATTACHMENTS).answer(401);
        assertThat(attach("m").getException()).isInstanceOf(AccessDeniedException.class);
        assertThat(readiness()).containsOnly(HealthCheck.State.DOWN);
        int requests = rig.emulator.exchanges().size();

        nanos.addAndGet(FIRST_PAUSE.toNanos());

        awaitReadiness();
        assertThat(rig.emulator.exchanges()).as("no item is asked for").hasSize(requests);
        assertThat(attach("m").getException()).isNull();
    }

    private TenantRig watchedTenant() throws Exception {
        TenantRig tenant = new TenantRig();
        tenant.camel.getComponent("graph-attach", GraphAttachComponent.class).setNanoClock(nanos::get);
        watch(tenant.camel);
        tenant.message("m");
        return tenant;
    }

    @Test
    void aSignInServiceThatIsDownTakesItOutUntilItGivesTokensAgain() throws Exception {
        try (TenantRig tenant = watchedTenant()) {
            String uri = tenant.withSecret("s") + "&maxAttempts=1";
            tenant.emulator
                    .faults()
                    .on(RequestKind.GET_TOKEN)
                    .always()
                    .answer(400)
                    .error("invalid_client");
            assertThat(tenant.refused(uri, "m")).isInstanceOf(GraphAttachException.class);
            assertThat(readiness(tenant.camel)).containsOnly(HealthCheck.State.DOWN);

            int requests = tenant.tokenRequests().size();
            nanos.addAndGet(FIRST_PAUSE.toNanos());
            Awaitility.await().untilAsserted(() -> {
                assertThat(readiness(tenant.camel)).containsOnly(HealthCheck.State.DOWN);
                assertThat(tenant.tokenRequests()).hasSizeGreaterThan(requests);
            });

            tenant.emulator.faults().clear();
            awaitReadinessInTime(tenant.camel);
            assertThat(tenant.emulator.exchanges())
                    .extracting(RecordedExchange::host)
                    .as("no item is asked for")
                    .containsOnly(RecordedExchange.Host.LOGIN);
        }
    }

    /** The one that is at hand is the one that was refused. */
    @Test
    void afterARefusedTokenAnotherOneIsAskedFor() throws Exception {
        try (TenantRig tenant = watchedTenant()) {
            tenant.emulator.faults().on(RequestKind.LIST_ATTACHMENTS).always().answer(401);
            assertThat(tenant.refused(tenant.withSecret("s"), "m")).isInstanceOf(AccessDeniedException.class);
            tenant.emulator.tokens().clientSecret("changed meanwhile");

            nanos.addAndGet(FIRST_PAUSE.toNanos());

            Awaitility.await().untilAsserted(() -> assertThat(results(tenant.camel))
                    .singleElement()
                    .satisfies(result -> assertThat(result.getDetails()).containsEntry("failure", "SIGN_IN_REFUSED")));
        }
    }

    @Test
    void aSessionStoreThatDoesNotWorkTakesItOutUntilItWorksAgain() throws Exception {
        rig.message("m");
        JdbcDataSource database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:health;DB_CLOSE_DELAY=-1");
        AtomicBoolean broken = new AtomicBoolean();
        DataSource breakable = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (broken.get()) {
                        throw new SQLException("out of order");
                    }
                    return method.invoke(database, arguments);
                });
        rig.camel
                .getRegistry()
                .bind(
                        "store",
                        new JdbcUploadSessionStore(
                                breakable, KeyRing.ofThisProcess(), LeaseTerms.withGrace(Duration.ZERO)));
        rig.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:stored").to(rig.uri(OPTIONS + "&sessionStore=#bean:store"));
            }
        });
        broken.set(true);
        assertThat(attach("direct:stored", "m").getException()).isInstanceOf(GraphAttachException.class);
        assertThat(readiness()).containsOnly(HealthCheck.State.DOWN);

        nanos.addAndGet(FIRST_PAUSE.toNanos());
        assertThat(readiness()).containsOnly(HealthCheck.State.DOWN);

        broken.set(false);
        awaitReadinessInTime(rig.camel);
        assertThat(attach("direct:stored", "m").getException()).isNull();
    }

    /** An endpoint is one service and one identity, from wherever it is sent to. */
    @Test
    void theProducersOfOneEndpointAreReadyTogether() throws Exception {
        rig.message("m");
        rig.emulator.faults().on(RequestKind.LIST_ATTACHMENTS).answer(401);
        assertThat(attach("m").getException()).isNotNull();
        assertThat(readiness()).containsExactly(HealthCheck.State.DOWN);
        rig.camel.getRouteController().stopRoute("attach");
        assertThat(readiness()).containsExactly(HealthCheck.State.DOWN);

        assertThat(attach("direct:too", "m").getException()).isNull();
        assertThat(readiness()).containsExactly(HealthCheck.State.UP);

        rig.camel.getRouteController().stopRoute("too");
        assertThat(readiness()).as("nobody sends there").isEmpty();
        rig.camel.getRouteController().startRoute("too");
        assertThat(readiness()).containsExactly(HealthCheck.State.UP);
    }

    @Test
    void aStoppedComponentIsNotReady() {
        component.stop();
        assertThat(readiness()).containsOnly(HealthCheck.State.DOWN);

        component.start();
        assertThat(readiness()).containsOnly(HealthCheck.State.UP);
    }

    @Test
    void aTroubleIsOverThoughTheComponentWasRestartedMeanwhile() {
        rig.message("m");
        rig.emulator.faults().on(RequestKind.LIST_ATTACHMENTS).answer(401);
        assertThat(attach("m").getException()).isNotNull();
        component.stop();
        component.start();
        assertThat(readiness()).containsOnly(HealthCheck.State.DOWN);

        nanos.addAndGet(FIRST_PAUSE.toNanos());

        awaitReadiness();
    }

    private Exchange attach(String messageId) {
        return attach("direct:attach", messageId);
    }

    private Exchange attach(String route, String messageId) {
        return rig.camel
                .createFluentProducerTemplate()
                .to(route)
                .withBody("x")
                .withHeaders(Map.of(GraphAttachConstants.MESSAGE_ID, messageId))
                .send();
    }

    /** A question that takes longer than somebody who looks may wait shows at a later look. */
    private void awaitReadiness() {
        Awaitility.await().untilAsserted(() -> assertThat(readiness()).containsOnly(HealthCheck.State.UP));
    }

    /** As {@link #awaitReadiness}, where the question before may still be without its answer. */
    private void awaitReadinessInTime(CamelContext camel) {
        Awaitility.await().untilAsserted(() -> {
            nanos.addAndGet(LONGEST_PAUSE.toNanos());
            assertThat(readiness(camel)).containsOnly(HealthCheck.State.UP);
        });
    }

    private List<HealthCheck.State> readiness() {
        return readiness(rig.camel);
    }

    private static List<HealthCheck.State> readiness(CamelContext camel) {
        return results(camel).stream().map(HealthCheck.Result::getState).toList();
    }

    private static List<HealthCheck.Result> results(CamelContext camel) {
        return HealthCheckHelper.invokeReadiness(camel).stream()
                .filter(result -> result.getCheck().getId().startsWith("producer:graph-attach"))
                .toList();
    }
}
