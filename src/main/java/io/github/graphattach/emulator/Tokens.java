package io.github.graphattach.emulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The access tokens that the emulator's login has issued, and what the next ones will be like. They have the shape and the claims
 * of Microsoft's, but no true signature: to a client they are opaque, as its documentation says.
 */
public final class Tokens {

    private static final Set<String> EVERYTHING =
            Set.of("Mail.ReadWrite", "Mail.Send", "Calendars.ReadWrite", "Group.ReadWrite.All");
    private static final String GRAPH = "https://graph.microsoft.com";
    private static final String AN_APPLICATION = Ids.stable("application").toString();
    private static final Duration USUAL_LIFETIME = Duration.ofMinutes(60);

    private final Clock clock;
    private final Map<String, AccessToken> issued = new ConcurrentHashMap<>();
    private volatile Duration lifetime = USUAL_LIFETIME;
    private volatile Set<String> permissions = EVERYTHING;
    private volatile Set<String> mailboxes = Set.of();
    private volatile String audience = GRAPH;
    private volatile Optional<String> clientSecret = Optional.empty();

    Tokens(Clock clock) {
        this.clock = clock;
    }

    /** Sets how long tokens live that are issued from now on; 60 minutes by default. */
    public Tokens lifetime(Duration duration) {
        lifetime = duration;
        return this;
    }

    /**
     * Sets what tokens permit that are issued from now on; {@code Mail.ReadWrite}, {@code Mail.Send},
     * {@code Calendars.ReadWrite} and {@code Group.ReadWrite.All} by default.
     */
    public Tokens permissions(String... names) {
        permissions = Set.of(names);
        return this;
    }

    /**
     * Sets whose mailboxes applications' own tokens open that are issued from now on, as RBAC for Applications does; all by
     * default.
     *
     * @param owners principal names
     */
    public Tokens mailboxes(String... owners) {
        mailboxes = Arrays.stream(owners)
                .map(owner -> owner.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        return this;
    }

    /**
     * Sets for which resource tokens are issued from now on that nobody asks for at the login, or without naming one; {@code
     * https://graph.microsoft.com} by default. Graph takes no other.
     */
    public Tokens audience(String resource) {
        audience = resource;
        return this;
    }

    /** Sets the secret that clients must log in with; any by default. */
    public Tokens clientSecret(String secret) {
        clientSecret = Optional.of(secret);
        return this;
    }

    /** {@return a new token of an application, as if it had logged in} */
    public String issueToApplication() {
        return issueToApplication(AN_APPLICATION, audience);
    }

    String issueToApplication(String application, String resource) {
        return issue(Optional.empty(), application, resource, mailboxes);
    }

    /** {@return a new token of the signed-in user, as if an application had logged in on their behalf} */
    public String issueToUser() {
        return issueToUser(AN_APPLICATION, audience);
    }

    String issueToUser(String application, String resource) {
        return issue(Optional.of(Mailboxes.DEMO_USER), application, resource, Set.of());
    }

    /** Ends all tokens that were issued so far. */
    public void revokeAll() {
        issued.clear();
    }

    void reset() {
        revokeAll();
        lifetime = USUAL_LIFETIME;
        permissions = EVERYTHING;
        mailboxes = Set.of();
        audience = GRAPH;
        clientSecret = Optional.empty();
    }

    private String issue(Optional<String> user, String application, String resource, Set<String> reach) {
        Instant now = clock.instant();
        AccessToken token = new AccessToken(user, application, resource, permissions, reach, now.plus(lifetime));
        String text = token.issued(now);
        issued.put(text, token);
        return text;
    }

    String audience() {
        return audience;
    }

    Duration lifetime() {
        return lifetime;
    }

    Set<String> permissions() {
        return permissions;
    }

    boolean acceptsSecret(String secret) {
        return !secret.isEmpty() && clientSecret.map(secret::equals).orElse(true);
    }

    Optional<AccessToken> find(String token) {
        return Optional.ofNullable(issued.get(token));
    }
}
