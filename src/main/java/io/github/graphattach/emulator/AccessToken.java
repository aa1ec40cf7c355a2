package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a bearer token stands for.
 *
 * @param user the signed-in user's principal name; empty for an application's own token
 * @param application the id of the application that has it
 * @param audience the resource that it is for
 * @param permissions the names of roles or scopes
 * @param mailboxes the principal names, in lower case, of the only owners whose mailboxes it opens; empty for all
 * @param expires when it ends
 */
record AccessToken(
        Optional<String> user,
        String application,
        String audience,
        Set<String> permissions,
        Set<String> mailboxes,
        Instant expires) {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    boolean allows(Set<String> oneOf) {
        return oneOf.stream().anyMatch(permissions::contains);
    }

    /** {@return whether it opens the mailbox of that owner} */
    boolean reaches(String owner) {
        return mailboxes.isEmpty() || mailboxes.contains(owner.toLowerCase(Locale.ROOT));
    }

    /**
     * {@return a new text for it, unguessable, in the shape of a JSON web token with the claims that Microsoft's have} It looks
     * signed, and is not: in place of a signature there are random octets. Nobody but the emulator can tell whether it is good.
     */
    String issued(Instant now) {
        ObjectNode header =
                Json.object().put("typ", "JWT").put("alg", "RS256").put("kid", "not-signed-by-the-emulator");
        return base64(header) + "." + base64(claims(now)) + "." + Ids.secret();
    }

    private ObjectNode claims(Instant now) {
        ObjectNode claims = Json.object()
                .put("aud", audience)
                .put("iss", "https://sts.windows.net/" + Mailboxes.TENANT + "/")
                .put("iat", now.getEpochSecond())
                .put("nbf", now.getEpochSecond())
                .put("exp", expires.getEpochSecond())
                .put("appid", application)
                .put("idtyp", user.isPresent() ? "user" : "app")
                .put("oid", Ids.object(user.orElse(application)))
                .put("tid", Mailboxes.TENANT)
                .put("uti", Ids.secret())
                .put("ver", "1.0");
        Set<String> names = new TreeSet<>(permissions);
        user.ifPresentOrElse(
                name -> claims.put("upn", name).put("scp", String.join(" ", names)),
                () -> names.forEach(claims.putArray("roles")::add));
        return claims;
    }

    private static String base64(ObjectNode json) {
        return BASE64.encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
