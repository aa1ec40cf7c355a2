package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.graphattach.OtherJvm;
import io.github.graphattach.emulator.GraphEmulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The application in a process that may open few files, or that has all of them open for a while: a sentence says so, and no
 * job is lost.
 */
@EnabledOnOs(OS.LINUX)
class FewOpenFilesTest {

    private static final int JOBS = 8;
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String USED_UP = "this process may not open more files; raise its limit (ulimit -n)";

    private Path folder;

    @BeforeEach
    void inAnEmptyFolder(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aLimitThatIsTooLowIsNamedAtTheStart() throws Exception {
        dropAll();

        var process = start(64, Application.class, List.of(), "--once");

        assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(said())
                .isEqualTo(
                        "Not started: this process may open 64 files only; raise its limit (ulimit -n) to 512 or more\n");
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(names("inbox")).hasSize(2 * JOBS);
    }

    @Test
    void whatIsAskedForIsEnough() throws Exception {
        dropAll();
        try (var emulator = GraphEmulator.start()) {
            var event = emulator.create("/me/events/E");

            var process = start(512, Application.class, settings(emulator), "--once");

            assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(said()).isZero();
            assertThat(event.attachments()).hasSize(JOBS);
        }
    }

    /**
     * All files are in use, then one after the other is given back, so that each step of a job is once the one for which
     * there is none left.
     */
    @Test
    void jobsStayWhileNoFileCanBeOpenedAndGoOnAfterwards() throws Exception {
        try (var emulator = GraphEmulator.start()) {
            var event = emulator.create("/me/events/E");
            drop("first");
            var process = start(1000, FewOpenFilesTest.class, settings(emulator));
            try (var commands = process.outputWriter(StandardCharsets.UTF_8)) {
                await().atMost(LONG)
                        .until(() -> event.attachments().size() == 1
                                && names("inbox").isEmpty());
                commands.write("use up\n");
                commands.flush();
                await().atMost(LONG).until(() -> said().contains(Hog.USING_UP));
                dropAll();
                await().atMost(LONG).until(() -> said().contains(USED_UP));
                commands.write("give back\n");
                commands.flush();

                await().atMost(LONG)
                        .until(() -> event.attachments().size() == 1 + JOBS
                                && names("inbox").isEmpty());
            } finally {
                process.destroy();
                process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS);
                process.destroyForcibly();
            }
            assertThat(names("failed")).isEmpty();
            assertThat(event.attachments()).as("each file once").hasSize(1 + JOBS);
            assertThat(said().lines())
                    .as("what it said")
                    .noneMatch(line -> line.contains(" ERROR "))
                    .noneMatch(line -> line.startsWith("\tat "))
                    .noneMatch(line -> line.contains("permissions") || line.contains("free space"));
        }
    }

    private void dropAll() throws IOException {
        for (var number = 0; number < JOBS; number++) {
            drop("job-" + number);
        }
    }

    private void drop(String name) throws IOException {
        var inbox = Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(inbox.resolve(name + ".txt"), "document of " + name);
        Files.writeString(
                inbox.resolve(name + ".json"),
                "{ \"target\": { \"item\": \"event\", \"eventId\": \"E\" }, \"files\": [ { \"path\": \"%s.txt\" } ] }"
                        .formatted(name));
    }

    private List<String> settings(GraphEmulator emulator) {
        return Map.of(
                        "graphattach.folder", folder.toString(),
                        "graphattach.quiet", "20",
                        "graphattach.file-quiet", "20",
                        "graphattach.patience", "100",
                        "graphattach.poll", "50",
                        "graphattach.management", "false",
                        "camel.component.graph-attach.graph-url",
                                emulator.graphUrl().toString(),
                        "camel.component.graph-attach.access-token", "token",
                        "camel.component.graph-attach.retry-delay", "1")
                .entrySet()
                .stream()
                .map(setting -> "-D%s=%s".formatted(setting.getKey(), setting.getValue()))
                .toList();
    }

    private Process start(int files, Class<?> main, List<String> settings, String... arguments) throws IOException {
        var options =
                Stream.concat(Stream.of("-Xmx256m", "-Dlog4j2.configurationFile=log4j2.properties"), settings.stream());
        var command = OtherJvm.running(options.toList(), main, arguments).command();
        var limited = new ArrayList<>(List.of("bash", "-c", "ulimit -n " + files + "; exec \"$@\"", "bash"));
        limited.addAll(command);
        return new ProcessBuilder(limited)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
    }

    private String said() throws IOException {
        return Files.readString(folder.resolve("said"));
    }

    private List<String> names(String below) throws IOException {
        try (var names = Files.list(folder.resolve(below))) {
            // Beside the lock.
            return names.map(name -> name.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .toList();
        }
    }

    /** Runs in the process with the limit. */
    public static void main(String[] arguments) throws Exception {
        Hog.loadClasses();
        var hog = new Thread(new Hog());
        hog.setDaemon(true);
        hog.start();
        Application.main(arguments);
    }

    /** Does as its standard input says. */
    private static final class Hog implements Runnable {

        static final String USING_UP = "All files are in use";

        private static final int SOME = 40;

        private final List<FileChannel> channels = new ArrayList<>();

        /** From a jar, unlike from a folder, they could be loaded later as well. */
        static void loadClasses() throws IOException, ClassNotFoundException, URISyntaxException {
            var classes = Path.of(Application.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            try (var files = Files.walk(classes.resolve("io/github/graphattach"))) {
                for (var file : files.filter(file -> file.toString().endsWith(".class"))
                        .filter(file -> !file.toString().matches(".*/(spring|emulator)/.*"))
                        .filter(file -> !file.endsWith("package-info.class"))
                        .toList()) {
                    var name = classes.relativize(file).toString();
                    Class.forName(
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'));
                }
            }
        }

        @Override
        public void run() {
            try (var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                while (true) {
                    switch (Objects.requireNonNullElse(commands.readLine(), "end")) {
                        case "use up" -> useUp();
                        case "give back" -> giveBack();
                        default -> {
                            return;
                        }
                    }
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private void useUp() {
            try {
                while (true) {
                    channels.add(FileChannel.open(Path.of("/dev/null")));
                }
            } catch (IOException none) {
                System.out.println(USING_UP);
            }
        }

        private void giveBack() throws IOException {
            for (var count = 0; count < SOME; count++) {
                channels.remove(0).close();
                await().pollDelay(Duration.ofMillis(100)).until(() -> true);
            }
            while (!channels.isEmpty()) {
                channels.remove(0).close();
            }
        }
    }
}
