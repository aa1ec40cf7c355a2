package io.github.graphattach.spring;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Refuses what cannot work before any bean is made: with modules of Camel in two versions Spring fails while it looks for beans,
 * and what is thrown later is buried below the beans that waited for it.
 */
public final class StartUpChecks implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /** Needed by Spring. */
    public StartUpChecks() {}

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        CamelVersions.onClassPath(StartUpChecks.class.getClassLoader()).refuseMixed();
        SpringOptions.of(context.getEnvironment()).given();
    }
}
