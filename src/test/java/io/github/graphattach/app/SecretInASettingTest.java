package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.OtherJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A secret in a setting, rightly spelt or not, is seen nowhere when the start is refused. The application has a process of its
 * own, so that all it prints is seen, with all loggers at TRACE but those that the shipped configuration pins.
 */
class SecretInASettingTest {

    private static final String SECRET = "hunter2-planted";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "camel.component.graph-attach.client-secret",
                "camel.component.graph-attach.client-secrett",
                "camel.component.graph-attach.acces-tokn",
                "camel.component.graph-attach.cloud",
                "camel.ssl.trust-store-pasword"
            })
    void itIsSeenNowhereWhenTheStartIsRefused(String property, @TempDir Path folder) throws Exception {
        var out = folder.resolve("out");
        var process = OtherJvm.shortLived(
                        List.of(
                                "-Xmx256m",
                                "-Dlog4j2.configurationFile=log4j2.properties",
                                "-Dgraphattach.log-level=trace",
                                "-Dgraphattach.folder=" + folder,
                                "-Dcamel.component.graph-attach.credential-type=client-secret",
                                "-D" + property + "=" + SECRET),
                        Application.class,
                        "--once")
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(Files.readString(out))
                .contains("TRACE", "Not started: ")
                .as("what was printed")
                .doesNotContain(SECRET);
    }
}
