package io.github.graphattach.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many uploads at once, in little memory; and one upload, as fast as the machine. */
class LoadTest {

    private static final int CHUNK = 3_932_160;
    private static final byte[] BYTES = Wire.bytes(CHUNK, 8);

    /** One client with one connection, which sends the same bytes over and over. */
    private record Client(URI url, int size) {

        void upload(Callable<?> betweenRanges) throws Exception {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), url.getPort())) {
                for (int first = 0; first < size; first += CHUNK) {
                    put(socket, first, Math.min(CHUNK, size - first));
                    betweenRanges.call();
                }
            }
        }

        private void put(Socket socket, int first, int length) throws IOException {
            String head = "PUT " + url.getRawPath() + "?" + url.getRawQuery() + " HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Range: bytes " + first + "-" + (first + length - 1) + "/" + size + "\r\n"
                    + "Content-Length: " + length + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(BYTES, 0, length);
            assertThat(answer(socket.getInputStream())).matches("HTTP/1.1 20[01] .*");
        }

        /** {@return the status line, after the answer was read to its end} */
        private static String answer(InputStream in) throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.read());
            }
            String lowerCase = head.toString().toLowerCase(Locale.ROOT);
            int length = Integer.parseInt(lowerCase.replaceAll("(?s).*content-length: (\\d+).*", "$1"));
            in.readNBytes(length);
            return head.substring(0, head.indexOf("\r\n"));
        }
    }

    /**
     * <pre>
     * server   a JVM of its own with a heap of 64 MB
     * clients  64 at once, each in the middle of its session when the others are too; 512 MB in all
     * result   64 attachments with the right hash
     * </pre>
     *
     * <p>64 times 150 MB were uploaded so by hand; that takes 10 GB of disk.
     */
    @Test
    void sixtyFourUploadsAtOnceNeedLittleMemory() throws Exception {
        int clients = 64;
        int size = 8_000_000;
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EmulatorMain.class.getName(),
                        "--port",
                        "0")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            URI graph = graphUrl(server);
            CyclicBarrier allInTheMiddle = new CyclicBarrier(clients);
            List<Future<?>> uploads = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                URI url = openSession(graph, "/me/messages/M" + i, size);
                uploads.add(threads.submit(() -> {
                    new Client(url, size).upload(allInTheMiddle::await);
                    return url;
                }));
            }
            for (Future<?> upload : uploads) {
                upload.get();
            }
            var tree = Wire.json(Wire.send(HttpRequest.newBuilder(graph.resolve("/_emulator/mailboxes"))));
            assertThat(tree.findValuesAsText("sha256")).hasSize(clients).containsOnly(Wire.sha256(repeated(size)));
        } finally {
            threads.shutdownNow();
            server.destroy();
            server.waitFor();
        }
    }

    private static URI graphUrl(Process server) throws IOException {
        BufferedReader out = new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        return URI.create(out.readLine().replaceFirst("Graph: +", ""));
    }

    private static URI openSession(URI graph, String item, int size) throws Exception {
        Wire.send(HttpRequest.newBuilder(graph.resolve("/_emulator/items"))
                .POST(BodyPublishers.ofString("{\"path\":\"" + item + "\"}")));
        var opened = Wire.send(HttpRequest.newBuilder(URI.create(graph + item + "/attachments/createUploadSession"))
                .header("Authorization", Wire.TOKEN)
                .POST(BodyPublishers.ofString(
                        "{\"AttachmentItem\":{\"attachmentType\":\"file\",\"name\":\"a\",\"size\":" + size + "}}")));
        return URI.create(Wire.json(opened).path("uploadUrl").asText());
    }

    private static byte[] repeated(int size) {
        byte[] whole = new byte[size];
        for (int first = 0; first < size; first += CHUNK) {
            System.arraycopy(BYTES, 0, whole, first, Math.min(CHUNK, size - first));
        }
        return whole;
    }

    /**
     * <pre>
     * server   beside the emulator, a bare socket that writes what it reads to a file
     * client   sends the same bytes to both, in turns
     * result   the emulator takes at most twice as long, at least once: on a busy machine single rounds say little
     * </pre>
     */
    @Test
    void oneUploadIsAtLeastHalfAsFastAsABareSocket(@TempDir Path folder) throws Exception {
        int size = 50_000_000;
        double best = 0;
        try (GraphEmulator emulator =
                        GraphEmulator.builder().messageSizeLimit(Long.MAX_VALUE).start();
                ServerSocket bare = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread sink = new Thread(() -> sink(bare, folder.resolve("sink")), "sink");
            sink.setDaemon(true);
            sink.start();
            for (int round = 0; round < 40 && best < 0.5; round++) {
                emulator.create("/me/messages/M");
                URI url = new Wire(emulator).uploadUrl("/me/messages/M", "a", size);
                long started = System.nanoTime();
                new Client(url, size).upload(() -> "");
                long emulated = System.nanoTime();
                sendTo(bare, size);
                long ended = System.nanoTime();
                best = Math.max(best, (double) (ended - emulated) / (emulated - started));
                emulator.reset();
            }
        }
        assertThat(best)
                .as("throughput of the emulator as a share of the socket's")
                .isGreaterThanOrEqualTo(0.5);
    }

    private static void sendTo(ServerSocket bare, int size) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), bare.getLocalPort())) {
            for (int first = 0; first < size; first += CHUNK) {
                socket.getOutputStream().write(BYTES, 0, Math.min(CHUNK, size - first));
            }
            socket.shutdownOutput();
            assertThat(socket.getInputStream().read()).isEqualTo(1);
        }
    }

    private static void sink(ServerSocket bare, Path file) {
        byte[] buffer = new byte[64 * 1024];
        while (!bare.isClosed()) {
            try (Socket socket = bare.accept();
                    OutputStream out = Files.newOutputStream(file)) {
                for (int read = 0; read >= 0; read = socket.getInputStream().read(buffer)) {
                    out.write(buffer, 0, read);
                }
                socket.getOutputStream().write(1);
            } catch (IOException e) {
                assertThat(bare.isClosed()).isTrue();
            }
        }
    }
}
