package io.github.graphattach.component;

import java.util.Arrays;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpActivityListener;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what an application's HTTP components send and get, as somebody may want who looks for a fault of another endpoint. */
final class TalkativeListener implements HttpActivityListener {

    private static final Logger LOG = LoggerFactory.getLogger(TalkativeListener.class);

    @Override
    public void onRequestSubmitted(
            Object source, Exchange exchange, HttpHost host, HttpRequest request, HttpEntity entity) {
        LOG.info("{} {}", request, Arrays.toString(request.getHeaders()));
    }

    @Override
    public void onResponseReceived(
            Object source, Exchange exchange, HttpHost host, HttpResponse response, HttpEntity entity, long elapsed) {
        LOG.info("{} {}", response, Arrays.toString(response.getHeaders()));
    }
}
