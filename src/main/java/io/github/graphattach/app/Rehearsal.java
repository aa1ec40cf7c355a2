package io.github.graphattach.app;

import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.GraphEmulator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the application once through all that it does: it starts, attaches a small file and a large one, is asked how it is,
 * and ends. A JVM that writes down which classes were loaded meanwhile starts sooner with them the next time. The file goes to
 * an emulator, and all that is read and written lies in one folder, as in the application as it is shipped.
 */
public final class Rehearsal {

    private static final String SHIPPED = "rehearsal/";
    private static final List<String> ROUTES = List.of("attach-inbox.camel.yaml", "attach-in-ranges.camel.yaml");
    private static final List<Integer> SIZES = List.of(10_000, 4_000_000);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final Path folder;
    private final int port;
    private final GraphEmulator emulator;
    private final HttpClient client = HttpClient.newHttpClient();

    private Rehearsal(Path folder, int port, GraphEmulator emulator) {
        this.folder = folder;
        this.port = port;
        this.emulator = emulator;
    }

    /**
     * Ends with status 0, or 1 when the application did not do in a minute what it should.
     *
     * @param arguments an empty folder
     */
    public static void main(String[] arguments) throws Exception {
        // What the application's main method does.
        if (OpenFiles.areTooFew().isPresent()) {
            System.exit(1);
        }
        Configuration.find();
        System.setProperty("camel.main.property-placeholder-location", "classpath:" + path("application.properties"));
        System.setProperty("log4j2.configurationFile", path("log4j2.properties"));
        Path folder = Path.of(arguments[0]).toAbsolutePath();
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        GraphEmulator emulator = GraphEmulator.start();
        boolean worked = new Rehearsal(folder, port, emulator).isWhole();
        // Ends the application too, as a signal would.
        System.exit(worked ? 0 : 1);
    }

    private static String path(String shipped) {
        return Rehearsal.class.getPackageName().replace('.', '/') + "/" + SHIPPED + shipped;
    }

    private boolean isWhole() throws Exception {
        EmulatedItem draft = emulator.create("/me/messages/draft");
        Path routes = Files.createDirectories(folder.resolve("routes"));
        for (String route : ROUTES) {
            try (InputStream shipped = Rehearsal.class.getResourceAsStream(SHIPPED + route)) {
                Files.copy(shipped, routes.resolve(route));
            }
        }
        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        for (int size : SIZES) {
            Files.write(inbox.resolve(size + ".bin"), new byte[size]);
        }
        Thread application = new Thread(this::run);
        application.setDaemon(true);
        application.start();
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!(isUp("/observe/health/ready") && draft.attachments().size() == SIZES.size())) {
            if (System.nanoTime() > end || !application.isAlive()) {
                return false;
            }
            application.join(BETWEEN_LOOKS.toMillis());
        }
        return isUp("/observe/health/live") && isUp("/observe/metrics");
    }

    /** All that is set says so here, where nothing of the environment can win over it. */
    private void run() {
        Map<String, String> settings = new HashMap<>();
        settings.put("graphattach.folder", folder.toString());
        settings.put("graphattach.routes", folder.resolve("routes").toString());
        settings.put("graphattach.target", "{\"item\": \"message\", \"messageId\": \"draft\"}");
        settings.put("graphattach.file-quiet", "100ms");
        settings.put("graphattach.patience", "100ms");
        settings.put("graphattach.poll", "100");
        settings.put("graphattach.management-port", String.valueOf(port));
        settings.put(Connection.PREFIX + "graph-url", emulator.graphUrl().toString());
        settings.put(Connection.PREFIX + "access-token", "rehearsal");
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        int unused = new Application(nowhere, System.err, Map.of(), settings).run();
    }

    private boolean isUp(String path) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }
}
