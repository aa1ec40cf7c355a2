package io.github.graphattach.component;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** An upload host that answers whatever bytes it is told to, such as those it was sent, or what is no HTTP. */
final class EchoingHost implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private volatile String answer = "";

    EchoingHost() throws IOException {
        Thread thread = new Thread(this::accept, "echoing-host");
        thread.setDaemon(true);
        thread.start();
    }

    /** {@return where it listens} */
    String origin() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** From now on every request is answered so. */
    void answer(String bytes) {
        answer = bytes;
    }

    /** From now on every request is refused in these words. */
    void refuse(String code, String message, String requestId) {
        String body = "{\"error\":{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}}";
        answer("HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nrequest-id: " + requestId
                + "\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private void accept() {
        while (!server.isClosed()) {
            try (Socket connection = server.accept()) {
                read(connection.getInputStream());
                connection.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException gone) {
                // The client has gone, or the run is over.
            }
        }
    }

    private static void read(InputStream connection) throws IOException {
        InputStream in = new BufferedInputStream(connection);
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        in.skipNBytes(length);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("end of stream");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
