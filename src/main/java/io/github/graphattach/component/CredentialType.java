package io.github.graphattach.component;

import static io.github.graphattach.component.CredentialOption.ACCESS_TOKEN;
import static io.github.graphattach.component.CredentialOption.AUTHORITY_HOST;
import static io.github.graphattach.component.CredentialOption.CERTIFICATE_PATH;
import static io.github.graphattach.component.CredentialOption.CLIENT_ID;
import static io.github.graphattach.component.CredentialOption.FEDERATED_TOKEN_FILE;
import static io.github.graphattach.component.CredentialOption.PRIVATE_KEY_PASSWORD;
import static io.github.graphattach.component.CredentialOption.TENANT_ID;

import java.util.List;
import java.util.Locale;

/** Where tokens come from. */
@SuppressWarnings("ImmutableEnumChecker") // the lists are those of List.of
public enum CredentialType {
    /** The option accessToken; nobody renews it. */
    TOKEN(
            List.of(ACCESS_TOKEN),
            List.of(),
            "or choose a credentialType that signs in, such as client-secret or managed-identity"),
    /** An application and its secret. */
    CLIENT_SECRET(
            List.of(TENANT_ID, CLIENT_ID, CredentialOption.CLIENT_SECRET),
            List.of(AUTHORITY_HOST),
            "or choose credentialType=workload-identity or managed-identity, which keep no secret"),
    /** An application and its certificate, in a PEM or PKCS#12 (PFX) file. */
    CLIENT_CERTIFICATE(
            List.of(TENANT_ID, CLIENT_ID, CERTIFICATE_PATH),
            List.of(PRIVATE_KEY_PASSWORD, AUTHORITY_HOST),
            "or choose credentialType=client-secret, or managed-identity, which keeps no secret"),
    /** An application that trusts the Kubernetes cluster; what is not set comes from the variables of its webhook. */
    WORKLOAD_IDENTITY(
            List.of(TENANT_ID, CLIENT_ID, FEDERATED_TOKEN_FILE),
            List.of(AUTHORITY_HOST),
            "or choose credentialType=client-certificate where there is no such cluster"),
    /** The identity of the Azure machine; clientId names one that was assigned by a user. */
    MANAGED_IDENTITY(List.of(), List.of(CLIENT_ID), ""),
    /** The first that Azure's chain finds: environment variables, workload or managed identity, a developer's tools. */
    DEFAULT(List.of(), List.of(TENANT_ID, CLIENT_ID, AUTHORITY_HOST), "");

    private final List<CredentialOption> needed;
    private final List<CredentialOption> possible;
    private final String alternative;

    CredentialType(List<CredentialOption> needed, List<CredentialOption> possible, String alternative) {
        this.needed = needed;
        this.possible = possible;
        this.alternative = alternative;
    }

    /** {@return the word for it in options} */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@return the options without which it does not work} */
    List<CredentialOption> needed() {
        return needed;
    }

    /** {@return whether the option means something to it} */
    boolean takes(CredentialOption option) {
        return needed.contains(option) || possible.contains(option);
    }

    /** {@return what else can be done when a needed option is missing} */
    String alternative() {
        return alternative;
    }
}
