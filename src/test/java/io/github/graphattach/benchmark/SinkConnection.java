package io.github.graphattach.benchmark;

import io.github.graphattach.benchmark.SinkSessions.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Just so much HTTP, Graph and Outlook as uploads need, at the speed of the socket. */
final class SinkConnection implements Runnable {

    private static final Pattern REQUEST = Pattern.compile("([A-Z]+) (\\S+) HTTP/1\\.1\r\n");
    private static final Pattern CONTENT_LENGTH = Pattern.compile("\r\ncontent-length: *(\\d+)\r\n");
    private static final Pattern CONTENT_RANGE = Pattern.compile("\r\ncontent-range: *bytes (\\d+)-(\\d+)/(\\d+)\r\n");
    private static final Pattern SIZE = Pattern.compile("\"size\" *: *(\\d+)");
    private static final Pattern SESSION = Pattern.compile("/upload/(s\\d+)\\?.*");
    private static final byte[] NOTHING = {};

    /** Clients leave thousands of idle connections behind, so these have a small one. */
    private static final int HEAD = 4 * 1024;

    private static final int BODY = 256 * 1024;

    private final Wire wire;
    private final SinkSessions sessions;
    private final String origin;
    private final ByteBuffer buffer;
    private final Queue<ByteBuffer> bodyBuffers;

    /**
     * Serves a client until it goes.
     *
     * @param bodyBuffers those of this kind of connection that nobody uses now
     */
    SinkConnection(Wire wire, SinkSessions sessions, String origin, Queue<ByteBuffer> bodyBuffers) {
        this.wire = wire;
        this.sessions = sessions;
        this.origin = origin;
        this.buffer = wire.newBuffer(HEAD).limit(0);
        this.bodyBuffers = bodyBuffers;
    }

    @Override
    public void run() {
        try (wire) {
            for (Optional<String> head = head(); head.isPresent(); head = head()) {
                sessions.countRequest();
                if (!serve(head.get())) {
                    return;
                }
            }
        } catch (IOException | InterruptedException clientIsGone) {
            // It has its answer, or it will notice.
        }
    }

    private boolean serve(String head) throws IOException, InterruptedException {
        Matcher request = REQUEST.matcher(head);
        if (!request.lookingAt()) {
            throw new IOException("no request: " + head);
        }
        String headers = head.toLowerCase(Locale.ROOT);
        if (headers.contains("\r\ntransfer-encoding:") || headers.contains("\r\nexpect:")) {
            throw new IOException("nobody was expected to send this: " + head);
        }
        Matcher length = CONTENT_LENGTH.matcher(headers);
        long bytes = length.find() ? Long.parseLong(length.group(1)) : 0;
        String target = request.group(2);
        Matcher session = SESSION.matcher(target);
        if (session.matches()) {
            return onSession(request.group(1), session.group(1), headers, bytes);
        }
        onGraph(request.group(1), target, bytes);
        return true;
    }

