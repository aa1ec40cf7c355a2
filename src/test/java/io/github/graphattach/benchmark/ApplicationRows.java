package io.github.graphattach.benchmark;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is measured of the application, from outside: its start, its rest, and a file's way from the inbox. */
final class ApplicationRows {

    private static final int STARTS = 5;
    private static final Duration REST = Duration.ofSeconds(10);
    private static final int MEGABYTES = 150;

    /** The first ones find their code not compiled yet. */
    private static final int FILES = 24;

    private static final int MEASURED = 6;

    private final Path application = Path.of("target", "app").toAbsolutePath();
    private final Path folder;
    private final URI graph;

    ApplicationRows(Path folder, URI graph) {
        this.folder = folder.toAbsolutePath();
        this.graph = graph;
    }

    /** How long starts took until readiness, and what was resident ten seconds later. */
    record Starts(Spread readySeconds, Spread residentMegabytes) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "ready after %.2f s (%.2f to %.2f), %.0f MiB at rest",
                    readySeconds.median(),
                    readySeconds.min(),
                    readySeconds.max(),
                    residentMegabytes.median());
        }
    }

    Starts starts(List<String> command) throws Exception {
        List<Double> ready = new ArrayList<>();
        List<Double> resident = new ArrayList<>();
        for (int start = 0; start <= STARTS; start++) {
            Path data = data("start");
            try (RunningFolder running = new RunningFolder(command, application, data, graph, Map.of())) {
                Duration took = running.untilReady();
                // The first one may make the archive.
                if (start > 0 && running.waits(REST)) {
                    ready.add(took.toMillis() / 1e3);
                    resident.add(running.residentBytes() / (double) (1 << 20));
                }
            }
        }
        return new Starts(spread(ready), spread(resident));
    }

    /**
     * Files on their way from the inbox, one after the other and each to a mailbox of its own.
     *
     * @param megabytesPerSecond from the end of a job to the end of the next one
     * @param writtenMegabytes what the application had the disk write meanwhile
     */
    record Inbox(Spread megabytesPerSecond, double writtenMegabytes) {}

    Inbox inbox(Path file) throws Exception {
        Path data = data("inbox");
        Path inbox = Files.createDirectories(data.resolve("inbox"));
        Path done = Files.createDirectories(data.resolve("done"));
        Map<String, String> settings = Map.of(
                // With its description a file of 150 MB is more than a mailbox may get at once.
                "JDK_JAVA_OPTIONS", "-Dcamel.component.graph-attach.mailbox-upload-budget=off",
                "GRAPHATTACH_JOBS_IN_FLIGHT", "1",
                "GRAPHATTACH_POLL", "10",
                "GRAPHATTACH_QUIET", "100ms",
                "GRAPHATTACH_FILE_QUIET", "100ms");
        for (int number = 0; number < FILES; number++) {
            Files.copy(file, inbox.resolve(number + ".bin"));
        }
        List<Long> ends = new ArrayList<>();
        try (RunningFolder running =
                new RunningFolder(List.of("./camel-graph-attach"), application, data, graph, settings)) {
            Duration unused = running.untilReady();
            long before = running.writtenBytes();
            for (int number = 0; number < FILES; number++) {
                Files.writeString(inbox.resolve(number + ".json"), job(number));
            }
            while (ends.size() < FILES) {
                if (!running.waits(Duration.ofMillis(1))) {
                    throw new IOException("the application has ended; see " + data.resolve("application.log"));
                }
                long now = System.nanoTime();
                for (int more = count(done) - ends.size(); more > 0; more--) {
                    ends.add(now);
                }
            }
            double written = (running.writtenBytes() - before) / 1e6;
            List<Double> speeds = new ArrayList<>();
            for (int last = FILES - MEASURED; last < FILES; last++) {
                speeds.add(MEGABYTES * 1e9 / (ends.get(last) - ends.get(last - 1)));
            }
            return new Inbox(spread(speeds), written);
        } finally {
            delete(inbox);
            delete(done);
        }
    }

    private static Spread spread(List<Double> figures) {
        return Spread.of(figures.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static String job(int number) {
        return String.format(
                Locale.ROOT,
                "{\"target\": {\"item\": \"message\", \"userId\": \"u%d\", \"messageId\": \"m\"},"
                        + " \"files\": [{\"path\": \"%d.bin\"}]}",
                number,
                number);
    }

    /** A job is at its end when its receipt lies beside its file, in a folder that begins with the job's name. */
    static int count(Path done) throws IOException {
        try (var outcomes = Files.list(done)) {
            return (int) outcomes.filter(outcome -> Files.exists(
                            outcome.resolve(outcome.getFileName().toString().split("-", 2)[0] + ".receipt.json")))
                    .count();
        }
    }

    private Path data(String name) throws IOException {
        return emptied(folder.resolve(name));
    }

    /** {@return that folder, without what was there} */
    static Path emptied(Path data) throws IOException {
        if (Files.exists(data)) {
            delete(data);
        }
        return Files.createDirectories(data);
    }

    static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path emptied, IOException failed) throws IOException {
                Files.delete(emptied);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
