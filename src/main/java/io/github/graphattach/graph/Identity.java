package io.github.graphattach.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * In whose name requests are made, as far as keys and limits tell identities apart.
 *
 * @param tenant the directory; empty when it is not known
 * @param client the application; empty when it is not known
 * @param user whom {@code /me} means; empty when it is not known
 */
public record Identity(String tenant, String client, String user) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Makes equal what the service takes for equal. */
    public Identity {
        tenant = tenant.toLowerCase(Locale.ROOT);
        client = client.toLowerCase(Locale.ROOT);
        user = user.toLowerCase(Locale.ROOT);
    }

    /**
     * Reads what a token says of whom it stands for. Nothing is trusted to it: it only tells identities apart.
     *
     * @param token a JSON Web Token, as Microsoft's sign-in service issues; other services may issue others
     * @return its tenant, application and user; empty when it is none or names no application
     * @see <a href="https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference">Access token claims</a>
     */
    static Optional<Identity> saidBy(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
            String client = claims.path("appid").asText(claims.path("azp").asText(""));
            return client.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Identity(
                            claims.path("tid").asText(""),
                            client,
                            claims.path("oid").asText("")));
        } catch (IOException | IllegalArgumentException noToken) {
            return Optional.empty();
        }
    }

    /** {@return only that there is one; what a token says is not for logs} */
    @Override
    public String toString() {
        return "Identity[***]";
    }
}
