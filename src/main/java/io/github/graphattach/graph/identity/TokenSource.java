package io.github.graphattach.graph.identity;

import io.github.graphattach.graph.AccessToken;
import io.github.graphattach.graph.TokenException;
import java.time.Duration;
import java.util.Optional;

/** Makes new tokens; never hands one out twice if it can help it. */
@FunctionalInterface
interface TokenSource {

    /**
     * A new token.
     *
     * @param token for requests
     * @param life how long it is good, from now on
     * @param renewal when a new one should be got, from now on; sooner than its end
     */
    record Issued(AccessToken token, Duration life, Duration renewal) {}

    /**
     * Signs in.
     *
     * @param claims what the token has to say, as the JSON of a claims challenge
     * @return a new token
     * @throws TokenException when there is none
     */
    Issued issue(Optional<String> claims) throws TokenException;
}
