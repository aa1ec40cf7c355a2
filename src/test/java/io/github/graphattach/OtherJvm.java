package io.github.graphattach;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A JVM beside that of the test, with the same class path: what the test limits, watches or kills. */
public final class OtherJvm {

    /** For one that is gone before it could make use of more. */
    private static final List<String> SHORT_LIVED = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private OtherJvm() {}

    /** Prepares one that does not live long. */
    public static ProcessBuilder shortLived(List<String> options, Class<?> main, String... arguments) {
        return running(Stream.concat(SHORT_LIVED.stream(), options.stream()).toList(), main, arguments);
    }

    /**
     * Prepares one.
     *
     * @param options of the JVM, such as {@code -Xmx64m}
     * @param main class with what it runs
     * @param arguments of that
     * @return to be started
     */
    public static ProcessBuilder running(List<String> options, Class<?> main, String... arguments) {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = Stream.of(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        options.stream(),
                        Stream.of("-cp", classPath, main.getName()),
                        Stream.of(arguments))
                .flatMap(words -> words)
                .toList();
        return new ProcessBuilder(command);
    }
}