    private void onGraph(String method, String target, long bytes) throws IOException, InterruptedException {
        if (method.equals("POST") && target.endsWith("/createUploadSession")) {
            Matcher size = SIZE.matcher(text(bytes));
            String id = sessions.open(size.find() ? Long.parseLong(size.group(1)) : 0);
            reply(
                    "201 Created",
                    "{\"uploadUrl\":\"" + origin + "/upload/" + id + "?authtoken=t\","
                            + "\"expirationDateTime\":\"2099-01-01T00:00:00Z\",\"nextExpectedRanges\":[\"0-\"]}");
            return;
        }
        discard(bytes, Optional.empty());
        if (method.equals("POST") && target.endsWith("/attachments")) {
            reply("201 Created", attachment());
        } else if (method.equals("POST") && target.endsWith("/messages")) {
            reply("201 Created", "{\"id\":\"" + sessions.newId() + "\",\"isDraft\":true}");
        } else if (method.equals("POST") && target.endsWith("/send")) {
            reply("202 Accepted", "");
        } else if (method.equals("GET") && target.endsWith("/$value")) {
            byte[] file = sessions.lastFile();
            wire.write(("HTTP/1.1 200 OK\r\nContent-Length: " + file.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            wire.write(file);
        } else if (method.equals("GET") && target.contains("/attachments/")) {
            reply("200 OK", attachment());
        } else if (method.equals("GET")) {
            reply("200 OK", "{\"value\":[]}");
        } else {
            reply("405 Method Not Allowed", "{}");
        }
    }

    /** None is too small for any file. */
    private String attachment() {
        return "{\"id\":\"" + sessions.newId() + "\",\"name\":\"f.bin\",\"size\":" + Long.MAX_VALUE + "}";
    }

    private boolean onSession(String method, String id, String headers, long bytes)
            throws IOException, InterruptedException {
        Optional<Session> session = sessions.find(id);
        if (session.isEmpty()) {
            discard(bytes, Optional.empty());
            reply("404 Not Found", "{}");
            return true;
        }
        return switch (method) {
            case "PUT" -> put(id, session.get(), headers, bytes);
            case "DELETE" -> {
                sessions.finish(id);
                reply("204 No Content", "");
                yield true;
            }
            default -> {
                progress(session.get());
                yield true;
            }
        };
    }

    /** {@return whether the connection is still there} */
    private boolean put(String id, Session session, String headers, long bytes)
            throws IOException, InterruptedException {
        Matcher range = CONTENT_RANGE.matcher(headers);
        boolean next = range.find()
                && Long.parseLong(range.group(1)) == session.committed()
                && Long.parseLong(range.group(2)) + 1 == session.committed() + bytes
                && Long.parseLong(range.group(3)) == session.size;
        if (!next) {
            discard(bytes, Optional.empty());
            sessions.countBody(bytes);
            reply("416 Range Not Satisfiable", "{}");
            return true;
        }
        long end = session.committed() + bytes;
        OptionalLong reset = sessions.reset(session.committed(), end);
        if (reset.isPresent()) {
            discard(reset.getAsLong(), Optional.empty());
            sessions.countBody(reset.getAsLong());
            wire.reset();
            return false;
        }
        discard(bytes, Optional.of(session));
        sessions.countBody(bytes);
        session.commit(end);
        if (end < session.size) {
            progress(session);
        } else {
            sessions.finish(id);
            reply("201 Created", "", "Location: " + origin + "/v1.0/attachments('" + id + "')\r\n");
        }
        return true;
    }

    private void progress(Session session) throws IOException, InterruptedException {
        reply(
                "200 OK",
                "{\"expirationDateTime\":\"2099-01-01T00:00:00Z\",\"nextExpectedRanges\":[\"" + session.committed()
                        + "\"]}");
    }

    /** {@return the head of the next request; empty when the client has closed the connection} */
    private Optional<String> head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (fill()) {
            while (buffer.hasRemaining()) {
                head.append((char) (buffer.get() & 0xff));
                int length = head.length();
                if (length >= 4
                        && head.charAt(length - 1) == '\n'
                        && head.substring(length - 4).equals("\r\n\r\n")) {
                    return Optional.of(head.toString());
                }
            }
        }
        return Optional.empty();
    }

    private String text(long bytes) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.length() < bytes && fill()) {
            text.append((char) (buffer.get() & 0xff));
        }
        return text.toString();
    }

    private boolean fill() throws IOException {
        if (!buffer.hasRemaining()) {
            buffer.clear();
            int count = wire.read(buffer);
            buffer.flip();
            return count > 0;
        }
        return true;
    }

    /** What came with the head is in the small buffer; the rest is read into a large one. */
    private void discard(long bytes, Optional<Session> taker) throws IOException {
        int here = (int) Math.min(buffer.remaining(), bytes);
        take(buffer.slice(buffer.position(), here), taker);
        buffer.position(buffer.position() + here);
        if (here == bytes) {
            return;
        }
        ByteBuffer large = Optional.ofNullable(bodyBuffers.poll()).orElseGet(() -> wire.newBuffer(BODY));
        try {
            for (long left = bytes - here; left > 0; ) {
                large.clear().limit((int) Math.min(large.capacity(), left));
                int count = wire.read(large);
                if (count < 0) {
                    throw new IOException("the client has gone");
                }
                take(large.flip(), taker);
                left -= count;
            }
        } finally {
            bodyBuffers.add(large);
        }
    }

    private static void take(ByteBuffer bytes, Optional<Session> taker) {
        taker.ifPresent(session -> session.take(bytes));
    }

    private void reply(String status, String body, String... headers) throws IOException, InterruptedException {
        long millis = sessions.behaviour().serviceMillis();
        if (millis > 0) {
            Thread.sleep(millis);
        }
        byte[] content = body.isEmpty() ? NOTHING : body.getBytes(StandardCharsets.US_ASCII);
        String type = body.isEmpty() ? "" : "Content-Type: application/json\r\n";
        String length = status.startsWith("204") ? "" : "Content-Length: " + content.length + "\r\n";
        wire.write(("HTTP/1.1 " + status + "\r\n" + type + length + String.join("", headers) + "\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII));
        sessions.countAnswer();
    }
}
