package io.github.graphattach;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A class is short, or says at its head why it is not. */
class ClassSizeTest {

    private static final int MOST_LINES = 300;
    private static final String REASON = "Longer than 300 lines because ";

    @Test
    void aLongClassSaysWhy() throws IOException {
        List<Path> tooLong = sources().filter(ClassSizeTest::isLong).toList();

        assertThat(tooLong).allSatisfy(file -> assertThat(file).content().contains(REASON));
        assertThat(sources().filter(file -> !isLong(file)))
                .as("classes that are short by now")
                .allSatisfy(file -> assertThat(file).content().doesNotContain(REASON));
    }

    private static Stream<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        }
    }

    private static boolean isLong(Path file) {
        try {
            return Files.readAllLines(file).size() > MOST_LINES;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
