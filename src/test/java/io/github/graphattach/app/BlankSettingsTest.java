package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** application.properties hands on what is not in the environment as blank texts. */
@CamelMainTest
class BlankSettingsTest {

    private final InboxWorld world = new InboxWorld();

    @Configure
    void leaveTheServiceToItsDefault(MainConfigurationProperties configuration) {
        world.configure(configuration);
        configuration.addConfiguration(new CamelConfiguration() {
            @Override
            public void configure(CamelContext context) {
                context.getPropertiesComponent()
                        .addOverrideProperty("camel.component.graph-attach.graph-url", "{{env:NOT_SET_ANYWHERE:}}");
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    @Test
    void aBlankServiceIsTheDefaultService() {
        var endpoint = world.application().getEndpoint("graph-attach:event");

        assertThatCode(() -> endpoint.createProducer().start()).doesNotThrowAnyException();
    }
}
