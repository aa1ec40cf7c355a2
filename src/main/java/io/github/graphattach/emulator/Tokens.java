package io.github.graphattach.emulator;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The access tokens that the emulator's login has issued, and what the next ones will be like. */
public final class Tokens {

    private static final Set<String> EVERYTHING =
            Set.of("Mail.ReadWrite", "Mail.Send", "Calendars.ReadWrite", "Group.ReadWrite.All");
    private static final Duration USUAL_LIFETIME = Duration.ofMinutes(60);

    private final Clock clock;
    private final Map<String, AccessToken> issued = new ConcurrentHashMap<>();
    private volatile Duration lifetime = USUAL_LIFETIME;
    private volatile Set<String> permissions = EVERYTHING;
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

    /** Sets the secret that clients must log in with; any by default. */
    public Tokens clientSecret(String secret) {
        clientSecret = Optional.of(secret);
        return this;
    }

    /** {@return a new token of an application, as if it had logged in} */
    public String issueToApplication() {
        return issue(Optional.empty());
    }

    /** {@return a new token of the signed-in user, as if an application had logged in on their behalf} */
    public String issueToUser() {
        return issue(Optional.of(Mailboxes.DEMO_USER));
    }

    /** Ends all tokens that were issued so far. */
    public void revokeAll() {
        issued.clear();
    }

    void reset() {
        revokeAll();
        lifetime = USUAL_LIFETIME;
        permissions = EVERYTHING;
        clientSecret = Optional.empty();
    }

    private String issue(Optional<String> user) {
        String token = Ids.token();
        issued.put(token, new AccessToken(user, permissions, clock.instant().plus(lifetime)));
        return token;
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
