package io.github.graphattach.emulator;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The finished application in a process of its own, demonstrating. */
final class DemonstrationProcess implements AutoCloseable {

    private static final Pattern PAGE = Pattern.compile("(?<=go wrong: )http://127\\.0\\.0\\.1:\\d+/(?=\\s|$)");

    private final Path folder;
    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();

    /**
     * Starts it.
     *
     * @param folder where its inbox is made
     */
    DemonstrationProcess(Path folder) throws IOException {
        this.folder = folder;
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-Dgraphattach.demo=true",
                        "-Dgraphattach.management=false",
                        "-Dgraphattach.folder=" + folder,
                        "-Dgraphattach.poll=100",
                        "-Dgraphattach.quiet=100",
                        "-jar",
                        "camel-graph-attach.jar")
                .directory(Path.of(System.getProperty("jars"))
                        .resolveSibling("app")
                        .toFile())
                .redirectErrorStream(true)
                .start();
        Thread reader = new Thread(this::read, "demonstration-output");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(output::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UncheckedIOException e) {
            output.add("its output ended: " + e.getMessage());
        }
    }

    /** Waits until the sample is attached and mailed: {@return the address of the page, as the last lines say it} */
    URI page() {
        return await().atMost(Duration.ofMinutes(2))
                .alias("the address of the page")
                .failFast("the application ended: " + output, () -> !process.isAlive())
                .until(
                        () -> PAGE.matcher(String.join("\n", output))
                                .results()
                                .map(MatchResult::group)
                                .findFirst(),
                        Optional::isPresent)
                .map(URI::create)
                .orElseThrow();
    }

    /** Drops a file with a job that attaches it, under that name, to the meeting of the demonstration. */
    void drop(byte[] content, String name) throws IOException {
        String file = "file-" + content.length + ".bin";
        Files.write(folder.resolve("inbox").resolve(file), content);
        Files.writeString(
                folder.resolve("inbox").resolve(file + ".json"),
                """
                { "target": { "item": "event", "calendarGroupId": "demo-group", "calendarId": "demo-calendar",
                    "eventCollection": "calendarView", "eventId": "demo-series",
                    "exceptionOccurrenceId": "demo-occurrence" },
                  "files": [ { "path": "%s", "name": "%s" } ] }
                """
                        .formatted(file, name));
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().completeOnTimeout(process, 30, TimeUnit.SECONDS).join();
        process.destroyForcibly();
    }
}
