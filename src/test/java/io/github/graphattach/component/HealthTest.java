package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.RequestKind;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pod is taken out of service for what concerns every upload, not for one bad file. */
class HealthTest {

    private final Rig rig = new Rig();

    @BeforeEach
    void startRoute() throws Exception {
        rig.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:attach").to(rig.uri("message?name=a&maxAttempts=1"));
            }
        });
        HealthCheckRepository producers = HealthCheckHelper.getHealthCheckRepository(rig.camel, "producers");
        producers.setEnabled(true);
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

    private Exchange attach(String messageId) {
        return rig.camel
                .createFluentProducerTemplate()
                .to("direct:attach")
                .withBody("x")
                .withHeaders(Map.of(GraphAttachConstants.MESSAGE_ID, messageId))
                .send();
    }

    private List<HealthCheck.State> readiness() {
        Collection<HealthCheck.Result> results = HealthCheckHelper.invokeReadiness(rig.camel);
        return results.stream()
                .filter(result -> result.getCheck().getId().startsWith("producer:graph-attach"))
                .map(HealthCheck.Result::getState)
                .toList();
    }
}
