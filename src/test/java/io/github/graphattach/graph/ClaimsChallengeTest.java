package io.github.graphattach.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimsChallengeTest {

    private static final String JSON =
            "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1\u00e9\u00ff?>\"}}}";

    @Test
    void theClaimsAreDecodedFromEitherAlphabetWithOrWithoutPadding() {
        byte[] bytes = JSON.getBytes(StandardCharsets.UTF_8);
        for (Base64.Encoder encoder : new Base64.Encoder[] {
            Base64.getEncoder(),
            Base64.getUrlEncoder(),
            Base64.getEncoder().withoutPadding(),
            Base64.getUrlEncoder().withoutPadding()
        }) {
            String header =
                    "Bearer realm=\"\", authorization_uri=\"https://login.example.com\", error=\"insufficient_claims\", claims=\""
                            + encoder.encodeToString(bytes) + "\"";
            assertThat(ClaimsChallenge.of(header)).contains(JSON);
        }
    }

    /** With a word boundary in the pattern this took minutes: a fuzzer's find. */
    @Test
    void combiningMarksAreReadOnce() {
        String header = "\u17bb".repeat(300_000);
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertThat(ClaimsChallenge.of(header))
                .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer claims=",
                "Bearer claims=\"\"",
                "Bearer claims=\"a\"",
                "Bearer xclaims=\"e30=\"",
                "Bearer claims=\"{}\""
            })
    void whatIsNoChallengeAsksForNothing(String header) {
        assertThat(ClaimsChallenge.of(header)).isEmpty();
    }
}
