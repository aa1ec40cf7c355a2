package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.github.graphattach.TestIdentity;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.GraphEmulator;
import io.github.graphattach.emulator.RequestKind;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManagerFactory;
import org.apache.camel.Component;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to the services is the one of Camel's own https component: its trust, its client certificate, its proxy. */
class TlsAndProxyTest {

    private static final int SIZE = 5_000_000;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private GraphEmulator emulator;
    private EmulatedItem message;

    @BeforeEach
    void start() {
        emulator = GraphEmulator.builder()
                .auth(GraphEmulator.Auth.STRICT)
                .tls(true)
                .start();
        message = emulator.create("/users/u/messages/m");
        camel.start();
    }

    @AfterEach
    void close() {
        camel.stop();
        emulator.close();
    }

    private HttpComponent https() {
        return TenantRig.https(camel);
    }

    private Exchange attach(String more) {
        return attachWith("credentialType=client-secret&tenantId=t&clientId=c&clientSecret=s&authorityHost="
                + emulator.loginUrl() + more);
    }

    private Exchange attachWith(String options) {
        return camel.createFluentProducerTemplate()
                .to("graph-attach:message?userId=u&messageId=m&name=a.bin&maxAttempts=2&retryDelay=1"
                        + "&mailboxUploadBudget=off&graphUrl=" + emulator.graphUrl() + "&" + options)
                .withBody(new byte[SIZE])
                .send();
    }

    @Test
    void aTrustStoreOfOnesOwnIsForAllThreeServices() throws Exception {
        https().setSslContextParameters(TenantRig.trusting(emulator.certificate()));

        assertThat(attach("").getException()).isNull();
        assertThat(message.attachments()).hasSize(1);
    }

