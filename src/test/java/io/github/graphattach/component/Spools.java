package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The spool files of this process. They have no names, so that what is left would be an open descriptor. */
final class Spools {

    private Spools() {}

    static long open() {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(Spools::isSpool).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For those that nobody can reach any more. */
    static void awaitNone() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            System.gc();
            assertThat(open()).as("spool files that are open").isZero();
        });
    }

    private static boolean isSpool(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().contains("graph-attach-");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }
}
