package io.github.graphattach.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** The emulator's jar as people start it, with its options. */
class EmulatorJarIT {

    /** A running jar and the lines it has printed, up to the address of its page. */
    private record Standalone(Process process, List<String> lines) implements AutoCloseable {

        static Standalone start(String... options) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-jar",
                    System.getProperty("jars") + "-emulator.jar"));
            command.addAll(List.of(options));
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            List<String> lines = new ArrayList<>();
            BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                if (line.startsWith("Page:")) {
                    return new Standalone(process, lines);
                }
            }
            throw new AssertionError("the emulator has ended: " + lines);
        }

        URI address(String name) {
            return lines.stream()
                    .filter(line -> line.startsWith(name + ":"))
                    .map(line -> URI.create(line.substring(name.length() + 1).strip()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + name + " in " + lines));
        }

        /** {@return a client that trusts the certificate that was printed, and no other} */
        HttpClient trusting() throws IOException, GeneralSecurityException {
            String text = String.join("\n", lines);
            String pem = text.substring(text.indexOf("-----BEGIN"), text.indexOf("Page:"));
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "emulator",
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return HttpClient.newBuilder().sslContext(context).build();
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit().join();
        }
    }

    /** On loopback, without TLS, anybody with a token is let in; nobody without. */
    @Test
    void itServesAnyToken() throws Exception {
        try (Standalone emulator = Standalone.start("--port", "0")) {
            HttpClient client = HttpClient.newHttpClient();

            assertThat(emulator.address("Graph")).hasScheme("http").hasHost("127.0.0.1");
            assertThat(emulator.address("Upload host")).hasScheme("http").hasHost("127.0.0.1");
            assertThat(get(client, emulator.address("Graph") + "/me/messages", "any"))
                    .returns(200, HttpResponse::statusCode);
            assertThat(get(client, emulator.address("Graph") + "/me/messages", ""))
                    .returns(401, HttpResponse::statusCode);
            assertThat(get(client, emulator.address("Page").toString(), "").body())
                    .contains("<!DOCTYPE html>");
        }
    }

    /** All listeners speak TLS with the certificate that is printed, and only the emulator's own tokens count. */
    @Test
    void itIsStrictOnDemand() throws Exception {
        try (Standalone emulator = Standalone.start("--port", "0", "--limits", "real", "--auth", "strict", "--tls")) {
            HttpClient client = emulator.trusting();

            String login = emulator.address("Login") + "/contoso/v2.0/.well-known/openid-configuration";
            assertThat(get(client, login, "").body()).contains("/contoso/oauth2/v2.0/token");
            assertThat(emulator.address("Upload host")).hasScheme("https");
            assertThat(get(client, emulator.address("Graph") + "/me/messages", "any"))
                    .returns(401, HttpResponse::statusCode);
        }
    }

    private static HttpResponse<String> get(HttpClient client, String address, String token)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
