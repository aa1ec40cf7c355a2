package io.github.graphattach.graph.identity;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.HttpLogDetailLevel;
import com.azure.core.http.policy.HttpLogOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.identity.AadCredentialBuilderBase;
import com.azure.identity.ClientAssertionCredentialBuilder;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.CredentialBuilderBase;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import io.github.graphattach.graph.Cloud;
import io.github.graphattach.graph.TokenException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * What azure-identity makes of a credential. It is made anew for each token: files are read again, and no cache of its own
 * hands out a token that Graph has refused, which the library does even when it is shown the claims challenge.
 *
 * <p>Neither does it try again by itself: the upload does, and says so.
 */
final class AzureCredentials {

    private static final RetryOptions ONCE = new RetryOptions(new FixedDelayOptions(0, Duration.ofMillis(1)));
    private static final int LARGEST_TOKEN = 64 * 1024;

    private AzureCredentials() {}

    static TokenCredential of(SignIn signIn, HttpClient http) throws TokenException {
        Credential credential = signIn.credential();
        URI authority = signIn.authority();
        if (credential instanceof Credential.ClientSecret secret) {
            return at(authority, new ClientSecretCredentialBuilder(), http)
                    .tenantId(secret.tenantId())
                    .clientId(secret.clientId())
                    .clientSecret(secret.secret().reveal())
                    .build();
        }
        if (credential instanceof Credential.ClientCertificate certificate) {
            return certificate(certificate, authority, http);
        }
        if (credential instanceof Credential.WorkloadIdentity workload) {
            String assertion = assertion(workload.tokenFile());
            return at(authority, new ClientAssertionCredentialBuilder(), http)
                    .tenantId(workload.tenantId())
                    .clientId(workload.clientId())
                    .clientAssertion(() -> assertion)
                    .build();
        }
        if (credential instanceof Credential.ManagedIdentity managed) {
            ManagedIdentityCredentialBuilder builder = silent(new ManagedIdentityCredentialBuilder());
            managed.clientId().ifPresent(builder::clientId);
            return builder.build();
        }
        if (credential instanceof Credential.AnyOfAzure any) {
            DefaultAzureCredentialBuilder builder =
                    silent(new DefaultAzureCredentialBuilder()).authorityHost(authority.toString());
            any.tenantId().ifPresent(builder::tenantId);
            any.clientId().ifPresent(id -> builder.managedIdentityClientId(id).workloadIdentityClientId(id));
            return builder.build();
        }
        if (credential instanceof Credential.Bean own) {
            return own.bean();
        }
        throw new IllegalArgumentException("a token that was given cannot be renewed");
    }

    private static TokenCredential certificate(Credential.ClientCertificate certificate, URI authority, HttpClient http)
            throws TokenException {
        CertificateFile file = CertificateFile.read(certificate.file(), certificate.password(), Instant.now());
        ClientCertificateCredentialBuilder builder = at(authority, new ClientCertificateCredentialBuilder(), http)
                .tenantId(certificate.tenantId())
                .clientId(certificate.clientId());
        if (file.isPem()) {
            builder.pemCertificate(file.stream());
        } else {
            builder.pfxCertificate(file.stream())
                    .clientCertificatePassword(
                            certificate.password().map(Secret::reveal).orElse(""));
        }
        return builder.build();
    }

    /**
     * Reads the token of a workload.
     *
     * @param file that the cluster writes
     * @return what is in it
     * @throws TokenException when it cannot be read
     */
    static String assertion(Path file) throws TokenException {
        String name = "the file '" + file + "' of the option federatedTokenFile";
        try {
            String token = Files.size(file) > LARGEST_TOKEN
                    ? ""
                    : Files.readString(file, StandardCharsets.ISO_8859_1).strip();
            if (!token.matches("[!-~]+")) {
                throw new IOException(name + " holds no token");
            }
            return token;
        } catch (IOException e) {
            throw CertificateFile.unreadable(name, e);
        }
    }

    /** A sign-in service of Microsoft's says itself that it is one; any other is taken at the operator's word. */
    private static <B extends AadCredentialBuilderBase<B>> B at(URI authority, B builder, HttpClient http) {
        B placed = silent(builder)
                .authorityHost(authority.toString())
                .httpClient(http)
                .retryOptions(ONCE);
        boolean known = Arrays.stream(Cloud.values())
                .anyMatch(cloud -> cloud.authority().equals(authority));
        return known ? placed : placed.disableInstanceDiscovery();
    }

    /**
     * AZURE_HTTP_LOG_DETAIL_LEVEL would have the library write what it sends and gets, secrets and tokens, at INFO and to a
     * logger without a name, which only the level of all others reaches.
     */
    private static <B extends CredentialBuilderBase<B>> B silent(B builder) {
        return builder.httpLogOptions(new HttpLogOptions().setLogLevel(HttpLogDetailLevel.NONE));
    }
}
