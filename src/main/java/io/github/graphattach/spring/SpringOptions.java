package io.github.graphattach.spring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.graphattach.component.GraphAttachComponent;
import io.github.graphattach.refusal.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.camel.util.StringHelper;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindResult;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The component's options as Spring's environment spells them. Which there are, and of which types, is what the component's
 * catalog entry says.
 */
final class SpringOptions {

    private static final String PREFIX = "camel.component.graph-attach";

    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of(PREFIX);
    private static final String CATALOG_ENTRY = "/META-INF/io/github/graphattach/component/graph-attach.json";

    private final ConfigurableEnvironment environment;
    private final Map<String, JsonNode> known;

    private SpringOptions(ConfigurableEnvironment environment, Map<String, JsonNode> known) {
        this.environment = environment;
        this.known = known;
    }

    static SpringOptions of(ConfigurableEnvironment environment) {
        try (InputStream entry =
                Objects.requireNonNull(GraphAttachComponent.class.getResourceAsStream(CATALOG_ENTRY), CATALOG_ENTRY)) {
            Map<String, JsonNode> options = new ObjectMapper()
                    .readTree(entry).path("componentProperties").properties().stream()
                            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            return new SpringOptions(environment, options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The options that are set.
     *
     * @return each with its value
     * @throws RefusedException when a key is unknown or a value does not fit; it never repeats a value, which may be a
     *     secret at the wrong place
     */
    List<SpringOption> given() {
        refuseUnknown();
        Binder binder = Binder.get(environment);
        return known.entrySet().stream()
                .flatMap(option -> read(binder, option.getKey(), option.getValue()).stream())
                .toList();
    }

    /** {@return the key of an option, as Spring's users write it} */
    static String key(String option) {
        return PREFIX + "." + StringHelper.camelCaseToDash(option);
    }

    private static Optional<SpringOption> read(Binder binder, String name, JsonNode option) {
        String key = key(name);
        String type = option.path("type").asText();
        try {
            BindResult<?> bound = binder.bind(key, type(type, option));
            return bound.isBound() ? Optional.of(option(name, bound.get(), type)) : Optional.empty();
        } catch (BindException e) {
            // Spring's own words, and those of its causes, repeat the value.
            throw new RefusedException(
                    "the option " + key + " has a value that is no " + type
                            + (option.has("enum") ? " of " + option.path("enum") : ""),
                    "see the options in the README");
        }
    }

    private static SpringOption option(String name, Object value, String type) {
        return new SpringOption(name, value instanceof Duration time ? time.toMillis() : value, type.equals("object"));
    }

    private static Bindable<?> type(String type, JsonNode option) {
        return switch (type) {
            case "duration" -> Bindable.of(Duration.class);
            case "boolean" -> Bindable.of(Boolean.class);
            case "integer" -> Bindable.of(Integer.class);
            case "enum" -> Bindable.of(enumeration(option.path("javaType").asText()));
            default -> Bindable.of(String.class);
        };
    }

    private static Class<?> enumeration(String name) {
        try {
            return Class.forName(name, false, SpringOptions.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the catalog entry names a type that is not there: " + name, e);
        }
    }

    private void refuseUnknown() {
        var uniform = known.keySet().stream().map(SpringOptions::uniform).collect(Collectors.toSet());
        List<String> unknown = keys().filter(key -> !uniform.contains(uniform(key)))
                .distinct()
                .sorted()
                .toList();
        if (!unknown.isEmpty()) {
            throw new RefusedException(
                    "unknown: "
                            + unknown.stream().map(key -> PREFIX + "." + key).collect(Collectors.joining(", ")),
                    "the component graph-attach has no option of that name, see the options in the README");
        }
    }

    private Stream<String> keys() {
        return StreamSupport.stream(
                        ConfigurationPropertySources.from(environment.getPropertySources())
                                .spliterator(),
                        false)
                .flatMap(source -> Stream.concat(
                        source instanceof IterableConfigurationPropertySource names ? below(names) : Stream.empty(),
                        source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource variables
                                ? variables(variables)
                                : Stream.empty()));
    }

    private static Stream<String> below(IterableConfigurationPropertySource source) {
        return source.stream()
                .filter(ROOT::isAncestorOf)
                .map(name -> name.subName(ROOT.getNumberOfElements()))
                .map(rest -> Stream.iterate(0, index -> index + 1)
                        .limit(rest.getNumberOfElements())
                        .map(index -> rest.getElement(index, Form.ORIGINAL))
                        .collect(Collectors.joining(".")));
    }

    /** The spelling with an underscore for the dash, which Spring takes but does not list below the prefix. */
    private static Stream<String> variables(SystemEnvironmentPropertySource source) {
        String prefix = PREFIX.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT) + "_";
        return Stream.of(source.getPropertyNames())
                .filter(name -> name.toUpperCase(Locale.ROOT).startsWith(prefix))
                .map(name ->
                        name.substring(prefix.length()).toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** What Spring takes for the same: letters of either case, and dashes or none. */
    private static String uniform(String key) {
        return key.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }
}
