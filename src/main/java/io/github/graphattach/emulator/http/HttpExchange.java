package io.github.graphattach.emulator.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/**
 * One request and its reply, as blocking code sees them. Not for use by several threads.
 *
 * <p>Longer than 300 lines because what goes wrong on a connection on purpose cannot be taken apart from what goes right.
 */
public final class HttpExchange {

    /** An unread body is not read away beyond this. */
    private static final long DRAIN_LIMIT = 256L * 1024 * 1024;

    private static final int BUFFER = 64 * 1024;
    private static final int LEAST_REFUSAL = 400;

    /** Writes the body of a reply. */
    @FunctionalInterface
    public interface BodyWriter {
        void writeTo(OutputStream out) throws IOException;
    }

    private final Request request;
    private final Response response;
    private final RequestBody body;
    private final Duration patience;
    private final Wait wait;
    private final OptionalInt malformed;
    private int status;
    private String note = "";
    private final SmallCopy replyCopy = new SmallCopy();
    private Runnable beforeReply = () -> {};
    private Runnable whenReplyLeaves = () -> {};
    private Mistreatment mistreatment = Mistreatment.NONE;
    private boolean compresses;
    private boolean refusesEarly;

    HttpExchange(Request request, Response response, Duration patience, Wait wait, OptionalInt malformed) {
        this.malformed = malformed;
        this.request = request;
        this.response = response;
        this.patience = patience;
        this.wait = wait;
        this.body = new RequestBody(request, patience, new Pace(OptionalLong.empty(), wait));
    }

    /** Sets what this exchange suffers from here on. */
    public void mistreat(Mistreatment treatment) {
        mistreatment = treatment;
        body.hold(new Pace(treatment.requestBytesPerSecond(), wait));
    }

    /** Sets whether the body of the reply is compressed, whatever the client has asked for. */
    public void compress(boolean on) {
        compresses = on;
    }

    /** Sets whether a refusal leaves the rest of the request's body unread, and with that ends the connection. */
    public void refuseEarly(boolean on) {
        refusesEarly = on;
    }

    /** Does nothing for so long, in real time. */
    public void pause(Duration duration) throws IOException {
        if (!duration.isZero()) {
            wait.forDuration(duration);
        }
    }

    /** {@return the status that a malformed request is to be answered with, empty for any other request} */
    public OptionalInt malformed() {
        return malformed;
    }

    public String method() {
        return request.getMethod();
    }

    /** {@return scheme, host and port that the client has asked, without a trailing slash} */
    public String origin() {
        String scheme = request.getConnectionMetaData().isSecure() ? "https://" : "http://";
        return scheme + header(HttpHeader.HOST.asString()).orElse("localhost");
    }

    /** {@return the path as it was sent, not decoded; empty when the request is malformed} */
    public String rawPath() {
        if (malformed.isPresent()) {
            // The server puts a name of its own there.
            return "";
        }
        String path = request.getHttpURI().getPath();
        return path == null ? "/" : path;
    }

    /**
     * {@return the path's segments, each percent-decoded once; the empty one before the first slash is left out}
     *
     * @throws IllegalArgumentException when the percent-encoding is broken
     */
    public List<String> segments() {
        List<String> segments = new ArrayList<>();
        for (String segment : rawPath().substring(1).split("/", -1)) {
            segments.add(PercentCoding.decode(segment));
        }
        return List.copyOf(segments);
    }

    /** {@return the query as it was sent, empty when there is none} */
    public String rawQuery() {
        String query = request.getHttpURI().getQuery();
        return query == null ? "" : query;
    }

    /** {@return the names of all query parameters in their order, percent-decoded} */
    public List<String> queryParameters() {
        return queryPairs().map(pair -> PercentCoding.decode(pair[0])).toList();
    }

    /** {@return the first value of a query parameter, percent-decoded, empty where only the name stands} */
    public Optional<String> queryParameter(String name) {
        return queryPairs()
                .filter(pair -> PercentCoding.decode(pair[0]).equals(name))
                .map(pair -> pair.length == 1 ? "" : PercentCoding.decode(pair[1].replace("+", "%20")))
                .findFirst();
    }

