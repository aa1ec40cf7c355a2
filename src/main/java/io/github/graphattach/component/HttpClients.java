package io.github.graphattach.component;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;

/**
 * The HTTP clients of Camel's own http and https components, with their proxy, TLS and timeouts, but without anything that
 * would act behind the engine's back.
 *
 * <p>Their endpoints are not registered, so that no URI of ours shows up among the application's endpoints.
 */
final class HttpClients implements AutoCloseable {

    /** The gate limits requests per mailbox; a pool that is smaller would queue mailboxes behind each other. */
    private static final int MAX_CONNECTIONS = 1024;

    private static final int SERVICE_UNAVAILABLE = 503;

    private final CamelContext context;
    private final Map<String, HttpEndpoint> endpoints = new HashMap<>();

    HttpClients(CamelContext context) {
        this.context = context;
    }

    /**
     * The client for a service.
     *
     * @param scheme of the service's root, {@code http} or {@code https}; the client speaks both
     * @return the one client of that scheme
     * @throws Exception when Camel cannot make it, such as for an unreadable trust store
     */
    synchronized HttpClient client(String scheme) throws Exception {
        HttpEndpoint endpoint = endpoints.get(scheme);
        if (endpoint == null) {
            endpoint = create(scheme);
            endpoints.put(scheme, endpoint);
        }
        return endpoint.getHttpClient();
    }

    private HttpEndpoint create(String scheme) throws Exception {
        HttpComponent http = context.getComponent(scheme, HttpComponent.class);
        HttpEndpoint endpoint = (HttpEndpoint) http.createEndpoint(scheme + "://graph-attach?maxTotalConnections="
                + MAX_CONNECTIONS + "&connectionsPerRoute=" + MAX_CONNECTIONS);
        HttpClientConfigurer configured = endpoint.getHttpClientConfigurer();
        endpoint.setHttpClientConfigurer(builder -> {
            if (configured != null) {
                configured.configureHttpClient(builder);
            }
            onlyWhatIsAsked(builder);
        });
        // These write URLs and bodies to the log.
        endpoint.setLogHttpActivity(false);
        endpoint.setHttpActivityListener(null);
        ServiceHelper.startService(endpoint);
        return endpoint;
    }

    /** The defaults repeat a PUT and a 503 by themselves, follow redirects with a token, and decompress without a bound. */
    private static void onlyWhatIsAsked(HttpClientBuilder builder) {
        builder.disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .setConnectionReuseStrategy((request, response, context) -> response.getCode() != SERVICE_UNAVAILABLE
                        && DefaultClientConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context));
    }

    @Override
    public synchronized void close() {
        List<HttpEndpoint> open = new ArrayList<>(endpoints.values());
        endpoints.clear();
        ServiceHelper.stopAndShutdownServices(open);
    }
}
