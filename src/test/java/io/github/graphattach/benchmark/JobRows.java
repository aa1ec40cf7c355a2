package io.github.graphattach.benchmark;

import io.github.graphattach.benchmark.SinkSessions.Behaviour;
import io.github.graphattach.benchmark.SinkSessions.Counts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is measured of jobs of small files: how long they take at a service that takes its time, and how many go at once. */
final class JobRows implements AutoCloseable {

    private static final Map<String, String> SETTINGS =
            Map.of("GRAPHATTACH_QUIET", "100ms", "GRAPHATTACH_FILE_QUIET", "100ms");

    /** The first files of a process find its code not compiled yet. */
    private static final int WARM_UP = 300;

    private static final int SMALL = 2_000;

    private final Path application = Path.of("target", "app").toAbsolutePath();
    private final Path data;
    private final Crew crew;
    private int items;

    JobRows(Path folder, Crew crew) {
        this.data = folder.toAbsolutePath().resolve("jobs");
        this.crew = crew;
    }

    /** One job of many files to one item, in a process that has worked one before. */
    record ManyFiles(int files, long serviceMillis, long requests, double seconds, long moreDescriptors) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%,d files in one job at %d ms a request: %,d requests in %.2f s, %.0f files/s, %d descriptors more",
                    files,
                    serviceMillis,
                    requests,
                    seconds,
                    files / seconds,
                    moreDescriptors);
        }
    }

    ManyFiles files(int count, int bytes, Duration service) throws Exception {
        Path inbox = inbox();
        try (RunningFolder running = start()) {
            Duration unused = running.untilReady();
            crew.behave(Behaviour.PLAIN);
            drop(inbox, "warm", WARM_UP, bytes);
            long before = await(running, 1);
            crew.behave(Behaviour.slow(service));
            drop(inbox, "measured", count, bytes);
            long most = await(running, 2);
            Counts counts = crew.behave(Behaviour.PLAIN);
            return new ManyFiles(count, service.toMillis(), counts.requests(), counts.nanos() / 1e9, most - before);
        }
    }

    /** Jobs of one file each that lie in the inbox at the start; how long each third of them took. */
    record Jobs(int jobs, List<Double> thirdsSeconds) {

        @Override
        public String toString() {
            double seconds =
                    thirdsSeconds.stream().mapToDouble(Double::doubleValue).sum();
            String thirds = thirdsSeconds.stream()
                    .map(third -> String.format(Locale.ROOT, "%.1f", third))
                    .collect(Collectors.joining(", "));
            return String.format(
                    Locale.ROOT, "%,d jobs in the inbox: %.0f jobs/s, thirds of %s s", jobs, jobs / seconds, thirds);
        }
    }

    Jobs jobs(int count) throws Exception {
        Path inbox = inbox();
        for (int number = 0; number < count; number++) {
            drop(inbox, "job" + number, 1, SMALL);
        }
        try (RunningFolder running = start()) {
            await(running, 1);
            long begun = System.nanoTime();
            double[] thirds = new double[3];
            for (int third = 0; third < thirds.length; third++) {
                await(running, count * (third + 1) / thirds.length);
                long now = System.nanoTime();
                thirds[third] = (now - begun) / 1e9;
                begun = now;
            }
            return new Jobs(count, List.of(thirds[0], thirds[1], thirds[2]));
        }
    }

    private Path inbox() throws IOException {
        ApplicationRows.emptied(data);
        Files.createDirectories(data.resolve("done"));
        return Files.createDirectories(data.resolve("inbox"));
    }

    private RunningFolder start() throws IOException {
        return new RunningFolder(List.of("./camel-graph-attach"), application, data, crew.graph(), SETTINGS);
    }

    /** Jobs go to items of their own, in fifty mailboxes. */
    private void drop(Path inbox, String name, int files, int bytes) throws IOException {
        for (int file = 0; file < files; file++) {
            Files.write(inbox.resolve(name + "." + file + ".bin"), new byte[bytes]);
        }
        String paths = IntStream.range(0, files)
                .mapToObj(file -> "{\"path\": \"" + name + "." + file + ".bin\"}")
                .collect(Collectors.joining(", "));
        int item = items++;
        Path unfinished = Files.writeString(
                inbox.resolve(name + ".tmp"),
                "{\"target\": {\"item\": \"message\", \"userId\": \"u" + item % 50 + "\", \"messageId\": \"m" + item
                        + "\"}, \"files\": [" + paths + "]}");
        Files.move(unfinished, inbox.resolve(name + ".json"));
    }

    /** Waits for so many jobs; {@return how many descriptors the application had at most} */
    private long await(RunningFolder running, int jobs) throws IOException, InterruptedException {
        long most = 0;
        while (ended() < jobs) {
            if (!running.waits(Duration.ofMillis(20))) {
                throw new IOException("the application has ended; see " + data.resolve("application.log"));
            }
            most = Math.max(most, running.descriptors());
        }
        return most;
    }

    /** Of jobs that end faster than anybody can look at each. */
    private long ended() throws IOException {
        try (var outcomes = Files.list(data.resolve("done"))) {
            return outcomes.count();
        }
    }

    @Override
    public void close() throws IOException {
        ApplicationRows.delete(data);
    }
}
