package io.github.graphattach.upload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The map of the stages as the package's description has it, and the arrows of it that were taken in this JVM. */
final class StageMap {

    /** One stage that follows another. */
    record Arrow(String from, String to) {
        @Override
        public String toString() {
            return from + " → " + to;
        }
    }

    private static final Path DESCRIPTION = Path.of("src/main/java/io/github/graphattach/upload/package-info.java");
    private static final Pattern LINE = Pattern.compile("^ \\* (\\w+) +→ (.+)$", Pattern.MULTILINE);

    static final Set<Arrow> ARROWS = read();

    private static final Set<Arrow> TAKEN = ConcurrentHashMap.newKeySet();

    private StageMap() {}

    private static Set<Arrow> read() {
        try {
            return LINE.matcher(Files.readString(DESCRIPTION))
                    .results()
                    .flatMap(line -> Arrays.stream(line.group(2).split(", ")).map(to -> new Arrow(line.group(1), to)))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails when an upload goes where no arrow of the map leads. */
    static void taken(String from, String to) {
        Arrow arrow = new Arrow(from, to);
        if (!from.equals(to) && TAKEN.add(arrow) && !ARROWS.contains(arrow)) {
            throw new AssertionError(arrow + " is not on the map in " + DESCRIPTION);
        }
    }

    static boolean isTaken(Arrow arrow) {
        return TAKEN.contains(arrow);
    }
}
