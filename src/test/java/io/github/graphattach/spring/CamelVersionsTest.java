package io.github.graphattach.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Camel's modules must be of one version; the jars of this test are real manifests. */
class CamelVersionsTest {

    @Test
    void oneVersionIsFine(@TempDir Path folder) throws Exception {
        CamelVersions found = versions(
                module(folder, "camel-api", "Camel :: API", "4.22.0"),
                module(folder, "camel-http", "Camel :: HTTP", "4.22.0"));

        assertThat(found.modules()).containsOnlyKeys("4.22.0");
        found.refuseMixed();
    }

    @Test
    void twoVersionsAreRefusedInOneSentenceThatNamesThemAndTheRemedy(@TempDir Path folder) throws Exception {
        CamelVersions found = versions(
                module(folder, "camel-api", "Camel :: API", "4.22.0"),
                module(folder, "camel-util", "Camel :: Util", "4.22.0"),
                module(folder, "camel-http", "Camel :: HTTP", "4.18.0"));

        assertThatIllegalStateException()
                .isThrownBy(found::refuseMixed)
                .withMessage(
                        "Camel is on the class path in 4.18.0 (Camel :: HTTP), 4.22.0 (Camel :: API and 1 more), which"
                                + " does not work; import org.apache.camel:camel-bom in the version of camel-spring-boot-bom");
    }

    @Test
    void otherJarsDoNotCount(@TempDir Path folder) throws Exception {
        assertThat(versions(module(folder, "camel-own", "Camel riding", "1.0")).modules())
                .isEmpty();
    }

    @Test
    void theModulesOfThisBuildAreFound() {
        assertThat(CamelVersions.onClassPath(CamelVersionsTest.class.getClassLoader())
                        .modules()
                        .values())
                .anySatisfy(titles -> assertThat(titles).contains("Camel :: API"));
        assertThat(CamelContext.class.getPackage().getImplementationTitle()).isEqualTo("Camel :: API");
    }

    private static URL module(Path folder, String name, String title, String version) throws Exception {
        Path manifest = Files.createDirectories(folder.resolve(name).resolve("META-INF"))
                .resolve("MANIFEST.MF");
        Files.writeString(
                manifest,
                "Manifest-Version: 1.0\nImplementation-Title: " + title + "\nImplementation-Version: " + version
                        + "\nImplementation-Vendor: The Apache Software Foundation\n");
        return url(folder.resolve(name));
    }

    private static URL url(Path folder) throws MalformedURLException {
        return folder.toUri().toURL();
    }

    private static CamelVersions versions(URL... modules) throws Exception {
        try (var loader = new URLClassLoader(modules, ClassLoader.getPlatformClassLoader())) {
            return CamelVersions.onClassPath(loader);
        }
    }
}
