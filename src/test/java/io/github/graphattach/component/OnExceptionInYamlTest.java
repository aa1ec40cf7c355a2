package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.Fault;
import io.github.graphattach.emulator.GraphEmulator;
import io.github.graphattach.emulator.RequestKind;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Authors of routes tell refusals apart without a line of Java. */
class OnExceptionInYamlTest {

    private static final String HANDLER =
            """
            - onException:
                exception:
                  - io.github.graphattach.component.%s
                handled:
                  constant:
                    expression: "true"
                steps:
                  - setBody:
                      expression:
                        simple:
                          expression: "%s (${exception.statusCode}): ${exception.remedy}"
            """;

    private static final String ROUTE =
            """
            - route:
                from:
                  uri: direct
                  parameters:
                    name: attach
                  steps:
                    - to:
                        uri: graph-attach:message
                        parameters:
                          messageId: m
                          name: report.pdf
                          accessToken: "{{token}}"
                          graphUrl: "{{graphUrl}}"
                          maxAttempts: 2
                          retryDelay: 1
                          maxRetryAfter: 1
                          requestTimeout: 2000
            """;

    static Stream<Arguments> refusals() {
        return Stream.of(
                row("not allowed (403): ", fault -> fault.answer(403).error("ErrorAccessDenied", "Access is denied.")),
                row("not allowed (401): ", fault -> fault.answer(401).error("InvalidAuthenticationToken", "Expired.")),
                row("not found (404): ", fault -> fault.answer(404).error("ErrorItemNotFound", "Not found.")),
                row("throttled (429): ", fault -> fault.answer(429)
                        .retryAfter(Duration.ofMinutes(5))
                        .error("ApplicationThrottled", "")),
                row("rejected (400): ", fault -> fault.answer(400).error("ErrorInvalidRequest", "Blocked.")),
                row("something else (500): ", fault -> fault.answer(500)));
    }

    private static Arguments row(String said, Consumer<Fault> fault) {
        return Arguments.of(said, fault);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void eachKindOfRefusalHasItsOwnBranch(String said, Consumer<Fault> fault) throws Exception {
        String yaml = HANDLER.formatted("AccessDeniedException", "not allowed")
                + HANDLER.formatted("ItemNotFoundException", "not found")
                + HANDLER.formatted("ThrottledException", "throttled")
                + HANDLER.formatted("AttachmentRejectedException", "rejected")
                + HANDLER.formatted("GraphAttachException", "something else")
                + ROUTE;
        try (GraphEmulator emulator = GraphEmulator.start();
                DefaultCamelContext camel = new DefaultCamelContext()) {
            emulator.create("/me/messages/m");
            fault.accept(emulator.faults().on(RequestKind.POST_ATTACHMENT).always());
            Map.of("token", "any", "graphUrl", emulator.graphUrl().toString())
                    .forEach(camel.getPropertiesComponent()::addInitialProperty);
            PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("attach.camel.yaml", yaml));
            camel.start();

            Exchange exchange = camel.createFluentProducerTemplate()
                    .to("direct:attach")
                    .withBody("report")
                    .send();

            assertThat(exchange.getException()).isNull();
            assertThat(Objects.requireNonNull(exchange.getMessage().getBody(String.class)))
                    .startsWith(said)
                    .hasSizeGreaterThan(said.length() + 10);
        }
    }
}
