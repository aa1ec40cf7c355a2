package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.EmulatedAttachment;
import io.github.graphattach.emulator.EmulatedItem;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Kamelet as it is shipped, used by routes in YAML, Java and XML. */
class KameletTest {

    private static final String CONTENT = "all is well";

    private final Rig rig = new Rig();

    @BeforeEach
    void findTheKamelet() {
        rig.camel.getComponent("kamelet", KameletComponent.class).setLocation("file:routes");
        rig.camel
                .getPropertiesComponent()
                .addOverrideProperty("graph", rig.emulator.graphUrl().toString());
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    /** A plus sign in an id would be a space in a URI. */
    @Test
    void attachesToAMessageInYaml() throws Exception {
        EmulatedItem message = rig.emulator.create("/users/cfo%40contoso.com/messages/a+b=");
        load(
                "a.camel.yaml",
                """
                - route:
                    from:
                      uri: direct:report
                      steps:
                        - to:
                            uri: kamelet:graph-attach-sink
                            parameters:
                              userId: cfo@contoso.com
                              messageId: RAW(a+b=)
                              name: Report.txt
                              contentType: text/csv
                              graphUrl: "{{graph}}"
                              accessToken: test-token
                """);

        Exchange exchange = send(Map.of());

        assertThat(exchange.getException()).isNull();
        assertThat(message.attachments()).singleElement().satisfies(file -> {
            assertThat(file.name()).isEqualTo("Report.txt");
            assertThat(file.contentType()).isEqualTo("text/csv");
            assertThat(file.content()).hasContent(CONTENT);
        });
        assertThat(exchange.getMessage().getHeader(GraphAttachConstants.ATTACHMENT_ID))
                .isNotNull();
    }

    @Test
    void attachesToAnEventInJava() throws Exception {
        EmulatedItem event = rig.emulator.create("/me/events/e");
        rig.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:report")
                        .to("kamelet:graph-attach-sink?item=event&eventId=e&name=a.txt&graphUrl={{graph}}"
                                + "&accessToken=test-token");
            }
        });

        assertThat(send(Map.of()).getException()).isNull();
        assertThat(event.attachments()).hasSize(1);
    }

    @Test
    void attachesToAPathInXml() throws Exception {
        EmulatedItem event = rig.emulator.create("/users/cfo%40contoso.com/events/e");
        load(
                "a.camel.xml",
                """
                <routes xmlns="http://camel.apache.org/schema/xml-io">
                  <route>
                    <from uri="direct:report"/>
                    <to uri="kamelet:graph-attach-sink?item=event&amp;itemPath=/users/cfo@contoso.com/events/e&amp;name=a.txt&amp;graphUrl={{graph}}&amp;accessToken=test-token"/>
                  </route>
                </routes>
                """);

        assertThat(send(Map.of()).getException()).isNull();
        assertThat(event.attachments()).hasSize(1);
    }

    @Test
    void whatIsNotSetComesInHeadersAndFromTheComponent() throws Exception {
        EmulatedItem message = rig.emulator.create("/users/cfo%40contoso.com/messages/m");
        GraphAttachConfiguration options = rig.camel
                .getComponent("graph-attach", GraphAttachComponent.class)
                .getConfiguration();
        options.setGraphUrl(rig.emulator.graphUrl().toString());
        options.setAccessToken("test-token");
        load(
                "a.camel.yaml",
                "- route:\n    from:\n      uri: direct:report\n      steps:\n        - to: kamelet:graph-attach-sink\n");

        Exchange exchange = send(Map.of(
                GraphAttachConstants.USER_ID, "cfo@contoso.com",
                GraphAttachConstants.MESSAGE_ID, "m",
                GraphAttachConstants.NAME, "a.txt"));

        assertThat(exchange.getException()).isNull();
        assertThat(message.attachments()).extracting(EmulatedAttachment::name).containsExactly("a.txt");
    }

    private void load(String name, String text) throws Exception {
        PluginHelper.getRoutesLoader(rig.camel).loadRoutes(ResourceHelper.fromString(name, text));
    }

    private Exchange send(Map<String, Object> headers) {
        return rig.camel
                .createFluentProducerTemplate()
                .to("direct:report")
                .withHeaders(headers)
                .withBody(CONTENT)
                .send();
    }
}
