package io.github.graphattach.app;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** Makes the inbox a place that a route can begin at. */
final class InboxComponent extends DefaultComponent {

    private final Inbox inbox;
    private final Runnable afterLook;

    /** @param afterLook run after each look into the inbox */
    InboxComponent(Inbox inbox, Runnable afterLook) {
        this.inbox = inbox;
        this.afterLook = afterLook;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        var endpoint = new InboxEndpoint(uri, this, inbox, afterLook);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
