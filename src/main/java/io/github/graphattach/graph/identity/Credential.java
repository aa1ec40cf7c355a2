package io.github.graphattach.graph.identity;

import com.azure.core.credential.TokenCredential;
import io.github.graphattach.graph.AccessToken;
import io.github.graphattach.graph.Identity;
import io.github.graphattach.graph.TokenException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** By what an identity is proved. Equal ones are the same identity and share their token. */
public sealed interface Credential {

    /**
     * A token that somebody else got; nobody here can renew it.
     *
     * @param token what every request carries
     */
    record Token(AccessToken token) implements Credential {}

    /** What an application proves by itself that is registered in a tenant. */
    sealed interface Registered extends Credential permits ClientSecret, ClientCertificate, WorkloadIdentity {

        /** {@return the directory's id or one of its domains} */
        String tenantId();

        /** {@return the application's id} */
        String clientId();
    }

    /**
     * A password of an application.
     *
     * @param tenantId the directory's id or one of its domains
     * @param clientId the application's id
     * @param secret its value
     */
    record ClientSecret(String tenantId, String clientId, Secret secret) implements Registered {}

    /**
     * A certificate of an application.
     *
     * @param tenantId the directory's id or one of its domains
     * @param clientId the application's id
     * @param file PEM or PKCS#12, with the private key; read again for each token, so that it can be exchanged
     * @param password of a PKCS#12 file
     */
    record ClientCertificate(String tenantId, String clientId, Path file, Optional<Secret> password)
            implements Registered {}

    /**
     * A token of somebody whom the application trusts, such as a Kubernetes cluster.
     *
     * @param tenantId the directory's id or one of its domains
     * @param clientId the application's id
     * @param tokenFile holds the token; read again for each one of ours, as the cluster exchanges it
     */
    record WorkloadIdentity(String tenantId, String clientId, Path tokenFile) implements Registered {}

    /**
     * The identity that Azure gives to the machine.
     *
     * @param clientId of one that was assigned by a user; empty for the machine's own
     */
    record ManagedIdentity(Optional<String> clientId) implements Credential {}

    /**
     * Whatever is there: environment variables, a workload or managed identity, the tools of a developer.
     *
     * @param tenantId the directory's id or one of its domains
     * @param clientId of a workload or managed identity
     */
    record AnyOfAzure(Optional<String> tenantId, Optional<String> clientId) implements Credential {}

    /**
     * One that the application brings along.
     *
     * @param bean where tokens come from
     */
    record Bean(TokenCredential bean) implements Credential {

        /** {@return the class only; what the bean prints is not known} */
        @Override
        public String toString() {
            return "Bean[" + bean.getClass().getName() + "]";
        }
    }

    /**
     * Looks at the files it is kept in; nothing is asked of anybody.
     *
     * @throws TokenException when one cannot be used, with the remedy
     */
    default void requireUsable() throws TokenException {
        if (this instanceof ClientCertificate certificate) {
            CertificateFile.read(certificate.file(), certificate.password(), Instant.now());
        }
        if (this instanceof WorkloadIdentity workload) {
            AzureCredentials.assertion(workload.tokenFile());
        }
    }

    /** {@return the directory that it names; empty when it names none} */
    default String tenant() {
        if (this instanceof Registered application) {
            return application.tenantId();
        }
        return this instanceof AnyOfAzure any ? any.tenantId().orElse("") : "";
    }

    /** {@return the application or assigned identity that it names; empty when it names none} */
    default String client() {
        if (this instanceof Registered application) {
            return application.clientId();
        }
        if (this instanceof ManagedIdentity managed) {
            return managed.clientId().orElse("");
        }
        return this instanceof AnyOfAzure any ? any.clientId().orElse("") : "";
    }

    /** {@return in whose name it asks; empty where only a token says so that somebody else still has to give} */
    default Optional<Identity> identity() {
        if (this instanceof Token given) {
            return given.token().identity().or(() -> Optional.of(known()));
        }
        return this instanceof Registered ? Optional.of(known()) : Optional.empty();
    }

    /** {@return the same without a token, for this JVM only: beans are told apart as objects} */
    default Identity known() {
        String client = this instanceof Bean own ? "bean " + System.identityHashCode(own.bean()) : client();
        return new Identity(tenant(), client, "");
    }

    /** {@return whether tokens stand for an application without a user, which has no mailbox {@code /me}} */
    default boolean isApplication() {
        return this instanceof Registered || this instanceof ManagedIdentity;
    }
}
