package io.github.graphattach.graph;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a 401 wants the next token to say, as continuous access evaluation and conditional access do.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/claims-challenge">Claims challenges</a>
 */
final class ClaimsChallenge {

    /** No word boundary: Java 17 looks for one through all combining marks before it, each time. */
    private static final Pattern CLAIMS = Pattern.compile("(?<!\\w)claims=\"([A-Za-z0-9+/_=-]+)\"");

    private ClaimsChallenge() {}

    /**
     * Reads {@code WWW-Authenticate}.
     *
     * @param header its value
     * @return the claims as the JSON that a token request takes; empty when there are none
     */
    static Optional<String> of(String header) {
        Matcher claims = CLAIMS.matcher(header);
        return claims.find() ? decoded(claims.group(1)) : Optional.empty();
    }

    private static Optional<String> decoded(String base64) {
        try {
            byte[] json = Base64.getDecoder().decode(base64.replace('-', '+').replace('_', '/'));
            return Optional.of(new String(json, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
