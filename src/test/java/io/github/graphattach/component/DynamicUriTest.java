package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.item.PercentEncoding;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code toD} evaluates is data: it chooses an item and never becomes URI syntax. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DynamicUriTest {

    private final Rig rig = new Rig();

    @BeforeAll
    void startRoutes() throws Exception {
        String fixed = "&name=a.txt&accessToken=test-token&retryDelay=1&mailboxUploadBudget=off&graphUrl="
                + rig.emulator.graphUrl();
        rig.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:plain").toD("graph-attach:message?messageId=${header.id}" + fixed);
                from("direct:raw").toD("graph-attach:message?messageId=RAW(${header.id})" + fixed);
                from("direct:path").toD("graph-attach:message?itemPath=${header.id}" + fixed);
                from("direct:fixedUser")
                        .toD("graph-attach:message?userId=owner@contoso.com&messageId=${header.id}" + fixed);
            }
        });
    }

    @AfterEach
    void reset() {
        rig.emulator.reset();
    }

    @AfterAll
    void close() {
        rig.close();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"plain", "AAMk+b/c==", "100%25", "a b", "x{y}z", "q?r#s", "it's(a)b"})
    void anIdIsTakenExactlyAsItIs(String id) {
        for (String route : new String[] {"direct:plain", "direct:raw"}) {
            rig.emulator.create("/me/messages/" + PercentEncoding.encode(id));
            Exchange exchange = send(route, id);
            assertThat(exchange.getException()).as("%s with id %s", route, id).isNull();
            assertThat(exchange.getMessage().getHeaders())
                    .as("a later step is not steered")
                    .doesNotContainKey(GraphAttachConstants.MESSAGE_ID);
        }
        assertThat(rig.emulator
                        .find("/me/messages/" + PercentEncoding.encode(id))
                        .orElseThrow()
                        .attachments())
                .hasSize(2);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "m&graphUrl=http://127.0.0.1:1/v1.0",
                "m&userId=boss@contoso.com",
                "m)&graphUrl=http://127.0.0.1:1/v1.0",
                "m)&accessToken=RAW(x",
                "m&messageId=other",
                "m)&messageId=RAW(other",
                "m&",
                "m&=x"
            })
    void anIdThatWouldAddOrRepeatAnOptionIsRefused(String id) {
        rig.message("m");
        for (String route : new String[] {"direct:plain", "direct:raw"}) {
            Exchange exchange = send(route, id);
            if (exchange.getException() == null) {
                // Inside RAW an ampersand without a parenthesis is part of the id, which then names no item.
                throw new AssertionError("attached by " + route + " with " + id);
            }
        }
        assertThat(rig.emulator.find("/me/messages/m").orElseThrow().attachments())
                .isEmpty();
    }

    @Test
    void anInjectedOptionIsNamedAsTheProblem() {
        Exchange exchange = send("direct:plain", "m&graphUrl=http://127.0.0.1:1/v1.0");
        assertThat(exchange.getException())
                .isInstanceOf(GraphAttachException.class)
                .hasMessageContaining("other options than its own")
                .hasMessageContaining("headers")
                .hasMessageNotContaining("127.0.0.1:1");
        assertThat(rig.emulator.exchanges()).isEmpty();
    }

    @Test
    void oneEndpointServesAllIds() {
        int before = rig.camel.getEndpoints().size();
        for (int i = 0; i < 20; i++) {
            rig.message("many" + i);
            assertThat(send("direct:plain", "many" + i).getException()).isNull();
        }
        assertThat(rig.camel.getEndpoints().size() - before).isLessThanOrEqualTo(1);
    }

    @Test
    void aPathInTheUriIsTakenAsIs() {
        rig.emulator.create("/users/u%40contoso.com/messages/m");
        assertThat(send("direct:path", "Users('u@contoso.com')/Messages('m')").getException())
                .isNull();
    }

    @Test
    void aFixedUserStaysFixed() {
        rig.emulator.create("/users/owner%40contoso.com/messages/m");
        rig.emulator.create("/users/boss%40contoso.com/messages/m");
        assertThat(send("direct:fixedUser", "m").getException()).isNull();
        Exchange other = rig.camel
                .createFluentProducerTemplate()
                .to("direct:fixedUser")
                .withBody("x")
                .withHeaders(Map.of("id", "m", GraphAttachConstants.USER_ID, "boss@contoso.com"))
                .send();
        assertThat(other.getException()).hasMessageContaining("allowedUsers");
        assertThat(rig.emulator
                        .find("/users/boss%40contoso.com/messages/m")
                        .orElseThrow()
                        .attachments())
                .isEmpty();
    }

    private Exchange send(String route, String id) {
        return rig.camel
                .createFluentProducerTemplate()
                .to(route)
                .withBody("x")
                .withHeader("id", id)
                .send();
    }
}
