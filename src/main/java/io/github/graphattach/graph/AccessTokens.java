package io.github.graphattach.graph;

import java.io.IOException;
import java.util.Optional;

/** Where the client gets its tokens. */
@FunctionalInterface
public interface AccessTokens {

    /**
     * A token that is good now.
     *
     * @return the token
     * @throws IOException when none is to be had
     */
    AccessToken current() throws IOException;

    /**
     * A token in place of one that the service refused. Asked once for each refused request.
     *
     * @param refused the token that was sent
     * @param claims what the service wants the next token to say, as the JSON of its claims challenge
     * @return another token; the same one, as by default, when there is no other
     * @throws IOException when none is to be had
     */
    default AccessToken renewed(AccessToken refused, Optional<String> claims) throws IOException {
        return refused;
    }
}
