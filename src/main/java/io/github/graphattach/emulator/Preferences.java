package io.github.graphattach.emulator;

import io.github.graphattach.emulator.http.HttpExchange;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The {@code Prefer} header, which holds for the one request that carries it.
 *
 * @see <a href="https://learn.microsoft.com/graph/outlook-immutable-id">Immutable identifiers for Outlook resources</a>
 */
final class Preferences {

    private static final String APPLIED = "Preference-Applied";
    private static final String ID_TYPE = "IdType";
    private static final String IMMUTABLE_APPLIED = ID_TYPE + "=ImmutableId";
    private static final String TIME_ZONE = "outlook.timezone";
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
            exchange.setHeader(APPLIED, IMMUTABLE_APPLIED);
        }
    }

    /** {@return whether the answer is to show immutable ids} */
    static boolean immutableIds(HttpExchange exchange) {
        List<String> types = values(exchange, ID_TYPE);
        if (!types.stream().allMatch(IMMUTABLE::equals)) {
            throw GraphFailure.badRequest("The preference IdType has another value than " + IMMUTABLE + ".");
        }
        return !types.isEmpty();
    }

    /**
     * {@return the name of the zone that the answer is to show times of events in; it says so}
     *
     * @throws GraphFailure 400 when there is no such zone
     */
    static String timeZone(HttpExchange exchange) {
        return values(exchange, TIME_ZONE).stream()
                .reduce((first, last) -> last)
                .map(quoted -> quoted.replace("\"", ""))
                .map(name -> applied(exchange, name))
                .orElse("UTC");
    }

    private static String applied(HttpExchange exchange, String zone) {
        EventTimes.zone(zone);
        String others = immutableIds(exchange) ? IMMUTABLE_APPLIED + ", " : "";
        exchange.setHeader(APPLIED, others + TIME_ZONE + "=\"" + zone + "\"");
        return zone;
    }

    /** {@return the values of a preference as they are written, empty where there is none} */
    private static List<String> values(HttpExchange exchange, String name) {
        return PREFERENCE
                .matcher(exchange.headers().getOrDefault("prefer", ""))
                .results()
                .filter(preference -> preference.group(1).equalsIgnoreCase(name))
                .map(preference -> Optional.ofNullable(preference.group(2)).orElse(""))
                .toList();
    }
}
