package io.github.graphattach.graph;

import java.io.IOException;

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
}
