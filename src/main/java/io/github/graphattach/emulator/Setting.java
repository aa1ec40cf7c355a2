package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.function.Function;

/**
 * One thing that can be set while the emulator runs; what is set counts from then on.
 *
 * @param <T> what it is set to
 */
final class Setting<T> {

    private final T usual;
    private final Function<String, T> reader;
    private volatile T value;

    /**
     * Is at its default at first.
     *
     * @param usual the default
     * @param reader takes a value from its text, or throws IllegalArgumentException
     */
    Setting(T usual, Function<String, T> reader) {
        this.usual = usual;
        this.reader = reader;
        this.value = usual;
    }

    T get() {
        return value;
    }

    void set(T newValue) {
        value = newValue;
    }

    void read(String text) {
        set(reader.apply(text));
    }

    void reset() {
        set(usual);
    }

    JsonNode toJson() {
        return value instanceof Integer || value instanceof Boolean
                ? Json.MAPPER.valueToTree(value)
                : TextNode.valueOf(value.toString());
    }
}