    private Stream<String[]> queryPairs() {
        return Stream.of(rawQuery().split("&", -1))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.split("=", 2));
    }

    /**
     * {@return a query parameter that is a number from 0}
     *
     * @throws IllegalArgumentException when it is anything else
     */
    public OptionalInt numberParameter(String name) {
        Optional<String> value = queryParameter(name);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        if (!value.get().matches("\\d{1,9}")) {
            throw new IllegalArgumentException("'" + name + "': a number from 0 is expected");
        }
        return OptionalInt.of(Integer.parseInt(value.get()));
    }

    /** {@return the request header of that name in any letter case} */
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    /** {@return all request headers, names in lower case, values of repeated ones joined by a comma} */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.merge(
                    field.getName().toLowerCase(Locale.ROOT),
                    Optional.ofNullable(field.getValue()).orElse(""),
                    (first, next) -> first + ", " + next);
        }
        return headers;
    }

    /** {@return whether the request came in on a loopback address} */
    public boolean isOnLoopback() {
        SocketAddress local = request.getConnectionMetaData().getLocalSocketAddress();
        return local instanceof InetSocketAddress address
                && address.getAddress() != null
                && address.getAddress().isLoopbackAddress();
    }

    /** {@return the announced length of the request body, or -1 when it is not announced} */
    public long contentLength() {
        return request.getLength();
    }

    /**
     * {@return bytes of the request body, waited for if need be, none at its end} They hold until more is read.
     *
     * @param most how many bytes to return at most
     */
    public ByteBuffer read(long most) throws IOException {
        return body.next((int) Math.min(Integer.MAX_VALUE, most));
    }

    /**
     * {@return the request body, which fails once it goes past the limit}
     *
     * @param limit the largest number of bytes that may be read before {@link BodyTooLarge} is thrown
     */
    public InputStream body(long limit) {
        return new LimitedInputStream(body, limit);
    }

    /** {@return how many bytes of the request body were read so far} */
    public long requestBytes() {
        return body.bytes();
    }

    /** {@return the request body as far as it was read as a stream, if it is small} */
    public SmallCopy requestCopy() {
        return body.copy();
    }

    /** {@return the body of the reply, if it is small; known before the reply leaves if it does not stream} */
    public SmallCopy replyCopy() {
        return replyCopy;
    }

    /** Reads the request body away up to so many bytes in all. */
    public void drain(long limit) throws IOException {
        byte[] scratch = new byte[(int) Math.max(1, Math.min(BUFFER, limit))];
        int read = 0;
        while (read >= 0 && body.bytes() < limit) {
            read = body.read(scratch, 0, (int) Math.min(scratch.length, limit - body.bytes()));
        }
    }

    /**
     * Reads away what is left of the request body, so that a client that writes before it listens gets its reply; but not
     * for ever: what is left then is cut off with the connection.
     */
    private void drainForReply() throws IOException {
        byte[] scratch = new byte[BUFFER];
        long started = System.nanoTime();
        int read = 0;
        while (read >= 0 && body.bytes() < DRAIN_LIMIT && System.nanoTime() - started < patience.toNanos()) {
            read = body.read(scratch, 0, scratch.length);
        }
    }

    public void setHeader(String name, String value) {
        response.getHeaders().put(name, value);
    }

    public void removeHeader(String name) {
        response.getHeaders().remove(name);
    }

    /** {@return the headers of the reply, names in lower case} */
    public Map<String, String> replyHeaders() {
        Map<String, String> headers = new LinkedHashMap<>();
        for (HttpField field : response.getHeaders()) {
            headers.put(
                    field.getName().toLowerCase(Locale.ROOT),
                    Optional.ofNullable(field.getValue()).orElse(""));
        }
        return headers;
    }

    /** {@return the status of the reply, 0 as long as there is none} */
    public int status() {
        return status;
    }

    /** Leaves a remark on this exchange for its record. */
    public void setNote(String remark) {
        note = remark;
    }

    /** {@return the remark, empty when there is none} */
    public String note() {
        return note;
    }

    /** Sets what is done when status and headers of the reply are decided, before its first byte is sent. */
    public void beforeReply(Runnable action) {
        beforeReply = action;
    }

    /** Sets what is done when the reply is about to leave, after it was held back for as long as was scripted. */
    public void whenReplyLeaves(Runnable action) {
        whenReplyLeaves = action;
    }

    /** Replies without a body. */
    public void reply(int replyStatus) throws IOException {
        reply(replyStatus, new byte[0]);
    }

    /** Replies with a body whose type was set as a header. */
    public void reply(int replyStatus, byte[] replyBody) throws IOException {
        if (replyBody.length > 0 && compresses) {
            reply(replyStatus, out -> out.write(replyBody));
            return;
        }
        if (replyStatus != 204 && replyStatus != 304) {
            setHeader(HttpHeader.CONTENT_LENGTH.asString(), Integer.toString(replyBody.length));
        }
        replyAsIs(replyStatus, new Whole(replyBody));
    }

    /** A body that is there before any of it is written. */
    private static final class Whole implements BodyWriter {

        private final byte[] bytes;

        Whole(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(bytes);
        }
    }

    /** Replies with a body that is written as it goes; chunked unless the caller has set its length. */
    public void reply(int replyStatus, BodyWriter writer) throws IOException {
        if (!compresses) {
            replyAsIs(replyStatus, writer);
            return;
        }
        removeHeader(HttpHeader.CONTENT_LENGTH.asString());
        setHeader(HttpHeader.CONTENT_ENCODING.asString(), "gzip");
        replyAsIs(replyStatus, out -> {
            GZIPOutputStream compressed = new GZIPOutputStream(out);
            writer.writeTo(compressed);
            compressed.finish();
        });
    }

    private void replyAsIs(int replyStatus, BodyWriter writer) throws IOException {
        int left =
                mistreatment.replacement().map(Mistreatment.Replacement::status).orElse(replyStatus);
        if (refusesEarly && left >= LEAST_REFUSAL) {
            setHeader(HttpHeader.CONNECTION.asString(), "close");
        } else {
            drainForReply();
        }
        if (mistreatment.replyCutAfter().equals(OptionalLong.of(0))) {
            pause(mistreatment.replyDelay());
            whenReplyLeaves.run();
            throw cut();
        }
        mistreatment.withheldHeaders().forEach(this::removeHeader);
        if (mistreatment.replacement().isPresent()) {
            replace(mistreatment.replacement().get());
        } else {
            send(replyStatus, writer);
        }
    }

    private void replace(Mistreatment.Replacement replacement) throws IOException {
        List.of("Content-Type", "Content-Length", "Content-Encoding", "Location")
                .forEach(this::removeHeader);
        replacement.headers().forEach(this::setHeader);
        byte[] replacementBody = replacement.body().getBytes(StandardCharsets.UTF_8);
        setHeader(HttpHeader.CONTENT_LENGTH.asString(), Integer.toString(replacementBody.length));
        send(replacement.status(), new Whole(replacementBody));
    }

    private void send(int replyStatus, BodyWriter writer) throws IOException {
        status = replyStatus;
        response.setStatus(replyStatus);
        if (writer instanceof Whole whole) {
            replyCopy.add(whole.bytes, 0, whole.bytes.length);
        }
        beforeReply.run();
        pause(mistreatment.replyDelay());
        whenReplyLeaves.run();
        OutputStream out = Content.Sink.asOutputStream(response);
        if (!"HEAD".equals(method())) {
            OutputStream paced = new PacedOutputStream(
                    out, new Pace(mistreatment.replyBytesPerSecond(), wait), mistreatment.replyCutAfter(), this::cut);
            writer.writeTo(writer instanceof Whole ? paced : new CopyingOutputStream(paced, replyCopy));
        }
        out.close();
    }

    /** Ends the connection as the mistreatment says and gives the exception to throw. */
    public ConnectionCut cut() {
        if (!mistreatment.endOfStream()) {
            lingerNot();
        }
        socket().close();
        return new ConnectionCut();
    }

    /** With a linger time of zero, closing the socket sends RST and throws away what was not delivered. */
    private void lingerNot() {
        if (socket().getTransport() instanceof SocketChannel channel) {
            try {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Below TLS, where there is TLS: a cut must not look like a polite goodbye. */
    private EndPoint socket() {
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        while (endPoint.getTransport() instanceof EndPoint inner) {
            endPoint = inner;
        }
        return endPoint;
    }
}
