package io.github.graphattach.spring;

import io.github.graphattach.component.GraphAttachComponent;
import io.github.graphattach.refusal.RefusedException;
import java.util.Optional;
import org.apache.camel.CamelContext;

/**
 * An option that Spring's environment sets.
 *
 * @param name of the option, as Camel writes it
 * @param value as Spring has read it: of the option's type, or text
 * @param isBean whether the text names a bean
 */
record SpringOption(String name, Object value, boolean isBean) {

    /** Sets it, once Camel's own placeholders in it are resolved. */
    void set(GraphAttachComponent component) {
        CamelContext camel = component.getCamelContext();
        Object resolved = value instanceof String text ? camel.resolvePropertyPlaceholders(text) : value;
        component
                .getComponentPropertyConfigurer()
                .configure(camel, component, name, isBean ? bean(camel, resolved.toString()) : resolved, false);
    }

    private Object bean(CamelContext camel, String reference) {
        String bean = reference.replaceFirst("^#(bean:)?", "");
        return Optional.ofNullable(camel.getRegistry().lookupByName(bean))
                .orElseThrow(() -> new RefusedException(
                        "the option " + SpringOptions.key(name) + " names a bean that is not there",
                        "make one of that name, or remove the option"));
    }

    /** The value may be a secret. */
    @Override
    public String toString() {
        return name;
    }
}