    @Test
    void aTrustStoreInAFileForAllOfCamelWillDo(@TempDir Path folder) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("service", emulator.certificate());
        Path file = folder.resolve("trust.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            trusted.store(out, "trust-password".toCharArray());
        }
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + file);
        store.setPassword("trust-password");
        SSLContextParameters parameters = TenantRig.trusting(emulator.certificate());
        Objects.requireNonNull(parameters.getTrustManagers()).setKeyStore(store);
        camel.setSSLContextParameters(parameters);
        https().setUseGlobalSslContextParameters(true);

        assertThat(attach("").getException()).isNull();
    }

    @Test
    void aServiceThatIsNotTrustedIsNamedWithTheTrustStore() {
        Exchange exchange = attach("");

        assertThat(exchange.getException())
                .isInstanceOf(GraphAttachException.class)
                .hasMessageContaining("no TLS connection to the sign-in service " + emulator.loginUrl())
                .hasMessageContaining("sslContextParameters of Camel's https component");
        String given = Objects.requireNonNull(attachWith("accessToken=x").getException(GraphAttachException.class))
                .remedy();
        assertThat(given).contains("sslContextParameters of Camel's https component");
        assertThat(emulator.exchanges()).isEmpty();
    }

    @Test
    void aProxyThatAsksForAPasswordIsForAllThreeServices() throws Exception {
        https().setSslContextParameters(TenantRig.trusting(emulator.certificate()));
        try (ConnectProxy proxy = new ConnectProxy("user", "proxy-password")) {
            through(proxy, "proxy-password");

            assertThat(attach("").getException()).isNull();
            assertThat(proxy.tunnels())
                    .extracting(target -> target.substring(target.indexOf(':')))
                    .contains(
                            ":" + emulator.loginUrl().getPort(),
                            ":" + emulator.graphUrl().getPort(),
                            ":" + emulator.uploadUrl().getPort());
        }
        assertThat(message.attachments()).hasSize(1);
    }

    @Test
    void aProxyThatRefusesThePasswordIsNamed() throws Exception {
        https().setSslContextParameters(TenantRig.trusting(emulator.certificate()));
        try (ConnectProxy proxy = new ConnectProxy("user", "right")) {
            through(proxy, "wr0ng-password");

            Exchange signingIn = attach("");
            Exchange asking = attachWith("accessToken=x");

            assertThat(proxy.tunnels()).isEmpty();
            assertThat(signingIn.getException())
                    .hasMessageContaining("(407)")
                    .hasMessageContaining("proxy of Camel's https component")
                    .hasMessageNotContaining("wr0ng");
            assertThat(asking.getException())
                    .hasMessageContaining("407")
                    .hasMessageContaining("proxy")
                    .hasMessageNotContaining("wr0ng");
        }
    }

    private void through(ConnectProxy proxy, String password) {
        https().setProxyHost("localhost");
        https().setProxyPort(proxy.port());
        https().setProxyAuthScheme("http");
        https().setProxyAuthMethod("Basic");
        https().setProxyAuthUsername("user");
        https().setProxyAuthPassword(password);
    }

    /** A token must not follow whatever an answer points to. */
    @Test
    void redirectsAreFollowedNowhere() throws Exception {
        https().setSslContextParameters(TenantRig.trusting(emulator.certificate()));
        emulator.faults()
                .on(RequestKind.LIST_ATTACHMENTS)
                .answer(307)
                .header("Location", emulator.graphUrl() + "/users/u/messages/m/attachments");
        emulator.faults()
                .on(RequestKind.GET_TOKEN)
                .answer(307)
                .header("Location", emulator.loginUrl() + "/t/oauth2/v2.0/token");

        Exchange exchange = attach("");

        assertThat(message.attachments()).isEmpty();
        assertThat(exchange.getException())
                .isInstanceOfSatisfying(GraphAttachException.class, failure -> assertThat(failure.remedy())
                        .contains("proxy"));
    }

    @Test
    void anUploadHostThatIsNotPinnedGetsNothing() throws Exception {
        https().setSslContextParameters(TenantRig.trusting(emulator.certificate()));

        Exchange refused = attach("&uploadHosts=*.office365.com,*.office.com");
        Exchange pinned = attach("&uploadHosts=outlook.office.com,127.*");

        assertThat(refused.getException()).hasMessageContaining("option uploadHosts");
        assertThat(pinned.getException()).isNull();
        assertThat(message.attachments()).hasSize(1);
    }

    /** Serves a small attachment to clients that prove who they are by a certificate. */
    @Test
    void aClientCertificateIsShown() throws Exception {
        TestIdentity own = TestIdentity.generate("RSA", "-1d", 30);
        TestIdentity service = TestIdentity.generate("RSA", "-1d", 30);
        List<String> clients = new CopyOnWriteArrayList<>();
        HttpsServer gateway = gateway(service, own.certificate(), clients);
        try {
            String uri = "graph-attach:message?userId=u&messageId=m&name=a&accessToken=x&verify=none&maxAttempts=1"
                    + "&graphUrl=https://localhost:" + gateway.getAddress().getPort();
            https().setSslContextParameters(TenantRig.trusting(service.certificate()));
            https().setX509HostnameVerifier((host, session) -> true);
            Exchange without = send(uri);
            Component component = Objects.requireNonNull(camel.getComponent("graph-attach"));
            component.stop();
            component.start();
            SSLContextParameters parameters = TenantRig.trusting(service.certificate());
            KeyStoreParameters store = new KeyStoreParameters();
            store.setKeyStore(own.store());
            KeyManagersParameters keys = new KeyManagersParameters();
            keys.setKeyStore(store);
            keys.setKeyPassword(TestIdentity.PASSWORD);
            parameters.setKeyManagers(keys);
            https().setSslContextParameters(parameters);
            Exchange with = send(uri);

            assertThat(without.getException()).isInstanceOf(GraphAttachException.class);
            assertThat(with.getException()).isNull();
            assertThat(clients).isNotEmpty().containsOnly("CN=application");
        } finally {
            gateway.stop(0);
        }
    }

    private Exchange send(String uri) {
        return camel.createFluentProducerTemplate()
                .to(uri)
                .withBody(new byte[1])
                .send();
    }

    private static HttpsServer gateway(TestIdentity service, Certificate trusted, List<String> clients)
            throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(service.store(), TestIdentity.PASSWORD.toCharArray());
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("client", trusted);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters needed = context.getDefaultSSLParameters();
                needed.setNeedClientAuth(true);
                parameters.setSSLParameters(needed);
            }
        });
        server.createContext("/", exchange -> answer(exchange, clients));
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange, List<String> clients) throws IOException {
        clients.add(client(exchange));
        exchange.getRequestBody().readAllBytes();
        boolean post = exchange.getRequestMethod().equals("POST");
        byte[] body = (post ? "{\"id\":\"A\",\"size\":100}" : "{\"value\":[]}").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(post ? 201 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String client(HttpExchange exchange) {
        try {
            return Objects.requireNonNull(
                            ((HttpsExchange) exchange).getSSLSession().getPeerPrincipal())
                    .getName();
        } catch (SSLPeerUnverifiedException e) {
            return "nobody";
        }
    }
}
