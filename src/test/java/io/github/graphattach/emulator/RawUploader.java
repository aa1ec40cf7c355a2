package io.github.graphattach.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.Callable;

/** A client of one connection that costs next to nothing: it sends the same bytes over and over, range by range. */
record RawUploader(URI url, int size) {

    static final int CHUNK = 3_932_160;
    static final byte[] BYTES = Wire.bytes(CHUNK, 8);

    /** {@return the SHA-256 of what an uploader of that size sends} */
    static String sha256(int size) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (int first = 0; first < size; first += CHUNK) {
                digest.update(BYTES, 0, Math.min(CHUNK, size - first));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

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
