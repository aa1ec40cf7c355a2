package io.github.graphattach.component;

import io.github.graphattach.graph.AccessToken;
import io.github.graphattach.graph.Cloud;
import io.github.graphattach.graph.TokenException;
import io.github.graphattach.graph.identity.Credential;
import io.github.graphattach.graph.identity.Secret;
import io.github.graphattach.graph.identity.SignIn;
import io.github.graphattach.refusal.RefusedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The options of a credential, checked against each other.
 *
 * @param options of an endpoint
 * @param environment the value of an environment variable, or null
 */
record SignInOptions(GraphAttachConfiguration options, Function<String, @Nullable String> environment) {

    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9.-]{1,255}");
    private static final List<String> NO_TENANTS = List.of("common", "organizations", "consumers");

    /**
     * Reads the options.
     *
     * @return who signs in
     * @throws IllegalArgumentException in one sentence that names the option and the alternative
     */
    SignIn read() {
        Cloud cloud = options.getCloud();
        return new SignIn(credential(), authority(cloud), cloud.scope());
    }

    /** {@return the options that are set and have no part in signing in, because a bean takes their place} */
    List<String> overridden() {
        if (options.getTokenCredential() == null) {
            return List.of();
        }
        Stream<String> type =
                options.getCredentialType() == CredentialType.TOKEN ? Stream.empty() : Stream.of("credentialType");
        Stream<String> others = Arrays.stream(CredentialOption.values())
                .filter(option -> option.in(options).isPresent())
                .map(CredentialOption::text);
        return Stream.concat(type, others).toList();
    }

    private Credential credential() {
        if (options.getTokenCredential() != null) {
            return new Credential.Bean(options.getTokenCredential());
        }
        CredentialType type = options.getCredentialType();
        for (CredentialOption option : CredentialOption.values()) {
            if (option.in(options).isPresent() && !type.takes(option)) {
                throw misplaced(option, type);
            }
        }
        for (CredentialOption option : type.needed()) {
            if (value(option).isEmpty()) {
                throw missing(option, type);
            }
        }
        try {
            Credential credential = create(type);
            // Found at the start, and not by the first upload at night.
            credential.requireUsable();
            return credential;
        } catch (TokenException e) {
            throw new RefusedException(String.valueOf(e.getMessage()), e.remedy());
        }
    }

    private static RefusedException misplaced(CredentialOption option, CredentialType type) {
        List<String> takers = Arrays.stream(CredentialType.values())
                .filter(other -> other.takes(option))
                .map(CredentialType::text)
                .toList();
        return new RefusedException(
                "option " + option.text() + " has no meaning with credentialType=" + type.text(),
                "leave it out, or set the option credentialType to " + String.join(" or ", takers));
    }

    private RefusedException missing(CredentialOption option, CredentialType type) {
        String needs = type.needed().stream().map(CredentialOption::text).collect(Collectors.joining(", "));
        boolean fromCluster = type == CredentialType.WORKLOAD_IDENTITY;
        return new RefusedException(
                "option " + option.text() + " is missing: credentialType=" + type.text() + " needs " + needs,
                "set it" + (fromCluster ? " or the environment variable " + option.variable() : "") + ", "
                        + type.alternative());
    }

    private Optional<String> value(CredentialOption option) {
        boolean fromCluster = options.getCredentialType() == CredentialType.WORKLOAD_IDENTITY;
        return option.in(options)
                .or(() -> fromCluster && !option.variable().isEmpty()
                        ? Optional.ofNullable(environment.apply(option.variable()))
                                .filter(text -> !text.isBlank())
                        : Optional.empty());
    }

    private String text(CredentialOption option) {
        return value(option).orElseThrow();
    }

    private Credential create(CredentialType type) {
        return switch (type) {
            case TOKEN -> new Credential.Token(token());
            case CLIENT_SECRET ->
                new Credential.ClientSecret(
                        tenant(), text(CredentialOption.CLIENT_ID), new Secret(text(CredentialOption.CLIENT_SECRET)));
            case CLIENT_CERTIFICATE ->
                new Credential.ClientCertificate(
                        tenant(),
                        text(CredentialOption.CLIENT_ID),
                        path(CredentialOption.CERTIFICATE_PATH),
                        value(CredentialOption.PRIVATE_KEY_PASSWORD).map(Secret::new));
            case WORKLOAD_IDENTITY ->
                new Credential.WorkloadIdentity(
                        tenant(), text(CredentialOption.CLIENT_ID), path(CredentialOption.FEDERATED_TOKEN_FILE));
            case MANAGED_IDENTITY -> new Credential.ManagedIdentity(value(CredentialOption.CLIENT_ID));
            case DEFAULT ->
                new Credential.AnyOfAzure(
                        value(CredentialOption.TENANT_ID).map(set -> tenant()), value(CredentialOption.CLIENT_ID));
        };
    }

    private AccessToken token() {
        try {
            return new AccessToken(text(CredentialOption.ACCESS_TOKEN));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    "option accessToken is no token: it has characters that no token has",
                    "set it to the token alone," + " without the word Bearer");
        }
    }

    private String tenant() {
        String tenant = text(CredentialOption.TENANT_ID);
        if (!TENANT.matcher(tenant).matches() || NO_TENANTS.contains(tenant)) {
            throw new RefusedException(
                    "option tenantId names no tenant",
                    "set it to the directory's id or one of" + " its domains, such as contoso.onmicrosoft.com");
        }
        return tenant;
    }

    private Path path(CredentialOption option) {
        try {
            return Path.of(text(option));
        } catch (InvalidPathException e) {
            throw new RefusedException(
                    "option " + option.text() + " is no path of this system", "set it to one that is");
        }
    }

    private URI authority(Cloud cloud) {
        Optional<String> host = CredentialOption.AUTHORITY_HOST.in(options);
        if (host.isEmpty()) {
            return cloud.authority();
        }
        try {
            String text = host.get();
            URI url = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if ("https".equalsIgnoreCase(url.getScheme())
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawPath().isEmpty()
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw notAuthority();
        }
        throw notAuthority();
    }

    private static RefusedException notAuthority() {
        return new RefusedException(
                "option authorityHost is no address of a sign-in service",
                "write it like https://login.microsoftonline.com, or leave it out and set the option cloud");
    }
}
