package io.github.graphattach.graph.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import io.github.graphattach.graph.TokenException;
import java.net.URI;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What the credentials of applications say of their tokens, and what is believed. */
class AzureTokensTest {

    private static AzureTokens of(TokenCredential bean) {
        return new AzureTokens(
                new SignIn(new Credential.Bean(bean), URI.create("https://login.microsoftonline.com"), "scope"),
                HttpClient.createDefault());
    }

    private static AzureTokens expiring(OffsetDateTime end) {
        return of(request -> Mono.just(new AccessToken("static", end)));
    }

    /** The usual bean around a fixed token says so. */
    @Test
    void aTokenThatNeverEndsIsAskedForAgainWithinAYear() throws Exception {
        AtomicLong now = new AtomicLong();
        CachedTokens tokens = new CachedTokens(expiring(OffsetDateTime.MAX), now::get);

        assertThat(tokens.current()).isEqualTo(new io.github.graphattach.graph.AccessToken("static"));
        TokenSource.Issued issued = expiring(OffsetDateTime.MAX).issue(Optional.empty());
        assertThat(issued.life()).isEqualTo(Duration.ofDays(365));
        assertThat(issued.renewal()).isLessThan(issued.life());
    }

    @Test
    void aTokenWithAnEndKeepsIt() throws TokenException {
        assertThat(expiring(OffsetDateTime.now(ZoneOffset.UTC).plusMinutes(60))
                        .issue(Optional.empty())
                        .life())
                .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
    }
}
