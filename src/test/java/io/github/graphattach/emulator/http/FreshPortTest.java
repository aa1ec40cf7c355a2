package io.github.graphattach.emulator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FreshPortTest {

    /** The system alone would hand about a hundred of these out twice. */
    @Test
    void noPortIsGivenTwiceAfterItWasClosed() throws IOException {
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            try (var channel = FreshPort.bind("127.0.0.1")) {
                ports.add(channel.socket().getLocalPort());
            }
        }

        assertThat(ports).doesNotHaveDuplicates();
    }

    @Test
    void theListenerListensOnAFreshPort() throws IOException {
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            try (HttpListener listener = listener("127.0.0.1")) {
                ports.add(listener.port());
            }
        }
        for (int i = 0; i < 2_000; i++) {
            try (var channel = FreshPort.bind("127.0.0.1")) {
                ports.add(channel.socket().getLocalPort());
            }
        }

        assertThat(ports).doesNotHaveDuplicates();
    }

    @Test
    void anAddressOfAnotherMachineIsRefused() {
        assertThatThrownBy(() -> listener("192.0.2.1")).isInstanceOf(IOException.class);
    }

    private static HttpListener listener(String address) throws IOException {
        return HttpListener.start(
                new HttpListener.Settings("fresh", address, 0, Duration.ofSeconds(5), Optional.empty()),
                exchange -> exchange.reply(204));
    }
}
