package io.github.graphattach.emulator.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A port that answers HTTP/1.1 with one {@link HttpService}. */
public final class HttpListener implements AutoCloseable {

    private static final int LARGEST_HEADERS = 32 * 1024;
    private static final int INPUT_BUFFER = 64 * 1024;
    private static final int MOST_THREADS = 256;
    private static final int SELECTORS = 1;

    /**
     * The selector accepts. A thread that waits to accept is interrupted when the port closes, and a connection that it
     * accepts in that moment is lost in the JDK: open, never served, and its client waits for ever.
     */
    private static final int ACCEPTORS = 0;

    private final Server server;
    private final ServerConnector connector;
    private final Wait wait;

    private final ConnectionGuard guard;
    private final Settings settings;
    private final int port;

    private HttpListener(
            Server server, ServerConnector connector, Wait wait, ConnectionGuard guard, Settings settings) {
        this.guard = guard;
        this.settings = settings;
        this.port = connector.getLocalPort();
        this.server = server;
        this.connector = connector;
        this.wait = wait;
    }

    /**
     * Where and how to listen.
     *
     * @param name what the threads are called
     * @param address the local address to bind to
     * @param port the port, 0 for a free one that nobody in this JVM had before
     * @param patience how long a connection may be silent before it is closed
     * @param certificate for TLS, if that is to be spoken
     */
    public record Settings(
            String name, String address, int port, Duration patience, Optional<ServerCertificate> certificate) {}

    /**
     * Opens the port and starts answering.
     *
     * @throws IOException when the port is taken
     */
    public static HttpListener start(Settings settings, HttpService service) throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS);
        threads.setName(settings.name());
        threads.setDaemon(true);
        Server server = new Server(threads);
        server.setStopTimeout(0);
        ServerConnector connector = new ServerConnector(server, ACCEPTORS, SELECTORS, protocols(settings));
        connector.setHost(settings.address());
        connector.setPort(settings.port());
        connector.setIdleTimeout(settings.patience().toMillis());
        connector.setShutdownIdleTimeout(0);
        server.addConnector(connector);
        Wait wait = new Wait();
        ConnectionGuard guard = new ConnectionGuard(settings.patience());
        connector.addBean(guard);
        Service handler = new Service(service, settings.patience(), wait, guard);
        server.setHandler(handler);
        server.setErrorHandler(handler::handleMalformed);
        try {
            if (settings.port() == 0) {
                connector.open(FreshPort.bind(settings.address()));
            }
            server.start();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(
                    "Tried to listen on " + settings.address() + ":" + settings.port() + " but failed", e);
        }
        guard.watch(connector.getScheduler());
        return new HttpListener(server, connector, wait, guard, settings);
    }

    private static ConnectionFactory[] protocols(Settings settings) {
        HttpConnectionFactory http = new HttpConnectionFactory(configuration());
        http.setInputBufferSize(INPUT_BUFFER);
        if (settings.certificate().isEmpty()) {
            return new ConnectionFactory[] {http};
        }
        ServerCertificate certificate = settings.certificate().get();
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(certificate.keyStore());
        tls.setKeyStorePassword(certificate.password());
        return new ConnectionFactory[] {new SslConnectionFactory(tls, http.getProtocol()), http};
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
        return port;
    }

    /** {@return scheme, host and port without a trailing slash} */
    public String origin() {
        String scheme = settings.certificate().isPresent() ? "https://" : "http://";
        String host = settings.address().contains(":") ? "[" + settings.address() + "]" : settings.address();
        return scheme + host + ":" + port();
    }

    @Override
    public void close() {
        // Clients try again at once, on another connection: nothing may be served from here on.
        guard.refuse();
        connector.close();
        // Before the server notices: it would answer half a request with an error page of its own.
        guard.closeAll();
        wait.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new UncheckedIOException(new IOException("Tried to close port " + port() + " but failed", e));
        } finally {
            guard.closeAll();
        }
    }

    /** Runs the service on Jetty's thread and sees that each exchange comes to its end. */
    private static final class Service extends Handler.Abstract {

        private final HttpService service;
        private final Duration patience;
        private final Wait wait;
        private final ConnectionGuard guard;

        Service(HttpService service, Duration patience, Wait wait, ConnectionGuard guard) {
            this.guard = guard;
            this.service = service;
            this.patience = patience;
            this.wait = wait;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            return serve(request, response, callback, OptionalInt.empty());
        }

        /** What the server refuses before it comes to be handled. */
        boolean handleMalformed(Request request, Response response, Callback callback) {
            int status = request.getAttribute(ErrorHandler.ERROR_STATUS) instanceof Integer known ? known : 400;
            return serve(request, response, callback, OptionalInt.of(status));
        }

        private boolean serve(Request request, Response response, Callback callback, OptionalInt malformed) {
            if (guard.refuses()) {
                callback.failed(new Request.Handler.AbortException(new ConnectionCut()));
                return true;
            }
            Connection connection = request.getConnectionMetaData().getConnection();
            guard.beginRequest(connection);
            Optional<Exception> failure = Optional.empty();
            try {
                service.serve(new HttpExchange(request, response, patience, wait, malformed));
            } catch (IOException | RuntimeException e) {
                failure = Optional.of(e);
            }
            // Before completion: after it the next request may begin on another thread.
            guard.endRequest(connection);
            // The peer or the emulator ended the connection: nobody is left to read an error page.
            failure.ifPresentOrElse(
                    cause -> callback.failed(new Request.Handler.AbortException(cause)), callback::succeeded);
            return true;
        }
    }
}
