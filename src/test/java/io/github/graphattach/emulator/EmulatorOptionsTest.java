package io.github.graphattach.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line of the standalone emulator. */
class EmulatorOptionsTest {

    @Test
    void optionsBecomeAnEmulator(@TempDir Path folder) throws Exception {
        EmulatorOptions options = EmulatorOptions.parse(List.of(
                "--port",
                "0",
                "--address",
                "127.0.0.1",
                "--limits",
                "real",
                "--auth",
                "strict",
                "--tls",
                "--message-size",
                "100",
                "--content",
                folder.resolve("content").toString()));

        try (GraphEmulator emulator = options.builder().start()) {
            assertThat(emulator.graphUrl().getScheme()).isEqualTo("https");
            assertThat(emulator.loginUrl().getScheme()).isEqualTo("https");
            assertThat(emulator.certificatePem().orElseThrow()).startsWith("-----BEGIN CERTIFICATE-----");
            assertThat(folder.resolve("content")).isDirectory();
        }
        assertThat(options.strict()).isTrue();
        assertThat(options.help()).isFalse();
    }

    /** Graph has the given port, the upload host the next, the login the one after; all on loopback unless told otherwise. */
    @Test
    void theHostsAreNeighbours() {
        try (GraphEmulator emulator = onNeighbouringPorts()) {
            int port = emulator.graphUrl().getPort();

            assertThat(emulator.uploadUrl()).hasHost("127.0.0.1").hasPort(port + 1);
            assertThat(emulator.loginUrl()).hasPort(port + 2);
            assertThat(emulator.graphUrl()).hasHost("127.0.0.1");
        }
    }

    /** Below the ports that the system gives away by itself. */
    private static GraphEmulator onNeighbouringPorts() {
        for (int port = 10_000; port < 20_000; port += 10) {
            try {
                return EmulatorOptions.parse(List.of("--auth", "strict", "--port", Integer.toString(port)))
                        .builder()
                        .start();
            } catch (UncheckedIOException e) {
                // Taken: the next ones.
            }
        }
        throw new AssertionError("no three neighbouring ports are free");
    }

    @Test
    void helpNamesEveryOption() {
        assertThat(EmulatorOptions.parse(List.of("--help")).help()).isTrue();
        assertThat(EmulatorOptions.HELP)
                .contains("--port", "--address", "--content", "--limits", "--auth", "--tls", "--message-size");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--what",
                "--port",
                "--port x",
                "--port 99999",
                "--port -1",
                "--limits none",
                "--auth",
                "--message-size -5"
            })
    void mistakesNameTheOption(String line) {
        List<String> arguments = List.of(line.split(" ", -1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> EmulatorOptions.parse(arguments))
                .withMessageContaining(arguments.get(0).replace("--", ""));
    }
}
