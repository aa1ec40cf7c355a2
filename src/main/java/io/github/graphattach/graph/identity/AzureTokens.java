package io.github.graphattach.graph.identity;

import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import io.github.graphattach.graph.AccessToken;
import io.github.graphattach.graph.TokenException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Signs in through azure-identity, or through a credential of the application.
 *
 * <p>It says that it can be told to sign in anew (continuous access evaluation), so a token may live a day and still ends
 * when the account does.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity/conditional-access/concept-continuous-access-evaluation">
 *     Continuous access evaluation</a>
 */
final class AzureTokens implements TokenSource {

    /** Some say that they never end, in more nanoseconds than can be counted; these are asked for again some day. */
    private static final Duration LONGEST_LIFE = Duration.ofDays(365);

    private static final Duration LONGEST_HEAD_START = Duration.ofMinutes(5);

    private final SignIn signIn;
    private final HttpClient http;

    AzureTokens(SignIn signIn, HttpClient http) {
        this.signIn = signIn;
        this.http = http;
    }

    @Override
    public Issued issue(Optional<String> claims) throws TokenException {
        TokenRequestContext request =
                new TokenRequestContext().addScopes(signIn.scope()).setCaeEnabled(true);
        claims.ifPresent(request::setClaims);
        Instant asked = Instant.now();
        try {
            return issued(AzureCredentials.of(signIn, http).getTokenSync(request), asked);
        } catch (RuntimeException e) {
            throw SignInFailure.of(signIn, e);
        }
    }

    private static Issued issued(com.azure.core.credential.@Nullable AccessToken token, Instant asked) {
        if (token == null || token.getToken() == null || token.getExpiresAt() == null) {
            throw new IllegalStateException("it gave no token");
        }
        Duration said = Duration.between(asked, token.getExpiresAt().toInstant());
        Duration life = said.compareTo(LONGEST_LIFE) < 0 ? said : LONGEST_LIFE;
        Duration headStart =
                life.dividedBy(5).compareTo(LONGEST_HEAD_START) < 0 ? life.dividedBy(5) : LONGEST_HEAD_START;
        // Some credentials say when to renew, some nothing, and some the year 1970.
        Duration renewal = token.getRefreshAt() == null
                ? Duration.ZERO
                : Duration.between(asked, token.getRefreshAt().toInstant());
        Duration latest = life.minus(headStart);
        boolean sound = renewal.compareTo(Duration.ZERO) > 0 && renewal.compareTo(latest) < 0;
        return new Issued(new AccessToken(token.getToken()), life, sound ? renewal : latest);
    }
}
