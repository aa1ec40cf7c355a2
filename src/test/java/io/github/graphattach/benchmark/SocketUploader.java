package io.github.graphattach.benchmark;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;

/**
 * The limit: the same ranges over a bare socket, kept open from one upload to the next. It asks nothing that it need not, and
 * minds nothing.
 */
final class SocketUploader implements Uploader {

    /** How the bytes of the file come to the socket. */
    enum Copy {
        BUFFER,
        BUFFER_SHA256,
        SENDFILE
    }

    private static final int BUFFER_SIZE = 64 * 1024;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})");
    private static final Pattern CONTENT_LENGTH = Pattern.compile("\r\nContent-Length: (\\d+)\r\n");
    private static final Pattern UPLOAD_URL = Pattern.compile("\"uploadUrl\":\"[a-z]+://[^/]+([^\"]+)\"");

    private final URI service;
    private final Copy copy;
    private final ThreadLocal<Optional<Connection>> connections = ThreadLocal.withInitial(Optional::empty);

    SocketUploader(URI service, Copy copy) {
        this.service = service;
        this.copy = copy;
    }

    @Override
    public void upload(Path file, int number, int mailbox) throws Exception {
        if (connections.get().isEmpty()) {
            connections.set(Optional.of(connect()));
        }
        try {
            connections.get().orElseThrow().upload(file, number, mailbox);
        } catch (IOException | RuntimeException e) {
            connections.get().orElseThrow().close();
            connections.remove();
            throw e;
        }
    }

    private Connection connect() throws IOException, GeneralSecurityException {
        InetSocketAddress address = new InetSocketAddress(service.getHost(), service.getPort());
        if (copy == Copy.SENDFILE) {
            SocketChannel channel = SocketChannel.open(address);
            return new Connection(channel.socket(), Optional.of(channel));
        }
        Socket socket = service.getScheme().equals("https")
                ? SSLSocketFactory.getDefault().createSocket(service.getHost(), service.getPort())
                : new Socket(service.getHost(), service.getPort());
        return new Connection(socket, Optional.empty());
    }

    private final class Connection implements Closeable {

        private final Socket socket;
        private final Optional<SocketChannel> channel;
        private final byte[] buffer = new byte[BUFFER_SIZE];
        private final MessageDigest digest = MessageDigest.getInstance("SHA-256");

        Connection(Socket socket, Optional<SocketChannel> channel) throws IOException, GeneralSecurityException {
            this.socket = socket;
            this.channel = channel;
            socket.setTcpNoDelay(true);
        }

        void upload(Path path, int number, int mailbox) throws IOException {
            try (FileChannel file = FileChannel.open(path)) {
                long size = file.size();
                String url = open(number, mailbox, size);
                for (long offset = 0; offset < size; offset += CHUNK) {
                    long end = Math.min(size, offset + CHUNK);
                    head(
                            "PUT " + url,
                            end - offset,
                            "Content-Range: bytes " + offset + "-" + (end - 1) + "/" + size + "\r\n");
                    send(file, offset, end);
                    reply();
                }
            }
            if (copy == Copy.BUFFER_SHA256) {
                digest.digest();
            }
        }

        private String open(int number, int mailbox, long size) throws IOException {
            byte[] body = ("{\"AttachmentItem\":{\"attachmentType\":\"file\",\"name\":\"f.bin\",\"size\":" + size
                            + "}}")
                    .getBytes(StandardCharsets.US_ASCII);
            head(
                    "POST " + service.getPath() + "/users/mailbox" + mailbox + "/messages/message" + number
                            + "/attachments/createUploadSession",
                    body.length,
                    "Content-Type: application/json\r\nAuthorization: Bearer token\r\n");
            socket.getOutputStream().write(body);
            Matcher url = UPLOAD_URL.matcher(reply());
            if (!url.find()) {
                throw new IOException("there is no upload URL");
            }
            return url.group(1);
        }

        private void head(String request, long length, String headers) throws IOException {
            socket.getOutputStream()
                    .write((request + " HTTP/1.1\r\nHost: " + service.getAuthority() + "\r\nContent-Length: " + length
                                    + "\r\n" + headers + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
        }

        private void send(FileChannel file, long offset, long end) throws IOException {
            if (channel.isPresent()) {
                for (long at = offset; at < end; ) {
                    at += file.transferTo(at, end - at, channel.get());
                }
                return;
            }
            OutputStream out = socket.getOutputStream();
            for (long at = offset; at < end; ) {
                int count = file.read(ByteBuffer.wrap(buffer, 0, (int) Math.min(buffer.length, end - at)), at);
                if (count < 0) {
                    throw new IOException("the file is too short");
                }
                out.write(buffer, 0, count);
                if (copy == Copy.BUFFER_SHA256) {
                    digest.update(buffer, 0, count);
                }
                at += count;
            }
        }

        private String reply() throws IOException {
            InputStream in = socket.getInputStream();
            StringBuilder text = new StringBuilder();
            while (true) {
                int count = in.read(buffer);
                if (count < 0) {
                    throw new IOException("the sink has closed the connection");
                }
                text.append(new String(buffer, 0, count, StandardCharsets.US_ASCII));
                int head = text.indexOf("\r\n\r\n") + 4;
                if (head >= 4 && text.length() >= head + contentLength(text)) {
                    return successful(text.toString());
                }
            }
        }

        private int contentLength(CharSequence text) {
            Matcher length = CONTENT_LENGTH.matcher(text);
            return length.find() ? Integer.parseInt(length.group(1)) : 0;
        }

        private String successful(String reply) throws IOException {
            Matcher status = STATUS.matcher(reply);
            if (!status.lookingAt() || !status.group(1).startsWith("2")) {
                throw new IOException(
                        "the sink answered " + reply.lines().findFirst().orElse(""));
            }
            return reply;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
