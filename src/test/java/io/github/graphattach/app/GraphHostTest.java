package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.component.CredentialType;
import io.github.graphattach.component.GraphAttachComponent;
import io.github.graphattach.graph.Cloud;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The host that a receipt names as the one that accepted the files. */
class GraphHostTest {

    @ParameterizedTest
    @CsvSource({
        "GLOBAL, '', graph.microsoft.com",
        "CHINA, '', microsoftgraph.chinacloudapi.cn",
        "US_GOV_L4, '', graph.microsoft.us",
        "US_GOV_L5, ' ', dod-graph.microsoft.us",
        "GLOBAL, http://localhost:8080/v1.0, localhost:8080",
        "CHINA, https://gateway.contoso.com/graph/, gateway.contoso.com"
    })
    void itIsThatOfTheUrlOrElseOfTheCloud(Cloud cloud, String graphUrl, String host) throws Exception {
        try (var context = new DefaultCamelContext()) {
            var options = context.getComponent("graph-attach", GraphAttachComponent.class)
                    .getConfiguration();
            options.setCloud(cloud);
            options.setGraphUrl(graphUrl);
            options.setAccessToken("token");
            context.start();

            assertThat(InboxConfiguration.service(context).get().host()).isEqualTo(host);
        }
    }

    /** What is known of a gateway, a tenant or an application says nothing of another one, also on the same host. */
    @ParameterizedTest
    @CsvSource({
        "https://gateway/rehearsal, tenant, client",
        "https://gateway/graph, other, client",
        "https://gateway/graph, tenant, other"
    })
    void aServiceIsToldFromAnother(String graphUrl, String tenant, String client) throws Exception {
        assertThat(identity(graphUrl, tenant, client))
                .isNotEqualTo(identity("https://gateway/graph", "tenant", "client"));
    }

    private static String identity(String graphUrl, String tenant, String client) throws Exception {
        try (var context = new DefaultCamelContext()) {
            var options = context.getComponent("graph-attach", GraphAttachComponent.class)
                    .getConfiguration();
            options.setGraphUrl(graphUrl);
            options.setCredentialType(CredentialType.CLIENT_SECRET);
            options.setTenantId(tenant);
            options.setClientId(client);
            options.setClientSecret("secret");
            context.start();
            return InboxConfiguration.service(context).get().identity();
        }
    }
}
