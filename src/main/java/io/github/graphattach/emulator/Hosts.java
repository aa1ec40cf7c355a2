package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.RecordedExchange.Host;
import io.github.graphattach.emulator.http.HttpExchange;
import io.github.graphattach.emulator.http.HttpListener;
import io.github.graphattach.emulator.http.HttpService;
import io.github.graphattach.emulator.http.ServerCertificate;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The listeners of an emulator, and who answers on each: Graph, the Outlook upload host, and a login if there is one. */
final class Hosts implements AutoCloseable {

    /**
     * Where and how to listen.
     *
     * @param port Graph's; the upload host gets the next, the login the one after; 0 for free ones
     * @param certificate for the login, if there is to be one, and for the others too if {@code tls}
     */
    record Settings(
            String address,
            int port,
            Duration patience,
            boolean strict,
            boolean tls,
            Optional<ServerCertificate> certificate) {}

    private final Settings settings;
    private final EmulatorState state;
    private final Deque<HttpListener> open = new ArrayDeque<>();

    /** Outside of the constructor's reach until each is open: the services ask for them with the first request. */
    private volatile String uploadOrigin = "";

    private volatile String graphOrigin = "";
    private volatile String loginOrigin = "";

    private Hosts(Settings settings, EmulatorState state) {
        this.settings = settings;
        this.state = state;
    }

    static Hosts open(Settings settings, EmulatorState state) throws IOException {
        Hosts hosts = new Hosts(settings, state);
        try {
            hosts.openAll();
            return hosts;
        } catch (IOException e) {
            hosts.close();
            throw e;
        }
    }

    private void openAll() throws IOException {
        UploadService uploads = new UploadService(state, () -> uploadOrigin);
        uploadOrigin = listen("upload", 1, settings.tls(), named(Host.UPLOAD, uploads));
        if (settings.strict()) {
            TokenEndpoint tokens = new TokenEndpoint(state.tokens, state.clock, () -> loginOrigin);
            loginOrigin = listen("login", 2, true, named(Host.LOGIN, exchange -> login(exchange, tokens)))
                    // The certificate is good for the address too, but credentials insist on a host name.
                    .replace("127.0.0.1", "localhost");
        }
        AttachmentService attachments = new AttachmentService(state, uploads);
        ItemService items = new ItemService(state, attachments);
        GraphService graph = new GraphService(
                state, new Authentication(settings.strict(), state), attachments, items, new MailService(state, items));
        graphOrigin = listen(
                "graph",
                0,
                settings.tls(),
                new FrontDoor(named(Host.GRAPH, graph), new ControlService(state, this::toJson)));
    }

    /** What somebody has to know to connect a client. */
    private ObjectNode toJson() {
        ObjectNode json = Json.object()
                .put("graph", graphOrigin + "/" + GraphService.VERSION)
                .put("upload", uploadOrigin);
        login().ifPresent(origin -> json.put("login", origin.toString()));
        settings.certificate().ifPresent(certificate -> json.put("certificate", certificate.pem()));
        return json;
    }

    private Listener named(Host host, HttpService service) {
        return new Listener(host, state, service);
    }

    private void login(HttpExchange exchange, TokenEndpoint tokens) throws IOException {
        RequestKind kind = "POST".equals(exchange.method()) ? RequestKind.GET_TOKEN : RequestKind.OTHER;
        IncomingRequest request = new IncomingRequest(
                kind,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Math.max(0, exchange.contentLength()),
                false);
        state.gate.pass(Host.LOGIN, exchange, request, plan -> tokens.serve(exchange));
    }

    private String listen(String name, int portOffset, boolean tls, HttpService service) throws IOException {
        HttpListener listener = HttpListener.start(
                new HttpListener.Settings(
                        "graph-emulator-" + name,
                        settings.address(),
                        settings.port() == 0 ? 0 : settings.port() + portOffset,
                        settings.patience(),
                        settings.certificate().filter(certificate -> tls)),
                service);
        open.push(listener);
        return listener.origin();
    }

    URI graph() {
        return URI.create(graphOrigin);
    }

    URI upload() {
        return URI.create(uploadOrigin);
    }

    Optional<URI> login() {
        return Optional.of(loginOrigin).filter(origin -> !origin.isEmpty()).map(URI::create);
    }

    @Override
    public void close() {
        open.forEach(HttpListener::close);
        open.clear();
    }
}
