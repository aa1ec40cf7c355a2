package io.github.graphattach.spring;

import io.github.graphattach.component.GraphAttachComponent;
import java.util.List;
import org.apache.camel.spi.ComponentCustomizer;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Gives the component, when Camel makes it, the options that Spring has for it.
 *
 * <p>The component itself is no bean: one that asked for the CamelContext would be asked for by it.
 */
@AutoConfiguration
public class GraphAttachAutoConfiguration {

    /** Needed by Spring. */
    public GraphAttachAutoConfiguration() {}

    @Bean
    ComponentCustomizer graphAttachComponentCustomizer(ConfigurableEnvironment environment) {
        List<SpringOption> options = SpringOptions.of(environment).given();
        return ComponentCustomizer.forType(
                GraphAttachComponent.class, component -> options.forEach(option -> option.set(component)));
    }
}
