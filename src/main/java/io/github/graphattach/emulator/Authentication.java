package io.github.graphattach.emulator;

import io.github.graphattach.emulator.http.HttpExchange;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who asks Graph, and whether they may. Not strict, any bearer token may do anything, but there must be one. */
final class Authentication {

    private static final Pattern BEARER = Pattern.compile("(?i)Bearer +(\\S+)");
    private static final AccessToken ANYONE = new AccessToken(Optional.of(Mailboxes.DEMO_USER), Set.of(), Instant.MAX);

    private final boolean strict;
    private final Tokens tokens;
    private final Clock clock;

    Authentication(boolean strict, Tokens tokens, Clock clock) {
        this.strict = strict;
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * {@return the token of the request}
     *
     * @throws GraphFailure 401 when there is none, or when it was not issued here or has expired
     */
    AccessToken authenticate(HttpExchange exchange) {
        Matcher bearer = BEARER.matcher(exchange.header("Authorization").orElse(""));
        if (!bearer.matches()) {
            throw unauthorized("Access token is empty.");
        }
        if (!strict) {
            return ANYONE;
        }
        AccessToken token =
                tokens.find(bearer.group(1)).orElseThrow(() -> unauthorized("Access token validation failure."));
        if (!clock.instant().isBefore(token.expires())) {
            throw unauthorized("Lifetime validation failed, the token is expired.");
        }
        return token;
    }

    private static GraphFailure unauthorized(String message) {
        return new GraphFailure(401, "InvalidAuthenticationToken", message)
                .withHeader("WWW-Authenticate", "Bearer realm=\"\", error=\"invalid_token\"");
    }

    /**
     * Sees that the token permits the request.
     *
     * @throws GraphFailure 403 when it does not, 400 when an application on its own asks for {@code /me}
     */
    void authorize(AccessToken token, String method, GraphPath path) {
        if (!strict) {
            return;
        }
        if (token.user().isEmpty() && path.owner().kind() == GraphPath.Owner.Kind.ME) {
            throw GraphFailure.badRequest("/me request is only valid with delegated authentication flow.");
        }
        boolean someoneElses = path.owner().kind() == GraphPath.Owner.Kind.USER
                && token.user()
                        .filter(user -> !Mailboxes.isDemoUser(path.owner()))
                        .isPresent();
        if (someoneElses || !token.allows(permissionsFor(method, path))) {
            throw new GraphFailure(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.");
        }
    }

    private static Set<String> permissionsFor(String method, GraphPath path) {
        boolean reads = "GET".equals(method);
        if (path.owner().kind() == GraphPath.Owner.Kind.GROUP) {
            return reads ? Set.of("Group.Read.All", "Group.ReadWrite.All") : Set.of("Group.ReadWrite.All");
        }
        Optional<Segment> last = path.last().map(GraphPath.Step::segment);
        if (last.filter(Segment.SENDING::contains).isPresent()) {
            return Set.of("Mail.Send");
        }
        if (last.equals(Optional.of(Segment.GET_MAIL_TIPS))) {
            return Set.of("Mail.Read", "Mail.ReadWrite");
        }
        boolean mail = path.step(Segment.MESSAGES).isPresent()
                || path.step(Segment.MAIL_FOLDERS).isPresent();
        String family = mail ? "Mail" : "Calendars";
        return reads ? Set.of(family + ".Read", family + ".ReadWrite") : Set.of(family + ".ReadWrite");
    }
}
