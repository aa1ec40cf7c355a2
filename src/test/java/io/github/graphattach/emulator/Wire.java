package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.Supplier;

/** Plain HTTP against an emulator: what the protocol's pages show, and nothing of the project's own client. */
final class Wire {

    static final String TOKEN = "Bearer any-token";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Supplier<GraphEmulator> emulator;

    Wire(GraphEmulator emulator) {
        this.emulator = () -> emulator;
    }

    /** Asks the emulator that runs during the test. */
    Wire(GraphEmulatorExtension graph) {
        this.emulator = graph::emulator;
    }

    static byte[] bytes(int count, long seed) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static JsonNode json(HttpResponse<byte[]> response) throws IOException {
        return JSON.readTree(response.body());
    }

    static String errorCode(HttpResponse<byte[]> response) throws IOException {
        return json(response).path("error").path("code").asText();
    }

    HttpRequest.Builder graph(String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create(emulator.get().graphUrl() + pathAndQuery))
                .header("Authorization", TOKEN);
    }

    static HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> get(String pathAndQuery) throws IOException, InterruptedException {
        return send(graph(pathAndQuery).GET());
    }

    HttpResponse<byte[]> delete(String path) throws IOException, InterruptedException {
        return send(graph(path).DELETE());
    }

    HttpResponse<byte[]> post(String path, String body) throws IOException, InterruptedException {
        return send(graph(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<byte[]> postFile(String itemPath, String name, byte[] content)
            throws IOException, InterruptedException {
        String body = JSON.createObjectNode()
                .put("@odata.type", "#microsoft.graph.fileAttachment")
                .put("name", name)
                .put("contentBytes", Base64.getEncoder().encodeToString(content))
                .toString();
        return post(itemPath + "/attachments", body);
    }

    HttpResponse<byte[]> openSession(String itemPath, String name, long size) throws IOException, InterruptedException {
        var body = JSON.createObjectNode();
        body.putObject("AttachmentItem")
                .put("attachmentType", "file")
                .put("name", name)
                .put("size", size);
        return post(itemPath + "/attachments/createUploadSession", body.toString());
    }

    /** Opens a session that is expected to be created; {@return its upload URL} */
    URI uploadUrl(String itemPath, String name, long size) throws IOException, InterruptedException {
        return URI.create(
                json(openSession(itemPath, name, size)).path("uploadUrl").asText());
    }

    static HttpResponse<byte[]> put(URI uploadUrl, byte[] file, int first, int last)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uploadUrl)
                .header("Content-Type", "application/octet-stream")
                .header("Content-Range", "bytes " + first + "-" + last + "/" + file.length)
                .PUT(BodyPublishers.ofByteArray(Arrays.copyOfRange(file, first, last + 1))));
    }

    static HttpResponse<byte[]> status(URI uploadUrl) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uploadUrl).GET());
    }

    static HttpResponse<byte[]> cancel(URI uploadUrl) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uploadUrl).DELETE());
    }
}
