package io.github.graphattach.component;

import io.github.graphattach.content.AttachmentContent;
import io.github.graphattach.content.BytesContent;
import io.github.graphattach.content.FileContent;
import io.github.graphattach.content.RewindableContent;
import io.github.graphattach.content.SourceException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.jspecify.annotations.Nullable;

/**
 * Makes the message body readable by ranges. A file, an open one too, and a cached stream are read in place, bytes and text are in memory already,
 * and any other stream goes to disk once, never to memory.
 *
 * @param exchange whose body it is
 * @param size bytes that it should have, where a header says so
 * @param limit more are refused
 * @param contentType of the attachment, which says how a text is written
 */
record BodyContent(Exchange exchange, OptionalLong size, SizeLimit limit, String contentType) {

    /**
     * Opens the body.
     *
     * @return its content, to be closed
     * @throws SourceException when the body is none, is not readable, or has not the declared size
     * @throws FileTooLargeException when it has more bytes than the limit
     * @throws IllegalArgumentException when it is a text that the charset cannot say
     * @throws IOException when the disk fails
     */
    AttachmentContent open() throws IOException {
        AttachmentContent content = open(exchange.getMessage().getBody());
        try {
            requireSize(content.length());
            return content;
        } catch (IOException | RuntimeException e) {
            content.close();
            throw e;
        }
    }

    private AttachmentContent open(@Nullable Object found) throws IOException {
        Object body = StreamBody.current(exchange, found);
        if (body == null) {
            throw new SourceException("the message body is empty", "put a file, bytes, text or a stream there");
        }
        if (body instanceof WrappedFile<?> wrapped) {
            return open(wrapped.getFile() instanceof File file ? file : wrapped.getBody());
        }
        if (body instanceof File file) {
            return FileContent.open(file.toPath());
        }
        if (body instanceof Path path) {
            return FileContent.open(path);
        }
        if (body instanceof OpenFile file) {
            return FileContent.of(file.name(), file.channel(), file::tag);
        }
        if (body instanceof FileChannel channel) {
            return FileContent.of(channel);
        }
        if (body instanceof byte[] bytes) {
            return new BytesContent(bytes);
        }
        if (body instanceof String text) {
            return new BytesContent(BodyText.of(exchange, contentType).encode(text));
        }
        if (body instanceof Reader reader) {
            return fromReader(reader);
        }
        if (body instanceof SpooledBody spooled) {
            return spooled.content().shared();
        }
        if (body instanceof StreamCache cache) {
            return fromCache(cache);
        }
        return body instanceof InputStream stream
                ? streamBody(false).open(stream)
                : streamBody(false).openConverted(convert(body));
    }

    private AttachmentContent fromCache(StreamCache cache) throws IOException {
        Optional<CachedStream> stream = CachedStream.of(cache, exchange);
        if (stream.isPresent()) {
            return RewindableContent.of(stream.get(), most());
        }
        cache.reset();
        try {
            return streamBody(true).openConverted(convert(cache));
        } finally {
            cache.reset();
        }
    }

    /** Camel knows no other way than through memory; so the text takes the place of the reader, which is used up. */
    private AttachmentContent fromReader(Reader reader) throws IOException {
        boolean startsOver = reader instanceof StreamCache;
        if (reader instanceof StreamCache cache) {
            cache.reset();
        }
        String text = Objects.requireNonNull(
                exchange.getContext().getTypeConverter().convertTo(String.class, exchange, reader));
        if (text.isEmpty() && !mayBeEmpty(startsOver)) {
            throw StreamBody.used();
        }
        exchange.getMessage().setBody(text);
        return new BytesContent(BodyText.of(exchange, contentType).encode(text));
    }

    private StreamBody streamBody(boolean startsOver) {
        return new StreamBody(exchange, mayBeEmpty(startsOver), most());
    }

    private boolean mayBeEmpty(boolean startsOver) {
        Object body = exchange.getMessage().getBody();
        boolean isEmptyFile = body instanceof WrappedFile<?> file && file.getFileLength() == 0;
        return startsOver || isEmptyFile || size.equals(OptionalLong.of(0));
    }

    /** A stream is read no further than needed to know that it is too long. */
    private long most() {
        size.ifPresent(this::requireAllowed);
        return size.orElse(limit.bytes());
    }

    private InputStream convert(Object body) throws SourceException {
        InputStream stream = exchange.getContext().getTypeConverter().tryConvertTo(InputStream.class, exchange, body);
        if (stream == null) {
            throw new SourceException(
                    "the message body is a " + body.getClass().getName(),
                    "convert it to a file, byte[], String or InputStream first");
        }
        return stream;
    }

    private void requireSize(long length) throws SourceException {
        requireAllowed(length);
        long declared = size.orElse(length);
        if (length != declared) {
            String problem = length < declared
                    ? "ended after " + length + " of the " + declared
                    : "has more than the " + declared;
            throw new SourceException(
                    "the message body " + problem + " bytes that the header " + GraphAttachConstants.SIZE + " says",
                    "set it right or leave it out");
        }
    }

    private void requireAllowed(long length) {
        if (length > limit.bytes()) {
            throw new FileTooLargeException(length, limit);
        }
    }
}
