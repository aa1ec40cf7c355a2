package io.github.graphattach.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Counts the files below a folder that this process has open, on Linux.
 *
 * @param folder as the system knows it
 */
record OpenFilesOf(Path folder) {

    int count() {
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return (int) descriptors.filter(this::isBelow).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isBelow(Path descriptor) {
        try {
            var file = Files.readSymbolicLink(descriptor);
            return file.startsWith(folder) && file.toString().endsWith(".txt");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }
}
