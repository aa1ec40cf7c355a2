package io.github.graphattach;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.jboss.jandex.IndexReader;
import org.junit.jupiter.api.Test;

/** What is in the jars that are handed out; runs after they are built. */
class JarsIT {

    private static final String ROOT = "io/github/graphattach/";

    private static final Path COMPONENT = jar("");
    private static final Path APPLICATION = jar("-app");
    private static final Path EMULATOR = jar("-emulator");

    @Test
    void componentJarHoldsNoClassOfTheEmulatorOrTheApplication() {
        assertThat(entries(COMPONENT)).noneMatch(inPackage("emulator")).noneMatch(inPackage("app"));
    }

    @Test
    void componentJarImposesNoConfigurationOnItsUsers() {
        assertThat(entries(COMPONENT)).doesNotContain("application.properties", "log4j2.properties");
    }

    /** Quarkus looks for classes to register in it, and would look for those of the application in vain. */
    @Test
    void indexOfTheComponentJarNamesItsOwnClassesAndNoOther() throws IOException {
        try (var jar = open(COMPONENT);
                var index = jar.getInputStream(jar.getEntry("META-INF/jandex.idx"))) {
            var named = new IndexReader(index)
                    .read().getKnownClasses().stream()
                            .map(type -> type.name().toString().replace('.', '/') + ".class")
                            .toList();
            assertThat(named)
                    .containsExactlyInAnyOrderElementsOf(entries(COMPONENT).stream()
                            .filter(name -> name.endsWith(".class"))
                            .toList());
        }
    }

    @Test
    void componentJarHoldsWhatSpringBootLooksFor() {
        assertThat(entries(COMPONENT))
                .contains(
                        "META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports",
                        "META-INF/spring.factories",
                        "META-INF/spring-configuration-metadata.json",
                        ROOT + "spring/GraphAttachAutoConfiguration.class");
    }

    @Test
    void componentJarHoldsTheLicense() {
        assertThat(entries(COMPONENT)).contains("META-INF/LICENSE");
    }

    /** The generator's classes are compiled by the build after the one that wrote them: a stale jar lacks them. */
    @Test
    void componentJarHoldsWhatCamelAndItsToolsLookFor() {
        assertThat(entries(COMPONENT))
                .contains(
                        "META-INF/services/org/apache/camel/component.properties",
                        "META-INF/services/org/apache/camel/component/graph-attach",
                        ROOT + "component/GraphAttachComponentConfigurer.class",
                        ROOT + "component/GraphAttachEndpointConfigurer.class",
                        ROOT + "component/GraphAttachEndpointUriFactory.class");
    }

    @Test
    void emulatorJarHoldsNoClassOutsideItsPackage() {
        assertThat(entries(EMULATOR))
                .filteredOn(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
                .allMatch(inPackage("emulator"));
    }

    @Test
    void emulatorJarNeedsNothingButAJdk() throws IOException {
        try (var jar = open(EMULATOR)) {
            var classes = new ClassFileImporter().importJar(jar);
            noClasses()
                    .should()
                    .dependOnClassesThat(DescribedPredicate.not(inTheJdk()
                            .or(resideInAnyPackage("org.junit.jupiter.api..", "org.jspecify.annotations.."))
                            .or(describe(
                                    "in the jar",
                                    type -> classes.contain(
                                            type.getBaseComponentType().getName())))))
                    .check(classes);
        }
    }

    @Test
    void emulatorJarHoldsItsPage() {
        assertThat(entries(EMULATOR)).contains(ROOT + "emulator/page/index.html", ROOT + "emulator/page/page.js");
    }

    @Test
    void everyJarOfTheRunnableFolderIsOnItsClassPath() throws IOException {
        var folder = APPLICATION.resolveSibling("app");
        var classPath = List.of(attribute(folder.resolve("camel-graph-attach.jar"), Attributes.Name.CLASS_PATH)
                .split(" "));
        try (var files = Files.list(folder.resolve("lib"))) {
            assertThat(files.map(file -> "lib/" + file.getFileName()).filter(name -> name.endsWith(".jar")))
                    .isSubsetOf(classPath);
        }
        assertThat(classPath)
                .as("a folder among them would keep the JVM from archiving classes")
                .allMatch(entry -> Files.isRegularFile(folder.resolve(entry)), "is a file in " + folder);
    }

    private static DescribedPredicate<JavaClass> inTheJdk() {
        var packages = ModuleLayer.boot().modules().stream()
                .flatMap(module -> module.getPackages().stream())
                .collect(Collectors.toSet());
        return describe("in the JDK", type -> {
            var element = type.getBaseComponentType();
            return element.isPrimitive() || packages.contains(element.getPackageName());
        });
    }

    private static Predicate<String> inPackage(String name) {
        return entry -> entry.startsWith(ROOT + name + "/");
    }

    private static Path jar(String suffix) {
        return Path.of(System.getProperty("jars") + suffix + ".jar");
    }

    private static List<String> entries(Path jar) {
        try (var file = open(jar)) {
            return file.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(JarEntry::getName)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String attribute(Path jar, Attributes.Name name) {
        try (var file = open(jar)) {
            return file.getManifest().getMainAttributes().getValue(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JarFile open(Path jar) {
        try {
            return new JarFile(jar.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
