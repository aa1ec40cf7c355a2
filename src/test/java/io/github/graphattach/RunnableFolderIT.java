package io.github.graphattach;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a person does with the folder that the build makes. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the scripts are for a POSIX shell")
class RunnableFolderIT {

    private static final Path BUILT = Path.of(System.getProperty("jars")).resolveSibling("app");

    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void install() throws IOException {
        folder = temporary.resolve("application");
        try (var files = Files.walk(BUILT)) {
            // Somebody may have started what was built, and it has archived its classes.
            files.filter(file -> !isArchive(file)).forEach(file -> copy(file, folder.resolve(BUILT.relativize(file))));
        }
    }

    private static void copy(Path file, Path to) {
        try {
            Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theSecondStartFindsTheClassesThatTheFirstHasArchived() throws Exception {
        Path ofOtherJars = Files.createFile(folder.resolve("classes-" + Runtime.version() + "-1"));

        String first = demonstrated("");

        assertThat(first).contains("25,000,000 bytes").doesNotContain("[cds]", "[aot]", " INFO ");
        assertThat(archives()).hasSize(1).doesNotContain(ofOtherJars);

        Path loaded = temporary.resolve("loaded");
        String second = demonstrated("-Xlog:class+load:file=" + loaded);

        assertThat(second).contains("25,000,000 bytes");
        try (var classes = Files.lines(loaded)) {
            assertThat(classes.filter(line ->
                                    line.contains("org.apache.camel") && line.contains("source: shared objects file"))
                            .count())
                    .as("classes of Camel that come from the archive")
                    .isGreaterThan(1000);
        }
        assertThat(archives()).hasSize(1);
    }

    /** To note which classes are loaded nobody's files may be attached to anything. */
    @Test
    void theRehearsalTouchesNothingThatIsSetUp() throws Exception {
        Path inbox = Files.createDirectories(temporary.resolve("inbox"));
        Files.writeString(inbox.resolve("report.pdf"), "a file that waits");
        Files.writeString(folder.resolve("routes/mine.camel.yaml"), "- no route at all");
        Files.writeString(folder.resolve("config/application.properties"), "graphattach.inbox=" + inbox);

        rehearsed(Map.of(
                "GRAPHATTACH_INBOX",
                inbox.toString(),
                "GRAPH_ATTACH_ACCESS_TOKEN",
                "a token",
                "JDK_JAVA_OPTIONS",
                "-Dgraphattach.inbox=" + inbox));

        assertThat(archives()).hasSize(1);
        try (var files = Files.list(inbox)) {
            assertThat(files.map(Path::getFileName)).containsExactly(Path.of("report.pdf"));
        }
        assertThat(folder.resolve("done")).doesNotExist();
    }

    private String demonstrated(String option) throws Exception {
        Path data = temporary.resolve("data-" + System.nanoTime());
        Map<String, String> settings =
                Map.of("GRAPHATTACH_FOLDER", data.toString(), "JDK_JAVA_OPTIONS", "-Dgraphattach.demo=true " + option);
        return run(settings, "./camel-graph-attach", "--once");
    }

    private void rehearsed(Map<String, String> environment) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        boolean old = Runtime.version().feature() < 25;
        String unused = run(
                environment,
                "lib/rehearse",
                java,
                "camel-graph-attach.jar",
                "classes-rehearsed",
                old ? "-XX:ArchiveClassesAtExit" : "-XX:AOTCacheOutput");
    }

    private String run(Map<String, String> environment, String... command) throws Exception {
        Path output = Files.createTempFile(temporary, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("GRAPH"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(240, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(output);
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    private List<Path> archives() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(RunnableFolderIT::isArchive).toList();
        }
    }

    private static boolean isArchive(Path file) {
        return file.getFileName().toString().startsWith("classes-");
    }
}
