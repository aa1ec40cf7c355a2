package io.github.graphattach.component;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.graphattach.emulator.GraphEmulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One host with two gateways to two services, told apart by their paths only. Upload URLs lead to the services themselves. */
final class Gateway implements AutoCloseable {

    private static final List<String> HANDED_ON = List.of("authorization", "content-type", "prefer");

    final GraphEmulator one = GraphEmulator.builder().minimumSessionSize(0).start();
    final GraphEmulator other = GraphEmulator.builder().minimumSessionSize(0).start();

    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    Gateway() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/one/", exchange -> handOn(exchange, "/one", one));
        server.createContext("/other/", exchange -> handOn(exchange, "/other", other));
        server.start();
    }

    /** {@return the root of one of the services, {@code one} or {@code other}} */
    String graphUrl(String service) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + service + "/v1.0";
    }

    private void handOn(HttpExchange exchange, String prefix, GraphEmulator service) throws IOException {
        String path = exchange.getRequestURI().toString().substring(prefix.length());
        URI target = URI.create("http://127.0.0.1:" + service.graphUrl().getPort() + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .method(
                        exchange.getRequestMethod(),
                        HttpRequest.BodyPublishers.ofByteArray(
                                exchange.getRequestBody().readAllBytes()));
        HANDED_ON.stream()
                .filter(name -> exchange.getRequestHeaders().containsKey(name))
                .forEach(name ->
                        request.header(name, exchange.getRequestHeaders().getFirst(name)));
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            response.headers().firstValue("content-type").ifPresent(type -> exchange.getResponseHeaders()
                    .set("Content-Type", type));
            response.headers().firstValue("request-id").ifPresent(id -> exchange.getResponseHeaders()
                    .set("request-id", id));
            exchange.sendResponseHeaders(
                    response.statusCode(), response.body().length == 0 ? -1 : response.body().length);
            exchange.getResponseBody().write(response.body());
        } catch (InterruptedException e) {
            throw new IOException(e);
        } finally {
            exchange.close();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        one.close();
        other.close();
    }
}
