package io.github.graphattach.graph.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.graph.TokenException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/** A remedy names the settings of the client that was used: only some credentials go over Camel's. */
class SignInFailureTest {

    private static final Credential REGISTERED = new Credential.ClientSecret("tenant", "client", new Secret("s3cret"));
    private static final Credential CHAIN = new Credential.AnyOfAzure(Optional.empty(), Optional.empty());

    @Test
    void anUnknownCertificateIsTrustedWhereTheClientLooks() {
        IOException untrusted = new SSLHandshakeException("unable to find valid certification path");

        assertThat(remedy(REGISTERED, untrusted)).endsWith("in the sslContextParameters of Camel's https component");
        assertThat(remedy(CHAIN, untrusted)).endsWith("in Java's own trust store (-Djavax.net.ssl.trustStore)");
    }

    @Test
    void theProxyIsThatOfTheClient() {
        IOException refused = new ConnectException("Connection refused");

        assertThat(remedy(REGISTERED, refused)).contains("the proxy of Camel's https component");
        assertThat(remedy(CHAIN, refused)).contains("-Dhttps.proxyHost").doesNotContain("Camel");
    }

    private static String remedy(Credential credential, IOException cause) {
        SignIn signIn = new SignIn(credential, URI.create("https://login.microsoftonline.com"), "scope");
        TokenException failure = SignInFailure.of(signIn, new UncheckedIOException(cause));
        return failure.remedy();
    }
}
