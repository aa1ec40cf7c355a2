package io.github.graphattach.graph;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Takes requests byte by byte and answers with whatever bytes the test wants, one connection for each. */
final class RawServer implements AutoCloseable {

    /** A request as it stood on the wire. */
    record Request(String line, Map<String, String> headers, String body) {}

    private record Answer(String bytes, boolean forEver, boolean thenClosed) {}

    private final ServerSocket socket;
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final List<Socket> connections = new ArrayList<>();

    private RawServer(ServerSocket socket) {
        this.socket = socket;
    }

    static RawServer start() {
        try {
            RawServer server = new RawServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            Thread thread = new Thread(server::serve, "raw-server");
            thread.setDaemon(true);
            thread.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String origin() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    RawServer answer(String bytes) {
        return answer(bytes, false);
    }

    RawServer answer(String bytes, boolean thenClosed) {
        answers.add(new Answer(bytes, false, thenClosed));
        return this;
    }

    RawServer answerJson(String json) {
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        return answer(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n" + json);
    }

    /** Begins like that and then never ends; every chunk of a chunked body has one byte. */
    void answerForEver(String beginning) {
        answers.add(new Answer(beginning, true, false));
    }

    Request request() {
        try {
            return Optional.ofNullable(requests.poll(10, TimeUnit.SECONDS)).orElseThrow();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    int waiting() {
        return requests.size();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connections.add(connection);
                Thread thread = new Thread(() -> serve(connection), "raw-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            while (true) {
                requests.add(read(in));
                Answer answer = answers.take();
                OutputStream out = connection.getOutputStream();
                out.write(answer.bytes().getBytes(StandardCharsets.UTF_8));
                out.flush();
                if (answer.thenClosed()) {
                    return;
                }
                byte[] more =
                        (answer.bytes().contains("chunked") ? "1\r\nx\r\n" : "x").getBytes(StandardCharsets.UTF_8);
                // Nobody scripts another answer: each round of waiting for one is a pause.
                while (answer.forEver() && answers.poll(20, TimeUnit.MILLISECONDS) == null) {
                    out.write(more);
                    out.flush();
                }
            }
        } catch (IOException | InterruptedException ended) {
            // The client has gone, or the test is over.
        }
    }

    private static Request read(InputStream in) throws IOException {
        String line = line(in);
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Request(line, headers, new String(body, StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("end of stream");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
