package io.github.graphattach.spring;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/**
 * The versions of Camel's modules on the class path, each with the modules that have it.
 *
 * @param modules by version
 */
record CamelVersions(SortedMap<String, SortedSet<String>> modules) {

    /**
     * Reads what the jars' manifests say.
     *
     * @param loader whose class path it is
     * @return what is there
     */
    static CamelVersions onClassPath(ClassLoader loader) {
        try {
            SortedMap<String, SortedSet<String>> modules = new TreeMap<>();
            for (URL manifest : Collections.list(loader.getResources("META-INF/MANIFEST.MF"))) {
                // Looking into others costs time: signed ones are verified first.
                if (!manifest.getPath().contains("camel-")) {
                    continue;
                }
                try (InputStream in = manifest.openStream()) {
                    add(modules, new Manifest(in).getMainAttributes());
                }
            }
            return new CamelVersions(modules);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(SortedMap<String, SortedSet<String>> modules, Attributes manifest) {
        String title = manifest.getValue(Attributes.Name.IMPLEMENTATION_TITLE);
        String version = manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION);
        String vendor = manifest.getValue(Attributes.Name.IMPLEMENTATION_VENDOR);
        if (title != null
                && version != null
                && (title.startsWith("Camel :: ") || title.startsWith("Camel SB"))
                && "The Apache Software Foundation".equals(vendor)) {
            modules.computeIfAbsent(version, any -> new TreeSet<>()).add(title);
        }
    }

    /**
     * Does nothing when all modules are of one version.
     *
     * @throws IllegalStateException otherwise; it names the versions and the remedy
     */
    void refuseMixed() {
        if (modules.size() > 1) {
            throw new IllegalStateException(
                    "Camel is on the class path in "
                            + modules.entrySet().stream()
                                    .map(of -> of.getKey() + " ("
                                            + of.getValue().first()
                                            + (of.getValue().size() == 1
                                                    ? ""
                                                    : " and " + (of.getValue().size() - 1) + " more")
                                            + ")")
                                    .collect(Collectors.joining(", "))
                            + ", which does not work; import org.apache.camel:camel-bom in the version of camel-spring-boot-bom");
        }
    }
}
