package io.github.graphattach.graph;

import java.io.IOException;

/** There is no access token to be had, so nothing was sent. */
public final class TokenException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean refused;
    private final String remedy;

    private TokenException(String reason, boolean refused, String remedy, Throwable cause) {
        super(reason, cause);
        this.refused = refused;
        this.remedy = remedy;
    }

    /**
     * Reports what the source of tokens failed with; trying again may help.
     *
     * @param cause its message is shown, so it must not hold a secret
     */
    public TokenException(IOException cause) {
        this(String.valueOf(cause.getMessage()), false, "", cause);
    }

    /**
     * Reports a source of tokens that is out of order, or out of reach; trying again may help.
     *
     * @param reason one line without a secret
     * @param remedy what can be done about it, one line
     * @param cause what showed it; told again in plain words
     */
    public static TokenException unavailable(String reason, String remedy, Throwable cause) {
        return new TokenException(reason, false, remedy, PlainException.of(cause));
    }

    /**
     * Reports credentials that are refused until somebody changes something.
     *
     * @param reason one line without a secret
     * @param remedy what has to be changed, one line
     * @param cause what showed it; told again in plain words
     */
    public static TokenException refused(String reason, String remedy, Throwable cause) {
        return new TokenException(reason, true, remedy, PlainException.of(cause));
    }

    /** {@return whether it stays so until somebody changes something} */
    public boolean isRefused() {
        return refused;
    }

    /** {@return what can be done about it; empty when nobody knows} */
    public String remedy() {
        return remedy;
    }
}
