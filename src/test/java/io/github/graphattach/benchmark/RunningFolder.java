package io.github.graphattach.benchmark;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The folder that {@code ./mvnw package} makes, started as people start it. */
final class RunningFolder implements AutoCloseable {

    private static final int PORT = 19876;
    private static final URI READY = URI.create("http://127.0.0.1:" + PORT + "/observe/health/ready");
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final int BETWEEN_LOOKS_MILLIS = 5;

    private final Process process;
    private final long started = System.nanoTime();

    /**
     * Starts it.
     *
     * @param command in the folder
     * @param folder that was built
     * @param data where its inbox is
     * @param graph the service
     * @param settings what else is set, as environment variables
     */
    RunningFolder(List<String> command, Path folder, Path data, URI graph, Map<String, String> settings)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("application.log").toFile());
        Map<String, String> environment = builder.environment();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("GRAPHATTACH_FOLDER", data.toString());
        environment.put("GRAPHATTACH_MANAGEMENT_PORT", Integer.toString(PORT));
        environment.put("GRAPH_ATTACH_GRAPH_URL", graph.toString());
        environment.put("GRAPH_ATTACH_ACCESS_TOKEN", "benchmark");
        environment.putAll(settings);
        process = builder.start();
    }

    /** Waits until it is ready; {@return how long after its start that was} */
    Duration untilReady() throws IOException, InterruptedException {
        while (!isReady()) {
            if (!process.isAlive() || System.nanoTime() - started > LONGEST.toNanos()) {
                throw new IOException("the application is not ready; see application.log");
            }
            boolean unused = process.waitFor(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
        }
        return Duration.ofNanos(System.nanoTime() - started);
    }

    private static boolean isReady() {
        try {
            HttpURLConnection connection = (HttpURLConnection) READY.toURL().openConnection();
            return connection.getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    boolean waits(Duration time) throws InterruptedException {
        return !process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    long residentBytes() throws IOException {
        return 1024 * figure("status", "VmRSS:");
    }

    long descriptors() throws IOException {
        try (var open = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            return open.count();
        }
    }

    /** {@return what it had the disk write so far} */
    long writtenBytes() throws IOException {
        return figure("io", "write_bytes:");
    }

    private long figure(String file, String name) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), file)).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow(() -> new IOException("the system does not tell " + name));
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
