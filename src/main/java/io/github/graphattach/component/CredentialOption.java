package io.github.graphattach.component;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The options that make up a credential. Blank counts as not set, as a property placeholder of nothing is. */
enum CredentialOption {
    TENANT_ID("tenantId", "AZURE_TENANT_ID"),
    CLIENT_ID("clientId", "AZURE_CLIENT_ID"),
    CLIENT_SECRET("clientSecret", ""),
    CERTIFICATE_PATH("certificatePath", ""),
    PRIVATE_KEY_PASSWORD("privateKeyPassword", ""),
    FEDERATED_TOKEN_FILE("federatedTokenFile", "AZURE_FEDERATED_TOKEN_FILE"),
    ACCESS_TOKEN("accessToken", ""),
    AUTHORITY_HOST("authorityHost", "");

    private final String text;
    private final String variable;

    CredentialOption(String text, String variable) {
        this.text = text;
        this.variable = variable;
    }

    /** {@return the option's name} */
    String text() {
        return text;
    }

    /** {@return the environment variable by which a Kubernetes cluster gives it; empty when there is none} */
    String variable() {
        return variable;
    }

    /** {@return what it is set to} */
    Optional<String> in(GraphAttachConfiguration options) {
        return Optional.ofNullable(raw(options)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private @Nullable String raw(GraphAttachConfiguration options) {
        return switch (this) {
            case TENANT_ID -> options.getTenantId();
            case CLIENT_ID -> options.getClientId();
            case CLIENT_SECRET -> options.getClientSecret();
            case CERTIFICATE_PATH -> options.getCertificatePath();
            case PRIVATE_KEY_PASSWORD -> options.getPrivateKeyPassword();
            case FEDERATED_TOKEN_FILE -> options.getFederatedTokenFile();
            case ACCESS_TOKEN -> options.getAccessToken();
            case AUTHORITY_HOST -> options.getAuthorityHost();
        };
    }
}
