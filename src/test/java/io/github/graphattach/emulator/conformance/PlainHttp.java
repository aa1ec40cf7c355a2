package io.github.graphattach.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.graphattach.emulator.GraphEmulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Sends requests that are written as documentation prints them: a line with method and target, headers, an empty line, the
 * body. A target that begins with a slash is one of Graph and gets a token, unless the
 * headers name another; a whole URL is asked exactly as written.
 */
final class PlainHttp {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final GraphEmulator emulator;

    PlainHttp(GraphEmulator emulator) {
        this.emulator = emulator;
    }

    HttpResponse<byte[]> send(String request) throws IOException, InterruptedException {
        int end = request.indexOf("\n\n");
        return end < 0
                ? send(request, new byte[0])
                : send(request.substring(0, end), request.substring(end + 2).getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<byte[]> send(String head, byte[] body) throws IOException, InterruptedException {
        return CLIENT.send(request(head, body), BodyHandlers.ofByteArray());
    }

    CompletableFuture<HttpResponse<byte[]>> sendAsync(String head, byte[] body) {
        return CLIENT.sendAsync(request(head, body), BodyHandlers.ofByteArray());
    }

    private HttpRequest request(String head, byte[] body) {
        List<String> lines = head.strip().lines().toList();
        String[] line = lines.get(0).split(" ", 2);
        boolean toGraph = line[1].startsWith("/");
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(toGraph ? emulator.graphUrl() + line[1] : line[1]))
                .method(line[0], body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (toGraph) {
            request.header("Authorization", "Bearer any-token");
        }
        for (String field : lines.subList(1, lines.size())) {
            String[] header = field.split(": *", 2);
            request.setHeader(header[0], header[1]);
        }
        return request.build();
    }

    /** Opens a session that is expected to be created; {@return its upload URL} */
    String uploadUrl(String itemPath, long size) throws IOException, InterruptedException {
        return json(send(
                        """
                        POST %s/attachments/createUploadSession
                        Content-Type: application/json

                        {"AttachmentItem": {"attachmentType": "file", "name": "flower", "size": %d}}
                        """
                                .formatted(itemPath, size)))
                .path("uploadUrl")
                .asText();
    }

    /** {@return the head of a request that uploads a range} */
    static String put(String uploadUrl, String contentRange) {
        return """
                PUT %s
                Content-Type: application/octet-stream
                Content-Range: bytes %s
                """
                .formatted(uploadUrl, contentRange);
    }

    static JsonNode tree(String json) throws IOException {
        return JSON.readTree(json);
    }

    static JsonNode json(HttpResponse<byte[]> response) throws IOException {
        return JSON.readTree(response.body());
    }

    static String header(HttpResponse<byte[]> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    static void assertRefused(HttpResponse<byte[]> response, int status, String code) throws IOException {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response).at("/error/code").asText()).isEqualTo(code);
    }
}
