package io.github.graphattach.graph;

import java.util.Optional;
import java.util.stream.Stream;

/** A bearer token of Graph. It never prints itself. */
public final class AccessToken {

    private final String secret;

    /**
     * Takes a token.
     *
     * @param secret the token without the word Bearer
     * @throws IllegalArgumentException when it is blank or cannot be a header's value
     */
    public AccessToken(String secret) {
        if (secret.isBlank() || !secret.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new IllegalArgumentException("the access token is blank or has characters that no token has");
        }
        this.secret = secret;
    }

    /** {@return the value of the Authorization header} */
    String authorization() {
        return "Bearer " + secret;
    }

    /** {@return whom it stands for; empty when it does not say so} */
    public Optional<Identity> identity() {
        return Identity.saidBy(secret);
    }

    /** {@return what gives it away} */
    SecretParts secretParts() {
        return SecretParts.of(Stream.of(secret));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AccessToken token && token.secret.equals(secret);
    }

    @Override
    public int hashCode() {
        return secret.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
