package io.github.graphattach.emulator.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A port that answers HTTP/1.1 with one {@link HttpService}. */
public final class HttpListener implements AutoCloseable {

    private static final int LARGEST_HEADERS = 32 * 1024;
    private static final int INPUT_BUFFER = 64 * 1024;
    private static final int MOST_THREADS = 256;

    private final Server server;
    private final ServerConnector connector;
    private final Wait wait;

    private HttpListener(Server server, ServerConnector connector, Wait wait) {
        this.server = server;
        this.connector = connector;
        this.wait = wait;
    }

    /**
     * Opens the port and starts answering.
     *
     * @param name what the threads are called
     * @param address the local address to bind to
     * @param port the port, 0 for a free one
     * @param patience how long a connection may be silent before it is closed
     * @throws IOException when the port is taken
     */
    public static HttpListener start(String name, String address, int port, Duration patience, HttpService service)
            throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS);
        threads.setName(name);
        threads.setDaemon(true);
        Server server = new Server(threads);
        server.setStopTimeout(0);
        HttpConnectionFactory http = new HttpConnectionFactory(configuration());
        http.setInputBufferSize(INPUT_BUFFER);
        ServerConnector connector = new ServerConnector(server, 1, 1, http);
        connector.setHost(address);
        connector.setPort(port);
        connector.setIdleTimeout(patience.toMillis());
        connector.setShutdownIdleTimeout(0);
        server.addConnector(connector);
        Wait wait = new Wait();
        server.setHandler(new Service(service, patience, wait));
        try {
            server.start();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("Tried to listen on " + address + ":" + port + " but failed", e);
        }
        return new HttpListener(server, connector, wait);
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        // The services send Date themselves: it must agree with the emulator's own clock.
        configuration.setSendDateHeader(false);
        configuration.setRequestHeaderSize(LARGEST_HEADERS);
        // Ids are opaque and may hold encoded slashes or dots; the services parse the raw path themselves.
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        return configuration;
    }

    public int port() {
        return connector.getLocalPort();
    }

    /** {@return scheme, host and port without a trailing slash} */
    public URI origin() {
        return URI.create("http://" + connector.getHost() + ":" + port());
    }

    @Override
    public void close() {
        wait.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new UncheckedIOException(new IOException("Tried to close port " + port() + " but failed", e));
        }
    }

    /** Runs the service on Jetty's thread and sees that each exchange comes to its end. */
    private static final class Service extends Handler.Abstract {

        private final HttpService service;
        private final Duration patience;
        private final Wait wait;

        Service(HttpService service, Duration patience, Wait wait) {
            this.service = service;
            this.patience = patience;
            this.wait = wait;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            try {
                service.serve(new HttpExchange(request, response, patience, wait));
                callback.succeeded();
            } catch (IOException | RuntimeException e) {
                // The peer or the emulator ended the connection: nobody is left to read an error page.
                callback.failed(new Request.Handler.AbortException(e));
            }
            return true;
        }
    }
}
