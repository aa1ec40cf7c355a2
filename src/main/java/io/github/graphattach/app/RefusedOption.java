package io.github.graphattach.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.camel.PropertyBindingException;

/**
 * Says which option does not take what the properties give it. Camel's own words hold the value, which may be a secret under
 * a misspelt name.
 */
final class RefusedOption {

    private static final String CATALOG = "/META-INF/io/github/graphattach/component/graph-attach.json";

    private RefusedOption() {}

    /** {@return what Camel refused, in one line without the value; empty when it refused something else} */
    static Optional<String> of(Throwable thrown) {
        return thrown instanceof PropertyBindingException refused && refused.getPropertyName() != null
                ? Optional.of(reason(refused))
                : Optional.empty();
    }

    private static String reason(PropertyBindingException refused) {
        var owner = owner(refused);
        var name = Objects.requireNonNullElse(refused.getOptionKey(), refused.getPropertyName());
        var option = "the option " + name + (owner.isEmpty() ? "" : " of " + owner);
        // Camel gives a cause only when the option is there and its value is not to be converted.
        if (refused.getCause() == null) {
            return option + " is unknown; correct its name, see the options in application.properties, or remove it";
        }
        var values = owner.equals("graph-attach") ? values(name) : "";
        return option
                + (values.isEmpty() ? " does not take the value that is set; correct it" : " must be one of " + values);
    }

    /** {@return what has the option, as in the name of the property: graph-attach, or camel.main; empty when not known} */
    private static String owner(PropertyBindingException refused) {
        return Objects.requireNonNullElse(refused.getOptionPrefix(), "")
                .replaceFirst("^camel\\.component\\.", "")
                .replaceFirst("\\.$", "");
    }

    /** {@return the words that the option takes, as they are documented; empty when it takes others too} */
    private static String values(String option) {
        try (var catalog = RefusedOption.class.getResourceAsStream(CATALOG)) {
            var words = new ObjectMapper()
                    .readTree(catalog)
                    .path("componentProperties")
                    .path(option)
                    .path("enum");
            return StreamSupport.stream(words.spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.joining(", "));
        } catch (IOException e) {
            return "";
        }
    }
}
