package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import io.github.graphattach.emulator.EmulatedAttachment;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.session.InMemoryUploadSessionStore;
import io.github.graphattach.session.LeaseTerms;
import io.github.graphattach.session.UploadSessionStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.OffUuidGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** When two tries are the same upload, and when they only look alike. */
class SameUploadTest {

    private static final String ENDPOINT = "message?messageId=m&name=a.bin";

    private final Rig rig = new Rig();
    private final EmulatedItem item = rig.message("m");

    /** Outlives the contexts. */
    private final UploadSessionStore store =
            new InMemoryUploadSessionStore(LeaseTerms.withGrace(Duration.ZERO), 1000, System::nanoTime);

    @AfterEach
    void close() {
        rig.close();
    }

    private static String outcome(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        return Objects.requireNonNull(exchange.getMessage().getHeader(GraphAttachConstants.OUTCOME, String.class));
    }

    private static Exchange send(DefaultCamelContext camel, String uri, Object body) {
        return camel.createFluentProducerTemplate().to(uri).withBody(body).send();
    }

    // One service

    @Test
    void twoGatewaysOnOneHostAreTwoServices(@TempDir Path folder) throws Exception {
        Object file = Files.write(folder.resolve("a.bin"), new byte[] {1, 2, 3}).toFile();
        try (Gateway gateway = new Gateway();
                DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.start();
            EmulatedItem here = gateway.one.create("/me/messages/m");
            EmulatedItem there = gateway.other.create("/me/messages/m");
            String uri = "graph-attach:" + ENDPOINT + "&accessToken=t&graphUrl=";

            assertThat(outcome(send(camel, uri + gateway.graphUrl("one"), file)))
                    .isEqualTo("attached");
            assertThat(outcome(send(camel, uri + gateway.graphUrl("other"), file)))
                    .isEqualTo("attached");
            assertThat(outcome(send(camel, uri + gateway.graphUrl("one"), file)))
                    .isEqualTo("already-present");

            assertThat(here.attachments()).hasSize(1);
            assertThat(there.attachments()).hasSize(1);
        }
    }

    @Test
    void oneRootInAnotherSpellingIsTheSameService() {
        String root = rig.emulator.graphUrl().toString();
        String options = "&accessToken=t&uploadId=1&graphUrl=";

        outcome(send((DefaultCamelContext) rig.camel, "graph-attach:" + ENDPOINT + options + root, "text"));
        String second = outcome(send(
                (DefaultCamelContext) rig.camel,
                "graph-attach:" + ENDPOINT + options + root.replace("http:", "HTTP:") + "/",
                "text"));

        assertThat(second).isEqualTo("already-present");
    }

    // One identity

    /** A token in the form that Microsoft issues. */
    private static String token(String tenant, String client, String user) {
        String claims = "{\"tid\":\"%s\",\"appid\":\"%s\",\"oid\":\"%s\"}".formatted(tenant, client, user);
        return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + ".c2ln";
    }

    private Exchange withBean(String token, String address) throws IOException {
        TokenCredential bean = context -> Mono.just(
                new AccessToken(token, OffsetDateTime.now(ZoneOffset.UTC).plusHours(1)));
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("credential", bean);
            camel.getRegistry().bind("store", store);
            camel.start();
            return send(
                    camel,
                    "graph-attach:message?" + address + "&name=a.bin&uploadId=1&tokenCredential=#bean:credential"
                            + "&sessionStore=#bean:store&graphUrl=" + rig.emulator.graphUrl(),
                    "text");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "t, app, u, already-present",
        "T, APP, U, already-present",
        "other, app, u, attached",
        "t, other, u, attached",
        "t, app, other, attached"
    })
    void aBeanIsWhomItsTokenSaysAlsoAfterARestart(String tenant, String client, String user, String expected)
            throws IOException {
        assertThat(outcome(withBean(token("t", "app", "u"), "messageId=m"))).isIn("attached", "already-present");

        assertThat(outcome(withBean(token(tenant, client, user), "messageId=m")))
                .isEqualTo(expected);
    }

    @Test
    void whoseMailboxItIsMatters() throws IOException {
        rig.emulator.create("/users/a@contoso.com/messages/m");
        rig.emulator.create("/users/b@contoso.com/messages/m");

        assertThat(outcome(withBean("opaque", "messageId=m&userId=a@contoso.com")))
                .isEqualTo("attached");
        assertThat(outcome(withBean("opaque", "messageId=m&userId=b@contoso.com")))
                .isEqualTo("attached");
        assertThat(outcome(withBean("opaque", "messageId=m&userId=A@Contoso.com")))
                .isEqualTo("already-present");
    }

    // One file

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void severalBodiesOfOneNameInOneExchangeAreSeveralFiles(boolean exchangesHaveIds) throws Exception {
        DefaultCamelContext camel = new DefaultCamelContext();
        if (!exchangesHaveIds) {
            camel.setUuidGenerator(new OffUuidGenerator());
        }
        try (camel) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:in")
                            .to(rig.uri(ENDPOINT))
                            .setBody(constant("second"))
                            .to(rig.uri(ENDPOINT))
                            .setBody(constant("third".getBytes(StandardCharsets.UTF_8)))
                            .to(rig.uri(ENDPOINT));
                }
            });
            camel.start();

            Exchange exchange = send(camel, "direct:in", "first");

            assertThat(outcome(exchange)).isEqualTo("attached");
            assertThat(item.attachments())
                    .extracting(EmulatedAttachment::length)
                    .containsExactly(5L, 6L, 5L);
        }
    }

    @Test
    void exchangesWithoutIdsDoNotGetInEachOthersWay() throws IOException {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.setUuidGenerator(new OffUuidGenerator());
            camel.start();

            for (String body : List.of("one", "two", "three")) {
                assertThat(outcome(send(camel, rig.uri(ENDPOINT), body))).isEqualTo("attached");
            }
        }
        assertThat(item.attachments()).hasSize(3);
    }

    @Test
    void anItemThatWasMovedIsNamedWithWhatWasAttachedToIt() {
        Map<String, Object> headers = Map.of(GraphAttachConstants.UPLOAD_ID, "job");
        String id = rig.send(ENDPOINT, "text", headers)
                .getMessage()
                .getHeader(GraphAttachConstants.ATTACHMENT_ID, String.class);
        rig.emulator.move("/me/messages/m");

        Exchange again = rig.send(ENDPOINT, "text", headers);

        assertThat(again.getException())
                .isInstanceOfSatisfying(ItemNotFoundException.class, e -> {
                    assertThat(e.retryable()).isFalse();
                    assertThat(e.statusCode()).isEqualTo(404);
                })
                .hasMessageStartingWith("Tried to attach 'a.bin' (4 bytes) to /me/messages/m but failed because it was"
                        + " attached on 20")
                .hasMessageContaining(" as " + id + ", and the item has been moved, sent or deleted since");
        assertThat(again.getMessage().getHeader(GraphAttachConstants.ATTACHMENT_ID))
                .isEqualTo(id);
    }
}
