package io.github.graphattach;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The applications of .ci/platforms, which each build runs, are made of the lines that the README offers. */
class PlatformsReadmeTest {

    private static final Path APPLICATIONS = Path.of(".ci/platforms");
    private static final Pattern SECTION = Pattern.compile("\n## In your Camel\n(.*?)\n## ", Pattern.DOTALL);
    private static final Pattern BLOCK = Pattern.compile("```(?:xml|yml|java|properties)\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyExampleOfTheReadmeIsInAnApplication() throws IOException {
        var section = SECTION.matcher(Files.readString(Path.of("README.md")));
        assertThat(section.find()).as("the section of the README").isTrue();
        var examples = BLOCK.matcher(section.group(1))
                .results()
                .map(example -> flushLeft(example.group(1)))
                .toList();
        var applications = applications();

        assertThat(examples).hasSizeGreaterThanOrEqualTo(8).allSatisfy(example -> assertThat(applications)
                .contains(example));
    }

    private static String applications() throws IOException {
        try (var files = Files.walk(APPLICATIONS)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().equals("run"))
                    .map(PlatformsReadmeTest::read)
                    .map(PlatformsReadmeTest::flushLeft)
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String flushLeft(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n"));
    }
}
