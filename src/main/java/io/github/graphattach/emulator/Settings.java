package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Settings by their names, as JSON has them. Some are in a group, which is an object of its own. */
final class Settings {

    private final Map<String, Setting<?>> byName = new LinkedHashMap<>();
    private final Map<String, Settings> groups = new LinkedHashMap<>();

    /** {@return a new setting to one of the values of an enumeration} */
    <E extends Enum<E>> Setting<E> choice(String name, E usual) {
        E[] values = usual.getDeclaringClass().getEnumConstants();
        return add(name, usual, text -> Arrays.stream(values)
                .filter(value -> value.name().equals(text))
                .findFirst()
                .orElseThrow(() -> unexpected(name, "one of " + Arrays.toString(values))));
    }

    /** {@return a new setting to a whole number from 0} */
    Setting<Integer> number(String name, int usual) {
        return add(name, usual, text -> {
            if (!text.matches("\\d{1,10}") || Long.parseLong(text) > Integer.MAX_VALUE) {
                throw unexpected(name, "a whole number from 0");
            }
            return Integer.parseInt(text);
        });
    }

    /** {@return a new setting that is on or off} */
    Setting<Boolean> flag(String name, boolean usual) {
        return add(name, usual, text -> {
            if (!text.equals("true") && !text.equals("false")) {
                throw unexpected(name, "true or false");
            }
            return text.equals("true");
        });
    }

    /** {@return a new setting to a time that passes on the emulator's clock} */
    Setting<Duration> duration(String name, Duration usual) {
        return add(name, usual, text -> notNegative(name, parse(name, text)));
    }

    /** {@return a new setting to a point in time on the emulator's clock} */
    Setting<Instant> instant(String name, Instant usual) {
        return add(name, usual, text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw unexpected(name, "a point in time such as 2026-12-31T00:00:00Z");
            }
        });
    }

    private static Duration parse(String name, String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw unexpected(name, "an ISO 8601 duration such as PT5S");
        }
    }

    /**
     * {@return the duration}
     *
     * @throws IllegalArgumentException naming the setting, when it is negative
     */
    static Duration notNegative(String name, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative, but is " + duration);
        }
        return duration;
    }

    private static IllegalArgumentException unexpected(String name, String expected) {
        return new IllegalArgumentException("'" + name + "': " + expected + " is expected");
    }

    private <T> Setting<T> add(String name, T usual, Function<String, T> reader) {
        Setting<T> setting = new Setting<>(usual, reader);
        byName.put(name, setting);
        return setting;
    }

    /** Puts settings into a group of that name. */
    void group(String name, Settings members) {
        groups.put(name, members);
    }

    /**
     * Sets what is named, such as {@code {"progressStatus": 202, "sending": {"delay": "PT30S"}}}.
     *
     * @throws IllegalArgumentException naming the setting that is wrong; those before it are set
     */
    void apply(ObjectNode json) {
        json.properties().forEach(entry -> {
            String name = entry.getKey();
            if (groups.containsKey(name)) {
                if (!(entry.getValue() instanceof ObjectNode members)) {
                    throw unexpected(name, "an object");
                }
                groups.get(name).apply(members);
            } else if (byName.containsKey(name)) {
                byName.get(name).read(entry.getValue().asText());
            } else {
                throw new IllegalArgumentException("there is no setting '" + name + "'");
            }
        });
    }

    /** {@return all of them as they are set} */
    ObjectNode toJson() {
        ObjectNode json = Json.object();
        byName.forEach((name, setting) -> json.set(name, setting.toJson()));
        groups.forEach((name, members) -> json.set(name, members.toJson()));
        return json;
    }

    /** Sets all of them to their defaults. */
    void reset() {
        byName.values().forEach(Setting::reset);
        groups.values().forEach(Settings::reset);
    }
}
