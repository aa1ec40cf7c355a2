package io.github.graphattach.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
