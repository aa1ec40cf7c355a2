package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.GraphEmulator;
import io.github.graphattach.emulator.RecordedExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.main.MainConfigurationProperties;

/** A service and the folders of an application that attaches to it. */
final class InboxWorld implements AutoCloseable {

    /** The occurrence of a series that the project was made for. */
    static final String ITEM_PATH = "/me/calendarGroups/G/calendars/C/calendarView/E/exceptionOccurrences/O";

    static final String TARGET =
            """
            { "item": "event", "calendarGroupId": "G", "calendarId": "C", "eventCollection": "calendarView",
              "eventId": "E", "exceptionOccurrenceId": "O" }""";

    final GraphEmulator emulator = GraphEmulator.start();
    final EmulatedItem event = emulator.create(ITEM_PATH);
    private final CheckpointConfiguration checkpoints = new CheckpointConfiguration();
    private final InboxConfiguration inbox = new InboxConfiguration();
    final Path folder;
    private Optional<CamelContext> application = Optional.empty();

    InboxWorld() {
        try {
            folder = Files.createTempDirectory("inbox-world").toRealPath();
            Files.createDirectory(folder.resolve("inbox"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Points the application's own settings at this world. */
    void configure(MainConfigurationProperties configuration) {
        configuration.addConfiguration(new CamelConfiguration() {
            @Override
            public void configure(CamelContext context) {
                application = Optional.of(context);
                var properties = context.getPropertiesComponent();
                properties.addOverrideProperty(
                        "camel.component.graph-attach.graph-url",
                        emulator.graphUrl().toString());
                properties.addOverrideProperty("camel.component.graph-attach.access-token", "token");
                properties.addOverrideProperty("graphattach.folder", folder.toString());
            }
        });
        configuration.addConfiguration(checkpoints);
        configuration.addConfiguration(inbox);
    }

    /** Lets another application have the inbox and the checkpoints. */
    void giveUp() {
        inbox.close();
        checkpoints.close();
    }

    /** {@return the application, once it is configured} */
    CamelContext application() {
        return application.orElseThrow();
    }

    Path inbox(String name) {
        return folder.resolve("inbox").resolve(name);
    }

    void drop(String name, String content) throws IOException {
        Files.createDirectories(inbox(name).resolveSibling(""));
        Files.writeString(inbox(name), content);
    }

    void drop(String name, byte[] content) throws IOException {
        Files.write(inbox(name), content);
    }

    /** Waits for the job of that file to be done: {@return the folder that it ended in} */
    Path done(String job) {
        return ended("done", job);
    }

    /** Waits for the job of that file to fail: {@return the folder that it ended in} */
    Path failed(String job) {
        return ended("failed", job);
    }

    private Path ended(String outcome, String job) {
        return await().atMost(Duration.ofSeconds(30))
                .alias("'%s' in %s; there is %s".formatted(job, outcome, tree()))
                .until(
                        () -> {
                            try (var folders = Files.list(folder.resolve(outcome))) {
                                return folders.filter(
                                                ended -> Files.exists(ended.resolve(job), LinkOption.NOFOLLOW_LINKS))
                                        .findFirst();
                            }
                        },
                        found -> found.isPresent())
                .orElseThrow();
    }

    /** Waits for all that was dropped to have left. */
    void awaitEmptyInbox() {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            try (var files = Files.list(inbox(""))) {
                return files.allMatch(file -> file.endsWith(InboxLock.NAME));
            }
        });
    }

    JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    /** {@return the names of the files that an ended job left, sorted} */
    static List<String> names(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> !Files.isDirectory(file))
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    List<RecordedExchange> requests(RecordedExchange.Host host) {
        return emulator.exchanges().stream()
                .filter(exchange -> exchange.host() == host)
                .toList();
    }

    void assertNothingWasSent() {
        assertThat(emulator.exchanges()).as("requests").isEmpty();
    }

    /** Runs the application until the inbox is empty, against this service: {@return its status} */
    int runOnce(GraphEmulator service) {
        var nobody = new PrintStream(OutputStream.nullOutputStream());
        return new Application(nobody, nobody, Map.of(), settings(service)).run("--once");
    }

    /** {@return the settings of an application in this folder that attaches to that service} */
    Map<String, String> settings(GraphEmulator service) {
        return new HashMap<>(Map.of(
                "graphattach.folder", folder.toString(),
                "graphattach.quiet", "20",
                "graphattach.file-quiet", "20",
                "graphattach.patience", "100",
                "graphattach.poll", "20",
                "camel.component.graph-attach.graph-url", service.graphUrl().toString(),
                "camel.component.graph-attach.access-token", "token",
                "camel.component.graph-attach.retry-delay", "1"));
    }

    /** {@return the one folder of a job that ended so} */
    Path theOnlyFolderIn(String outcome) throws IOException {
        try (var folders = Files.list(folder.resolve(outcome))) {
            var all = folders.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    private List<String> tree() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of(e.toString());
        }
    }

    @Override
    public void close() throws IOException {
        application.ifPresent(CamelContext::stop);
        giveUp();
        emulator.close();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
