package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The logging that is shipped writes one line for one message, whatever name or text stands in it. */
class LogLayoutTest {

    private static final String HOSTILE = "a\r\n12:00:00.000 INFO  forged\u001b[31m\u202e\u2028\u0085.pdf";

    @Test
    void noMessageForgesALineOrCommandsTheTerminal(@TempDir Path folder) throws Exception {
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dlog4j2.configurationFile=log4j2.properties",
                        "-Dstdout.encoding=UTF-8",
                        "-Dfile.encoding=UTF-8",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Logging.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(Files.readString(out)).doesNotContain("\u001b", "\u202e", "\u2028", "\u0085", "\r");
        assertThat(Files.readAllLines(out))
                .filteredOn(line -> line.contains("forged"))
                .as("lines with the name")
                .hasSize(2)
                .allMatch(line -> line.contains("LogLayoutTest$Logging") || line.contains("IllegalStateException"));
        assertThat(Files.readAllLines(out))
                .as("stack traces keep their lines, once")
                .filteredOn(line -> line.startsWith("\tat ") && line.contains("Logging.main"))
                .hasSize(1);
    }

    /** What runs in the process. */
    static final class Logging {

        private Logging() {}

        public static void main(String... arguments) {
            LoggerFactory.getLogger(Logging.class)
                    .info("Taken '{}'", HOSTILE, new IllegalStateException("\u001b[31m one line"));
            LoggerFactory.getLogger(Logging.class).info("Done '{}'", HOSTILE);
        }
    }
}
