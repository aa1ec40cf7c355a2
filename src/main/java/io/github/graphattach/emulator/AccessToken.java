package io.github.graphattach.emulator;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a bearer token stands for.
 *
 * @param user the signed-in user's principal name; empty for an application's own token
 * @param permissions the names of roles or scopes
 * @param expires when it ends
 */
record AccessToken(Optional<String> user, Set<String> permissions, Instant expires) {

    boolean allows(Set<String> oneOf) {
        return oneOf.stream().anyMatch(permissions::contains);
    }
}
