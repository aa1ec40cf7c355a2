package io.github.graphattach.emulator;

import io.github.graphattach.emulator.http.HttpExchange;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code Prefer} header, which holds for the one request that carries it.
 *
 * @see <a href="https://learn.microsoft.com/graph/outlook-immutable-id">Immutable identifiers for Outlook resources</a>
 */
final class Preferences {

    private static final String ID_TYPE = "IdType";
    private static final String IMMUTABLE = "\"ImmutableId\"";
    private static final Pattern PREFERENCE = Pattern.compile("([^\\s=,;\"]+)(?:\\s*=\\s*(\"[^\"]*\"|[^\\s,;\"]*))?");

    private Preferences() {}

    /**
     * Has the answer say which preferences it follows.
     *
     * @throws GraphFailure 400 when ids of a type are preferred that there is not: whoever asks so counts on them
     */
    static void apply(HttpExchange exchange) {
        if (immutableIds(exchange)) {
            exchange.setHeader("Preference-Applied", ID_TYPE + "=ImmutableId");
        }
    }

    /** {@return whether the answer is to show immutable ids} */
    static boolean immutableIds(HttpExchange exchange) {
        boolean wanted = false;
        Matcher preferences = PREFERENCE.matcher(exchange.headers().getOrDefault("prefer", ""));
        while (preferences.find()) {
            if (preferences.group(1).equalsIgnoreCase(ID_TYPE)) {
                if (!IMMUTABLE.equals(preferences.group(2))) {
                    throw GraphFailure.badRequest("The preference IdType has another value than " + IMMUTABLE + ".");
                }
                wanted = true;
            }
        }
        return wanted;
    }
}
