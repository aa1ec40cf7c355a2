package io.github.graphattach.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.Configurable;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends single requests: no retry, no redirect, no cookie, and never longer than its deadline.
 *
 * <p>The client's own timeout covers silence while an answer is awaited, not a write that blocks; the deadline covers both.
 */
public final class HttpRequests {

    private static final long SLOWEST_BYTES_PER_SECOND = 32 * 1024;
    private static final String CLIENT_REQUEST_ID = "client-request-id";

    private final HttpClient client;
    private final Duration requestTimeout;
    private final Deadlines deadlines;
    private final RequestConfig config;

    /**
     * Sends requests with a client.
     *
     * @param client with retries, redirects and cookies switched off
     * @param requestTimeout the longest silence of one request
     * @param timer ends requests that are overdue
     */
    public HttpRequests(HttpClient client, Duration requestTimeout, ScheduledExecutorService timer) {
        this.client = client;
        this.requestTimeout = requestTimeout;
        this.deadlines = new Deadlines(timer);
        RequestConfig.Builder builder = client instanceof Configurable configurable && configurable.getConfig() != null
                ? RequestConfig.copy(configurable.getConfig())
                : RequestConfig.custom();
        this.config = builder.setResponseTimeout(Timeout.of(requestTimeout))
                .setConnectionRequestTimeout(Timeout.of(requestTimeout))
                .setRedirectsEnabled(false)
                .setContentCompressionEnabled(false)
                .build();
    }

    /**
     * Starts a request. The path is sent as it is: nothing parses or re-encodes it.
     *
     * @param method HTTP method
     * @param origin scheme, host and port; its path is not used
     * @param pathAndQuery what stands in the request line
     */
    HttpUriRequestBase request(String method, URI origin, String pathAndQuery) {
        HttpUriRequestBase request = new HttpUriRequestBase(method, origin.resolve("/"));
        request.setPath(pathAndQuery);
        request.setHeader(CLIENT_REQUEST_ID, UUID.randomUUID().toString());
        request.setConfig(config);
        return request;
    }

    /**
     * Sends a request and reads its answer.
     *
     * @param request from {@link #request}
     * @param bytes about how many go either way, for the deadline
     * @param answer what to keep
     * @return the answer, whatever its status
     * @throws SocketTimeoutException when the deadline passed
     * @throws IOException when there was no answer
     */
    GraphReply send(HttpUriRequestBase request, long bytes, AnswerBody answer) throws IOException {
        Duration time = requestTimeout.plusSeconds(bytes / SLOWEST_BYTES_PER_SECOND);
        try (Deadlines.Deadline deadline = deadlines.begin(time, request::cancel)) {
            return sent(request, answer, deadline, time);
        }
    }

    private GraphReply sent(HttpUriRequestBase request, AnswerBody answer, Deadlines.Deadline deadline, Duration time)
            throws IOException {
        try {
            return client.execute(request, response -> reply(request, response, answer));
        } catch (IOException | IllegalStateException e) {
            // The client throws the latter where a request is cancelled before it has its connection, in two ways.
            if (deadline.passed()) {
                SocketTimeoutException timeout =
                        new SocketTimeoutException("no answer within " + time.toSeconds() + " s");
                timeout.initCause(e);
                throw timeout;
            }
            if (e instanceof CancellationException) {
                throw new IOException("the request was interrupted", e);
            }
            throw e;
        }
    }

    private static GraphReply reply(HttpUriRequestBase request, ClassicHttpResponse response, AnswerBody answer)
            throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (Header header : response.getHeaders()) {
            headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), String.valueOf(header.getValue()));
        }
        return new GraphReply(
                response.getCode(),
                Map.copyOf(headers),
                body(response, answer),
                request.getFirstHeader(CLIENT_REQUEST_ID).getValue());
    }

    private static JsonNode body(ClassicHttpResponse response, AnswerBody answer) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return MissingNode.getInstance();
        }
        try (InputStream body = entity.getContent()) {
            return answer.read(response.getCode(), body);
        }
    }
}
