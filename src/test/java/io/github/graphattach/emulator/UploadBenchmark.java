package io.github.graphattach.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How fast one upload is, as a share of what a bare socket does that writes the same bytes to disk. Not part of the build; by
 * hand on a machine that does nothing else:
 *
 * <pre>./mvnw -q test -Dtest=UploadBenchmark</pre>
 *
 * <p>Each round uploads to both, the other one first every second time; the figure is the median of the rounds' ratios.
 */
class UploadBenchmark {

    private static final int SIZE = Integer.getInteger("benchmark.size", 150_000_000);
    private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 21);
    private static final int WARM_UP = 4;
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final Path folder;

    UploadBenchmark(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Seconds on the clock, and of all cores together, client and server. */
    private record Cost(double elapsed, double cpu) {}

    private record Round(Cost emulator, Cost socket) {
        double ratio() {
            return socket.elapsed / emulator.elapsed;
        }
    }

    @Test
    void oneUploadBesideABareSocket() throws Exception {
        Round[] rounds = new Round[ROUNDS];
        try (GraphEmulator emulator = GraphEmulator.builder()
                        .messageSizeLimit(Long.MAX_VALUE)
                        .contentFolder(folder.resolve("emulator"))
                        .start();
                ServerSocket bare = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread sink = new Thread(() -> serve(bare), "sink");
            sink.setDaemon(true);
            sink.start();
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                Round measured = round(emulator, bare, round % 2 == 0);
                if (round >= 0) {
                    rounds[round] = measured;
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%d rounds of %,d bytes; medians%nemulator     %6.0f MB/s  %5.2f CPU s/GB%n"
                        + "bare socket  %6.0f MB/s  %5.2f CPU s/GB%nratio        %6.2f (%.2f to %.2f)%n",
                ROUNDS,
                SIZE,
                SIZE / 1e6 / median(rounds, round -> round.emulator.elapsed),
                median(rounds, round -> round.emulator.cpu) * 1e9 / SIZE,
                SIZE / 1e6 / median(rounds, round -> round.socket.elapsed),
                median(rounds, round -> round.socket.cpu) * 1e9 / SIZE,
                median(rounds, Round::ratio),
                sorted(rounds, Round::ratio)[0],
                sorted(rounds, Round::ratio)[ROUNDS - 1]);
    }

    private Round round(GraphEmulator emulator, ServerSocket bare, boolean socketFirst) throws Exception {
        if (socketFirst) {
            Cost socket = toSocket(bare);
            return new Round(toEmulator(emulator), socket);
        }
        return new Round(toEmulator(emulator), toSocket(bare));
    }

    private static Cost toEmulator(GraphEmulator emulator) throws Exception {
        EmulatedItem item = emulator.create("/me/messages/M");
        RawUploader uploader = new RawUploader(new Wire(emulator).uploadUrl("/me/messages/M", "a", SIZE), SIZE);
        Cost cost = cost(() -> uploader.upload(() -> ""));
        // The hash is worked out after the upload: here, so that it slows nothing down that is measured.
        assertThat(item.attachments().get(0).sha256()).isEqualTo(RawUploader.sha256(SIZE));
        emulator.reset();
        return cost;
    }

    private Cost toSocket(ServerSocket bare) throws Exception {
        Cost cost = cost(() -> sendTo(bare));
        Files.delete(folder.resolve("sink"));
        return cost;
    }

    private interface Upload {
        void run() throws Exception;
    }

    private static Cost cost(Upload upload) throws Exception {
        long startedCpu = SYSTEM.getProcessCpuTime();
        long started = System.nanoTime();
        upload.run();
        return new Cost((System.nanoTime() - started) / 1e9, (SYSTEM.getProcessCpuTime() - startedCpu) / 1e9);
    }

    private static double[] sorted(Round[] rounds, ToDoubleFunction<Round> figure) {
        return Arrays.stream(rounds).mapToDouble(figure).sorted().toArray();
    }

    private static double median(Round[] rounds, ToDoubleFunction<Round> figure) {
        double[] sorted = sorted(rounds, figure);
        return DoubleStream.of(sorted)
                .skip((sorted.length - 1) / 2)
                .limit(2 - sorted.length % 2)
                .average()
                .orElseThrow();
    }

    private static void sendTo(ServerSocket bare) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), bare.getLocalPort())) {
            for (int first = 0; first < SIZE; first += RawUploader.CHUNK) {
                socket.getOutputStream().write(RawUploader.BYTES, 0, Math.min(RawUploader.CHUNK, SIZE - first));
            }
            socket.shutdownOutput();
            assertThat(socket.getInputStream().read()).isEqualTo(1);
        }
    }

    private void serve(ServerSocket bare) {
        byte[] buffer = new byte[64 * 1024];
        while (!bare.isClosed()) {
            try (Socket socket = bare.accept();
                    OutputStream out = Files.newOutputStream(folder.resolve("sink"))) {
                for (int read = socket.getInputStream().read(buffer);
                        read >= 0;
                        read = socket.getInputStream().read(buffer)) {
                    out.write(buffer, 0, read);
                }
                socket.getOutputStream().write(1);
            } catch (IOException e) {
                assertThat(bare.isClosed()).isTrue();
            }
        }
    }
}
