package io.github.graphattach.graph.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.credential.TokenCredential;
import io.github.graphattach.graph.TokenException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

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

    private static String remedy(Credential credential, String answer) {
        SignIn signIn = new SignIn(credential, URI.create("https://login.microsoftonline.com"), "scope");
        return SignInFailure.of(signIn, new IllegalStateException(answer)).remedy();
    }

    /** The options of other credentials are of no use to them. */
    @ParameterizedTest
    @ValueSource(strings = {"7000215", "7000222", "700016", "700027", "90002", "700024", "999999"})
    void whatSignsInByItselfIsNotToldToSetOptions(String code) {
        TokenCredential bean = request -> Mono.empty();

        assertThat(remedy(new Credential.Bean(bean), "AADSTS" + code + ": No."))
                .startsWith("look at the TokenCredential bean ")
                .doesNotContain("option");
        assertThat(remedy(CHAIN, "AADSTS" + code + ": No."))
                .contains("AZURE_CLIENT_SECRET", "option credentialType")
                .doesNotContain("option clientSecret", "certificatePath");
    }

    /** Such a token is made by the cluster, whose clock it has. */
    @Test
    void anAssertionThatEndedIsThatOfTheFileOrOfTheClock() {
        String answer = "AADSTS700024: Client assertion is not within its valid time range.";

        assertThat(remedy(new Credential.WorkloadIdentity("tenant", "client", Path.of("token")), answer))
                .contains("option federatedTokenFile", "too old", "clock");
        assertThat(remedy(REGISTERED, answer)).startsWith("set this machine's clock");
    }

    private static String remedy(Credential credential, IOException cause) {
        SignIn signIn = new SignIn(credential, URI.create("https://login.microsoftonline.com"), "scope");
        TokenException failure = SignInFailure.of(signIn, new UncheckedIOException(cause));
        return failure.remedy();
    }
}
