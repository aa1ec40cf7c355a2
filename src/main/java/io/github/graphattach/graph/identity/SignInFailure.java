package io.github.graphattach.graph.identity;

import com.azure.identity.CredentialUnavailableException;
import com.microsoft.aad.msal4j.MsalServiceException;
import io.github.graphattach.graph.GraphError;
import io.github.graphattach.graph.TokenException;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * What a failed sign-in means for whoever set it up.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/reference-error-codes">Error codes of sign-in</a>
 */
final class SignInFailure {

    /** The texts go on with ids of the request, which say nothing to an operator. */
    private static final Pattern AADSTS =
            Pattern.compile("AADSTS(\\d+):?\\s*(.*?)(?= Trace ID:|\"|$)", Pattern.MULTILINE);

    private static final int TOO_MANY = 429;

    /** The assertion is not within its valid time range. */
    private static final String OUT_OF_TIME = "700024";

    /** A pod that lost its volume keeps the last token; see the issue 693 of azure-workload-identity. */
    private static final String OLD_ASSERTION =
            "check that the cluster still renews the token in the file of the option federatedTokenFile, which is too old,"
                    + " or set this machine's clock (NTP)";

    private static final String CHAIN =
            "check the environment variables (AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET) and whatever else the"
                    + " chain of credentials finds, or name one by the option credentialType";
    private static final String CLOCK =
            "set this machine's clock (NTP); it is too far from that of the sign-in service";
    private static final String TENANT =
            "check the option tenantId, and the option cloud if the tenant is in another one";
    private static final String FEDERATION =
            "check the federated credential of the app registration: its issuer, subject and audience"
                    + " (api://AzureADTokenExchange) have to be those of the token in the option federatedTokenFile";
    private static final String CERTIFICATE =
            "upload the public part of the certificate in the option certificatePath to the app registration that the"
                    + " option clientId names";
    private static final String CROSSED =
            "check the option cloud: the tenant is in another cloud than this sign-in service";

    private static final Map<String, String> REMEDIES = Map.ofEntries(
            Map.entry("7000215", "set the option clientSecret to the secret's value, which is not its id"),
            Map.entry(
                    "7000222",
                    "make a new secret in the app registration and set the option clientSecret to its value"),
            Map.entry("700016", "check the options clientId and tenantId: this tenant has no such application"),
            Map.entry("7000112", "enable the application's sign-in in the tenant's enterprise applications"),
            Map.entry("90002", TENANT),
            Map.entry("900023", TENANT),
            Map.entry("50059", TENANT),
            Map.entry(OUT_OF_TIME, CLOCK),
            Map.entry("700027", CERTIFICATE),
            Map.entry("7000214", CERTIFICATE),
            Map.entry("50027", "check that the option federatedTokenFile names a file with a token of the cluster"),
            Map.entry("70021", FEDERATION),
            Map.entry("700211", FEDERATION),
            Map.entry("700212", FEDERATION),
            Map.entry("700213", FEDERATION),
            Map.entry("700223", FEDERATION),
            Map.entry("500011", "check the options cloud and tenantId: this tenant does not know that Graph"),
            Map.entry("53003", "have the Conditional Access policy for this application changed"),
            Map.entry("900382", CROSSED),
            Map.entry("900432", CROSSED),
            Map.entry("900439", CROSSED));

    private SignInFailure() {}

    static TokenException of(SignIn signIn, RuntimeException failure) {
        Optional<Matcher> answer = causes(failure)
                .map(cause -> AADSTS.matcher(String.valueOf(cause.getMessage())))
                .filter(Matcher::find)
                .findFirst();
        if (answer.isPresent()) {
            return refused(signIn, answer.get(), failure);
        }
        if (causes(failure).anyMatch(SSLException.class::isInstance)) {
            return TokenException.unavailable(
                    "no TLS connection to the sign-in service " + signIn.authority() + " (" + said(failure) + ")",
                    "trust its certificate, or that of the proxy in between, in "
                            + (goesOverCamelsClient(signIn)
                                    ? "the sslContextParameters of Camel's https component"
                                    : "Java's own trust store (-Djavax.net.ssl.trustStore)"),
                    failure);
        }
        if (causes(failure).anyMatch(IOException.class::isInstance)) {
            return TokenException.unavailable(
                    "no answer from the sign-in service " + signIn.authority() + " (" + said(failure) + ")",
                    goesOverCamelsClient(signIn)
                            ? "check the network, the proxy of Camel's https component and the options cloud and"
                                    + " authorityHost"
                            : "check the network and Java's proxy (-Dhttps.proxyHost)",
                    failure);
        }
        return TokenException.unavailable(said(failure), remedy(signIn, failure), failure);
    }

    /** The others ask several places, some of them on this very machine, by a client of their own. */
    private static boolean goesOverCamelsClient(SignIn signIn) {
        return signIn.credential() instanceof Credential.Registered;
    }

    private static TokenException refused(SignIn signIn, Matcher answer, RuntimeException failure) {
        String code = answer.group(1);
        String reason = GraphError.words("AADSTS" + code + ": " + answer.group(2));
        boolean down = causes(failure).anyMatch(SignInFailure::isOutOfOrder);
        if (down) {
            return TokenException.unavailable(reason, "try again later", failure);
        }
        return TokenException.refused(reason, remedy(signIn, code), failure);
    }

    /** What these take the credential from is not ours to name. */
    private static String remedy(SignIn signIn, String code) {
        if (signIn.credential() instanceof Credential.Bean own) {
            return lookAt(own);
        }
        if (signIn.credential() instanceof Credential.AnyOfAzure) {
            return CHAIN;
        }
        if (signIn.credential() instanceof Credential.WorkloadIdentity && code.equals(OUT_OF_TIME)) {
            return OLD_ASSERTION;
        }
        return REMEDIES.getOrDefault(
                code,
                "look the code up at https://login.microsoftonline.com/error?code=" + code
                        + " and check the credential options");
    }

    private static String lookAt(Credential.Bean own) {
        return "look at the TokenCredential bean " + own.bean().getClass().getName();
    }

    private static boolean isOutOfOrder(Throwable cause) {
        return cause instanceof MsalServiceException answer
                && answer.statusCode() != null
                && (answer.statusCode() == TOO_MANY || answer.statusCode() >= 500);
    }

    private static String remedy(SignIn signIn, RuntimeException failure) {
        if (signIn.credential() instanceof Credential.ManagedIdentity) {
            return "run on an Azure machine that has a managed identity, or choose credentialType=workload-identity,"
                    + " client-certificate or client-secret";
        }
        if (signIn.credential() instanceof Credential.AnyOfAzure
                || causes(failure).anyMatch(CredentialUnavailableException.class::isInstance)) {
            return "set what one of the credentials in the chain needs, or name it by the option credentialType";
        }
        if (signIn.credential() instanceof Credential.Bean own) {
            return lookAt(own);
        }
        return "check the credential options";
    }

    /** The innermost words are the plainest. */
    private static String said(Throwable failure) {
        Throwable root = causes(failure).reduce((outer, inner) -> inner).orElse(failure);
        String text = root.getMessage() == null
                ? root.getClass().getSimpleName()
                : root.getMessage().lines().findFirst().orElse("");
        return GraphError.words(text);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(50);
    }
}
