package io.github.graphattach.emulator;

import io.github.graphattach.emulator.http.HttpExchange;
import java.util.Arrays;

/** The {@code If-Match} header, by which a client changes an item only in the state that it has seen. */
final class Preconditions {

    private static final String ANY = "*";

    private Preconditions() {}

    /**
     * Sees that the item is in one of the states that the request names, if it names any.
     *
     * @throws GraphFailure 412 when it is not
     */
    static void requireMatch(HttpExchange exchange, StoredItem item) {
        String wanted = exchange.header("If-Match").orElse(ANY).strip();
        String etag = ItemJson.etag(item);
        if (!wanted.equals(ANY)
                && Arrays.stream(wanted.split(",", -1)).map(String::strip).noneMatch(etag::equals)) {
            throw new GraphFailure(
                    412,
                    "ErrorIrresolvableConflict",
                    "The send or update operation could not be performed because the change key passed in the request"
                            + " does not match the current change key for the item.");
        }
    }
}
