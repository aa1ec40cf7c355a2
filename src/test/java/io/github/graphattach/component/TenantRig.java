package io.github.graphattach.component;

import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.GraphEmulator;
import io.github.graphattach.emulator.RecordedExchange;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;

/** An emulator that insists on tokens of its own sign-in service, and a Camel that trusts its certificate. */
final class TenantRig implements AutoCloseable {

    static final String USER = "/users/cfo@contoso.com";

    final GraphEmulator emulator;
    final CamelContext camel = new DefaultCamelContext();

    TenantRig() throws Exception {
        this(GraphEmulator.builder());
    }

    TenantRig(GraphEmulator.Builder builder) throws Exception {
        emulator = builder.auth(GraphEmulator.Auth.STRICT)
                .messageSizeLimit(Long.MAX_VALUE)
                .minimumSessionSize(0)
                .start();
        https(camel).setSslContextParameters(trusting(emulator.certificate()));
        camel.start();
    }

    static HttpComponent https(CamelContext camel) {
        return camel.getComponent("https", HttpComponent.class);
    }

    /** What an operator sets up who has a trust store of their own. */
    static SSLContextParameters trusting(Certificate certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("service", certificate);
        KeyStoreParameters store = new KeyStoreParameters();
        store.setKeyStore(trusted);
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(store);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(trust);
        return parameters;
    }

    String uri(String credential) {
        return "graph-attach:message?" + credential + "&authorityHost=" + emulator.loginUrl() + "&graphUrl="
                + emulator.graphUrl() + "&retryDelay=1&maxRetryDelay=5&mailboxUploadBudget=off";
    }

    String withSecret(String secret) {
        return uri("credentialType=client-secret&tenantId=contoso.com&clientId=app&clientSecret=" + secret);
    }

    EmulatedItem message(String id) {
        return emulator.create(USER + "/messages/" + id);
    }

    Exchange attach(String uri, String id, Object body) {
        Map<String, Object> headers = new HashMap<>(Map.of(
                GraphAttachConstants.USER_ID, "cfo@contoso.com",
                GraphAttachConstants.MESSAGE_ID, id,
                GraphAttachConstants.NAME, "a.bin"));
        return camel.createFluentProducerTemplate()
                .to(uri)
                .withProcessor(exchange -> {
                    exchange.getMessage().setBody(body);
                    headers.forEach(exchange.getMessage()::setHeader);
                })
                .send();
    }

    /** {@return why it failed} */
    GraphAttachException refused(String uri, String id) {
        return (GraphAttachException)
                Objects.requireNonNull(attach(uri, id, new byte[3]).getException(), "no failure");
    }

    List<RecordedExchange> tokenRequests() {
        return emulator.exchanges().stream()
                .filter(exchange -> exchange.host() == RecordedExchange.Host.LOGIN
                        && exchange.method().equals("POST"))
                .toList();
    }

    @Override
    public void close() {
        camel.stop();
        emulator.close();
    }
}
