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
    private static final AccessToken ANYONE =
            new AccessToken(Optional.of(Mailboxes.DEMO_USER), "", "", Set.of(), Set.of(), Instant.MAX);

    /** By its address and by its id; a slash at the end makes no difference. */
    private static final Pattern GRAPH =
            Pattern.compile("(?i)(https://graph\\.microsoft\\.com|00000003-0000-0000-c000-000000000000)/?");

    private final boolean strict;
    private final Tokens tokens;
    private final Mailboxes mailboxes;
    private final Clock clock;

    Authentication(boolean strict, EmulatorState state) {
        this.strict = strict;
        this.tokens = state.tokens;
        this.mailboxes = state.mailboxes;
        this.clock = state.clock;
    }

    /**
     * {@return the token of the request}
     *
     * @throws GraphFailure 401 when there is none, or when it was not issued here, is for another audience or has expired
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
        if (!GRAPH.matcher(token.audience()).matches()) {
            throw unauthorized("Access token validation failure. Invalid audience.");
        }
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
     * Sees that the token permits the request. The calendars of groups are for users only, as documented.
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
        if (!reaches(token, path.owner()) || !token.allows(permissionsFor(method, path))) {
            throw GraphFailure.accessDenied();
        }
    }

    private boolean reaches(AccessToken token, GraphPath.Owner owner) {
        boolean ofUser = token.user().isPresent();
        return switch (owner.kind()) {
            case ME, GROUP -> ofUser;
            case USER -> ofUser ? Mailboxes.isDemoUser(owner) : token.reaches(mailboxes.name(owner));
        };
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
