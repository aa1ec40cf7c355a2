package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.item.PercentEncoding;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code toD} evaluates is data: it chooses an item and never becomes URI syntax. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DynamicUriTest {

    private final Rig rig = new Rig();
    private final AtomicInteger count = new AtomicInteger();

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
                String service = "accessToken=test-token&retryDelay=1&mailboxUploadBudget=off&graphUrl="
                        + rig.emulator.graphUrl();
                from("direct:nameFirst")
                        .toD("graph-attach:message?name=${header.n}&" + service + "&messageId=${header.id}");
                from("direct:nameFirstRaw")
                        .toD("graph-attach:message?name=RAW(${header.n})&" + service + "&messageId=RAW(${header.id})");
                from("direct:ownerBetween")
                        .toD(
                                "graph-attach:message?name=${header.n}&userId=owner@contoso.com&allowedUsers=owner@contoso.com&"
                                        + service + "&messageId=${header.id}");
                from("direct:kind").toD("graph-attach:${header.v}?messageId=${header.id}" + fixed);
                from("direct:dashes").toD("graph-attach:message?message-id=${header.id}" + fixed);
                from("direct:twice").toD("graph-attach:message?messageId=${header.id}&messageId=m" + fixed);
                from("direct:nameless").toD("graph-attach:message?messageId=${header.id}&${header.v}" + fixed);
                from("direct:namedByData").toD("graph-attach:message?messageId=m&${header.v}=x" + fixed);
                from("direct:otherLanguage").toD("graph-attach:message?messageId=+language:header:id");
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
    @ValueSource(
            strings = {
                "plain",
                "AAMk+b/c==",
                "100%25",
                "a b",
                "x{y}z",
                "q?r#s",
                "it's(a)b",
                "m&graphUrl=http://127.0.0.1:1/v1.0",
                "m&userId=boss@contoso.com",
                "m)&graphUrl=http://127.0.0.1:1/v1.0",
                "m)&accessToken=RAW(x",
                "m)&messageId=RAW(other",
                "m&=x",
                "RAW(m)",
                "${header.id}",
                " m "
            })
    void anIdIsTakenAsItIsInTheAlphabetOfGraph(String id) {
        for (String route : new String[] {"direct:plain", "direct:raw"}) {
            rig.emulator.create("/me/messages/" + inPath(id));
            Exchange exchange = send(route, id);
            assertThat(exchange.getException()).as("%s with id %s", route, id).isNull();
            assertThat(exchange.getMessage().getHeaders())
                    .as("a later step is not steered")
                    .doesNotContainKey(GraphAttachConstants.MESSAGE_ID);
        }
        assertThat(rig.emulator.find("/me/messages/" + inPath(id)).orElseThrow().attachments())
                .hasSize(2);
    }

    /** As Graph has it. */
    private static String inPath(String id) {
        return PercentEncoding.encode(id.replace('/', '-').replace('+', '_'));
    }

    /** The second value ends what the first one has opened, if the two are ever read as one text. */
    @ParameterizedTest(name = "{0}: {1} and {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "direct:nameFirst    | RAW(x | y)&graphUrl=http://127.0.0.1:1/v1.0&messageId=m",
                "direct:nameFirst    | x${   | }&graphUrl=http://127.0.0.1:1/v1.0&messageId=m",
                "direct:nameFirst    | RAW{x | y}&accessToken=other&messageId=m",
                "direct:nameFirstRaw | x${   | }y)&graphUrl=http://127.0.0.1:1/v1.0&messageId=RAW(m",
                "direct:nameFirstRaw | a)&graphUrl=http://127.0.0.1:1/v1.0&messageId=m&b=RAW( | m",
                "direct:ownerBetween | RAW(x | y)&userId=boss@contoso.com&messageId=m",
                "direct:ownerBetween | x${   | }&userId=boss@contoso.com&messageId=m",
            })
    void twoValuesDoNotHideAnOptionBetweenThem(String route, String name, String id) {
        String mailbox = route.equals("direct:ownerBetween") ? "/users/owner%40contoso.com" : "/me";
        EmulatedItem right = rig.emulator.create(mailbox + "/messages/" + inPath(id));
        EmulatedItem wrong = rig.emulator.create("/users/boss%40contoso.com/messages/m");

        assertThat(send(route, Map.of("id", id, "n", name)).getException()).isNull();

        assertThat(right.attachments()).hasSize(1);
        assertThat(wrong.attachments()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{graphattach.test.secret:none}}",
                "{{graphattach.test.secret}}",
                "{{env:PATH}}",
                "{{?missing}}",
                "a{{missing:b}}c",
                "{{missing}"
            })
    void aPlaceholderInAnIdIsNotReplaced(String id) {
        rig.camel.getPropertiesComponent().addInitialProperty("graphattach.test.secret", "planted");
        rig.emulator.create("/me/messages/" + inPath(id));

        assertThat(send("direct:plain", id).getException()).isNull();

        assertThat(rig.emulator.exchanges().toString()).doesNotContain("planted");
        assertThat(rig.emulator
                        .find("/me/messages/" + PercentEncoding.encode(id))
                        .orElseThrow()
                        .attachments())
                .hasSize(1);
    }

    /** Camel 4.18 looks for the property itself, before it asks the component; from 4.22 on it does not (CAMEL-24282). */
    @Test
    void aPlaceholderWithoutAValueIsTakenAsItIsOrNothingIsSent() {
        String id = "{{missing}}";
        EmulatedItem item = rig.emulator.create("/me/messages/" + PercentEncoding.encode(id));

        Exception failure = send("direct:plain", id).getException();

        if (failure == null) {
            assertThat(item.attachments()).hasSize(1);
        } else {
            assertThat(failure).isInstanceOf(ResolveEndpointFailedException.class);
            assertThat(rig.emulator.exchanges()).isEmpty();
        }
    }

    /** What has no header of the same meaning is the application's to say: services, credentials, limits, hosts, stores. */
    @ParameterizedTest(name = "{0}=''{1}'' with {2}")
    @CsvSource({
        "accessToken, ${body}, test-token",
        "accessToken, RAW(${header.v}), test-token",
        "access-token, ${header.v}, test-token",
        "accessToken, Bearer${header.v}, planted",
        "accessToken, ${header.v}, planted&graphUrl=http://127.0.0.1:1/v1.0",
        "accessToken, RAW(${header.v}), planted)&graphUrl=http://127.0.0.1:1/v1.0&contentId=RAW(x",
        "accessToken, ${header.v}, #bean:planted",
        "accessToken, $simple{header.v}, planted",
        "graphUrl, ${header.v}, http://127.0.0.1:1/v1.0",
        "graphUrl, http://127.0.0.1:${header.v}/v1.0, 1",
        "credentialType, ${header.v}, default",
        "tokenCredential, ${header.v}, #bean:planted",
        "clientId, ${header.v}, planted",
        "clientSecret, ${header.v}, planted",
        "tenantId, ${header.v}, planted",
        "authorityHost, ${header.v}, http://127.0.0.1:1",
        "cloud, ${header.v}, china",
        "allowedUsers, ${header.v}, *",
        "uploadHosts, ${header.v}, *",
        "allowInsecureHttp, ${header.v}, true",
        "chunkSize, ${header.v}, 327680",
        "maxFileSize, ${header.v}, 1",
        "verify, ${header.v}, none",
        "operation, ${header.v}, cancel",
        "addressing, ${header.v}, direct",
        "mailboxSendRate, ${header.v}, off",
        "mailTips, ${header.v}, false",
        "maxItemSize, ${header.v}, off",
        "mailboxUploadBudget, ${header.v}, off",
        "sessionStore, ${header.v}, #bean:planted",
        "uploadListener, ${header.v}, #bean:planted",
        "camelContext.name, ${header.v}, planted",
        "nothing, ${header.v}, planted"
    })
    void anOptionWithoutAHeaderTakesNoExpression(String option, String expression, String value) throws Exception {
        String route = "direct:refused-" + count.incrementAndGet();
        rig.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(route)
                        .setBody(header("v"))
                        .toD("graph-attach:message?name=a.txt&messageId=m&" + option + "=" + expression);
            }
        });

        Exception refusal = send(route, Map.of("v", value)).getException();

        assertThat(refusal)
                .isInstanceOf(GraphAttachException.class)
                .hasMessage("Nothing was sent because the URI of toD has an expression in the option " + option
                        + ", which no message may choose; give it as a property or set it on the component");
        assertThat(rig.emulator.exchanges()).isEmpty();
    }

    @Test
    void theItemBeforeTheOptionsIsNoSyntax() {
        rig.message("m");

        Exception refusal = send("direct:kind", Map.of("id", "m", "v", "message?graphUrl=http://127.0.0.1:1/v1.0&x="))
                .getException();

        assertThat(refusal)
                .hasMessageNotContaining("127.0.0.1:1")
                .isInstanceOf(GraphAttachException.class)
                .hasMessageContaining("means something in a URI")
                .hasMessageContaining("give it as a property");
        assertThat(rig.emulator.exchanges()).isEmpty();
        assertThat(send("direct:kind", Map.of("id", "m", "v", "message")).getException())
                .isNull();
    }

    @Test
    void anOptionIsKnownInAnyOfItsSpellings() {
        String id = "AAMk+b&c==";
        rig.emulator.create("/me/messages/" + inPath(id));
        assertThat(send("direct:dashes", id).getException()).isNull();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"direct:twice", "direct:nameless", "direct:namedByData", "direct:otherLanguage"})
    void aTemplateThatCannotBeTakenApartIsRefused(String route) {
        assertThat(send(route, Map.of("id", "m", "v", "userId=boss")).getException())
                .isInstanceOf(GraphAttachException.class)
                .hasMessageContaining("URI of toD")
                .hasMessageEndingWith("set ids and names as headers instead");
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
        return send(route, Map.of("id", id));
    }

    private Exchange send(String route, Map<String, Object> headers) {
        return rig.camel
                .createFluentProducerTemplate()
                .to(route)
                .withBody("x")
                .withHeaders(headers)
                .send();
    }
}
