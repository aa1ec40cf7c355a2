package io.github.graphattach.graph.identity;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.Configurable;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Lets azure-identity talk over the client that Graph is reached by, with its trust store, client certificate and proxy.
 *
 * <p>The JDK's client would need all of them a second time, and it refuses to log in at a proxy for TLS unless a property
 * of the whole JVM allows that.
 */
final class SignInTransport implements com.azure.core.http.HttpClient {

    private static final int LARGEST_ANSWER = 1024 * 1024;
    private static final Timeout PATIENCE = Timeout.ofSeconds(30);

    private final HttpClient client;
    private final RequestConfig config;

    SignInTransport(HttpClient client) {
        this.client = client;
        this.config = (client instanceof Configurable configurable && configurable.getConfig() != null
                        ? RequestConfig.copy(configurable.getConfig())
                        : RequestConfig.custom())
                .setResponseTimeout(PATIENCE)
                .setConnectionRequestTimeout(PATIENCE)
                .setRedirectsEnabled(false)
                .build();
    }

    @Override
    public Mono<HttpResponse> send(HttpRequest request) {
        return Mono.fromCallable(() -> exchange(request));
    }

    @Override
    public HttpResponse sendSync(HttpRequest request, Context context) {
        try {
            return exchange(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse exchange(HttpRequest request) throws IOException {
        HttpUriRequestBase outgoing =
                new HttpUriRequestBase(request.getHttpMethod().toString(), uri(request));
        outgoing.setConfig(config);
        request.getHeaders().stream()
                .filter(header -> !header.getName().equalsIgnoreCase("content-length"))
                .forEach(header -> outgoing.setHeader(header.getName(), header.getValue()));
        BinaryData body = request.getBodyAsBinaryData();
        if (body != null) {
            outgoing.setEntity(new ByteArrayEntity(body.toBytes(), null));
        }
        return client.execute(outgoing, answer -> answer(request, answer));
    }

    private static URI uri(HttpRequest request) throws IOException {
        try {
            return request.getUrl().toURI();
        } catch (URISyntaxException e) {
            throw new IOException("the address of the sign-in service is no URL", e);
        }
    }

    private static Answer answer(HttpRequest request, ClassicHttpResponse answer) throws IOException {
        HttpEntity entity = answer.getEntity();
        byte[] body = entity == null ? new byte[0] : read(entity);
        HttpHeaders headers = new HttpHeaders();
        for (Header header : answer.getHeaders()) {
            headers.add(HttpHeaderName.fromString(header.getName()), header.getValue());
        }
        String type = String.valueOf(headers.getValue(HttpHeaderName.CONTENT_TYPE));
        if (answer.getCode() == 407) {
            throw new IOException("the proxy asks for another user or password (407)");
        }
        if (answer.getCode() / 100 == 3 || type.toLowerCase(Locale.ROOT).contains("html")) {
            throw new IOException("something in between answered " + answer.getCode() + " " + type);
        }
        return new Answer(request, answer.getCode(), headers, body);
    }

    private static byte[] read(HttpEntity entity) throws IOException {
        try (InputStream body = entity.getContent()) {
            byte[] bytes = body.readNBytes(LARGEST_ANSWER + 1);
            if (bytes.length > LARGEST_ANSWER) {
                throw new IOException("the answer is longer than that of any sign-in service");
            }
            return bytes;
        }
    }

    /** An answer that has been read. */
    private static final class Answer extends HttpResponse {

        private final int status;
        private final HttpHeaders headers;
        private final byte[] body;

        Answer(HttpRequest request, int status, HttpHeaders headers, byte[] body) {
            super(request);
            this.status = status;
            this.headers = headers;
            this.body = body;
        }

        @Override
        public int getStatusCode() {
            return status;
        }

        @Override
        @Deprecated
        public String getHeaderValue(String name) {
            return headers.getValue(HttpHeaderName.fromString(name));
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }

        @Override
        public Flux<ByteBuffer> getBody() {
            return Flux.just(ByteBuffer.wrap(body));
        }

        @Override
        public Mono<byte[]> getBodyAsByteArray() {
            return Mono.just(body.clone());
        }

        @Override
        public Mono<String> getBodyAsString() {
            return getBodyAsString(StandardCharsets.UTF_8);
        }

        @Override
        public Mono<String> getBodyAsString(Charset charset) {
            return Mono.just(new String(body, charset));
        }
    }
}
