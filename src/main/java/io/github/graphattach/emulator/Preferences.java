package io.github.graphattach.emulator;

import io.github.graphattach.emulator.http.HttpExchange;

/** The {@code Prefer} header, which holds for the one request that carries it. */
final class Preferences {

    private static final String IMMUTABLE_ID = "IdType=\"ImmutableId\"";
    private static final String APPLIED = "IdType=ImmutableId";

    private Preferences() {}

    /** {@return whether the answer is to show immutable ids; the answer then says so} */
    static boolean immutableIds(HttpExchange exchange) {
        boolean wanted = exchange.header("Prefer").orElse("").contains(IMMUTABLE_ID);
        if (wanted) {
            exchange.setHeader("Preference-Applied", APPLIED);
        }
        return wanted;
    }
}
