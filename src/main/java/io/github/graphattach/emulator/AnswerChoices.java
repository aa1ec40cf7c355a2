package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;

/** What the settings of {@link Answers} can be set to: read off its methods, which are what there is to set. */
final class AnswerChoices {

    private AnswerChoices() {}

    /** {@return for each setting its {@code default}, and its {@code choices} where it has a few; groups as they are nested} */
    static ObjectNode toJson() {
        return of(new Answers().toJson(), Answers.class);
    }

    private static ObjectNode of(ObjectNode defaults, Class<?> settings) {
        ObjectNode all = Json.object();
        defaults.properties().forEach(setting -> {
            String name = setting.getKey();
            JsonNode value = setting.getValue();
            if (value instanceof ObjectNode group) {
                all.set(name, of(group, group(settings, name).orElse(settings)));
                return;
            }
            ObjectNode described = all.putObject(name);
            described.set("default", value);
            choices(settings, name).ifPresent(choices -> described.set("choices", choices));
        });
        return all;
    }

    private static Optional<Class<?>> group(Class<?> settings, String name) {
        return Arrays.stream(settings.getMethods())
                .filter(method -> method.getName().equals(name) && method.getParameterCount() == 0)
                .<Class<?>>map(Method::getReturnType)
                .findFirst();
    }

    private static Optional<ArrayNode> choices(Class<?> settings, String name) {
        return Arrays.stream(settings.getMethods())
                .filter(method -> method.getName().equals(name) && method.getParameterCount() == 1)
                .map(method -> method.getParameterTypes()[0])
                .filter(Class::isEnum)
                .findFirst()
                .map(type -> {
                    ArrayNode names = Json.MAPPER.createArrayNode();
                    for (Object constant : type.getEnumConstants()) {
                        names.add(((Enum<?>) constant).name());
                    }
                    return names;
                });
    }
}
