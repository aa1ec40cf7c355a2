package io.github.graphattach.app;

import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;

/**
 * The folder {@code config} beside the application's jar. It is not on the JVM's class path, because a JVM archives the classes
 * of no class path that has folders in it. Where there is none, the class path holds the configuration.
 */
final class Configuration {

    private Configuration() {}

    /** Lets this thread, and those that it starts, find the files of the folder as if they were on the class path. */
    static void find() {
        CodeSource source = Configuration.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return;
        }
        try {
            Path folder = Path.of(source.getLocation().toURI()).resolveSibling("config");
            if (Files.isDirectory(folder)) {
                URL[] urls = {folder.toUri().toURL()};
                Thread.currentThread()
                        .setContextClassLoader(new URLClassLoader(urls, Configuration.class.getClassLoader()));
            }
        } catch (URISyntaxException | MalformedURLException e) {
            throw new IllegalStateException("the JVM names the application's jar in no form it could open", e);
        }
    }
}
