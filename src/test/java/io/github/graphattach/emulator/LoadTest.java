package io.github.graphattach.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.OtherJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Many uploads at once, in little memory. {@code -Dload.size=157286400} makes each as large as an attachment may be; that takes
 * 10 GB of disk.
 */
class LoadTest {

    private static final int CLIENTS = 64;
    private static final int SIZE = Integer.getInteger("load.size", 8_000_000);

    /**
     * <pre>
     * server   a JVM of its own with a heap of 64 MB
     * clients  64 at once, each in the middle of its session when the others are too; 8 MB each unless told otherwise
     * result   64 attachments with the right hash
     * </pre>
     */
    @Test
    void sixtyFourUploadsAtOnceNeedLittleMemory() throws Exception {
        Process server = OtherJvm.running(
                        List.of("-Xmx64m"), EmulatorMain.class, "--port", "0", "--message-size", Integer.toString(SIZE))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            URI graph = graphUrl(server);
            CyclicBarrier allInTheMiddle = new CyclicBarrier(CLIENTS);
            List<Future<?>> uploads = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                URI url = openSession(graph, "/me/messages/M" + i);
                uploads.add(threads.submit(() -> {
                    new RawUploader(url, SIZE).upload(allInTheMiddle::await);
                    return url;
                }));
            }
            for (Future<?> upload : uploads) {
                upload.get();
            }
            var tree = Wire.json(Wire.send(HttpRequest.newBuilder(graph.resolve("/_emulator/mailboxes"))));
            assertThat(tree.findValuesAsText("sha256")).hasSize(CLIENTS).containsOnly(RawUploader.sha256(SIZE));
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

    private static URI openSession(URI graph, String item) throws Exception {
        Wire.send(HttpRequest.newBuilder(graph.resolve("/_emulator/items"))
                .POST(BodyPublishers.ofString("{\"path\":\"" + item + "\"}")));
        var opened = Wire.send(HttpRequest.newBuilder(URI.create(graph + item + "/attachments/createUploadSession"))
                .header("Authorization", Wire.TOKEN)
                .POST(BodyPublishers.ofString(
                        "{\"AttachmentItem\":{\"attachmentType\":\"file\",\"name\":\"a\",\"size\":" + SIZE + "}}")));
        return URI.create(Wire.json(opened).path("uploadUrl").asText());
    }
}
