package io.github.graphattach.graph;

import java.io.IOException;

/** There is no access token to be had, so nothing was sent. */
public final class TokenException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * Reports what the source of tokens failed with.
     *
     * @param cause its message is shown, so it must not hold a secret
     */
    public TokenException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
