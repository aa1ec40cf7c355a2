package io.github.graphattach.component;

import io.github.graphattach.content.AttachmentContent;
import io.github.graphattach.content.BytesContent;
import io.github.graphattach.content.FileContent;
import io.github.graphattach.content.SourceException;
import io.github.graphattach.content.SpooledContent;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.util.IOHelper;
import org.jspecify.annotations.Nullable;

/**
 * Makes the message body readable by ranges. A file is read in place, bytes and text are in memory already, and a stream goes
 * to disk once, never to memory.
 *
 * @param exchange whose body it is
 * @param size bytes that it should have, where a header says so
 * @param limit more are refused
 */
record BodyContent(Exchange exchange, OptionalLong size, SizeLimit limit) {

    /**
     * Opens the body.
     *
     * @return its content, to be closed
     * @throws SourceException when the body is none, is not readable, or has not the declared size
     * @throws FileTooLargeException when it has more bytes than the limit
     * @throws IOException when the disk fails
     */
    AttachmentContent open() throws IOException {
        Message message = exchange.getMessage();
        AttachmentContent content = open(message.getBody());
        try {
            requireSize(content.length());
            return content;
        } catch (IOException | RuntimeException e) {
            content.close();
            throw e;
        }
    }

    private AttachmentContent open(@Nullable Object body) throws IOException {
        if (body == null) {
            throw new SourceException("the message body is empty; put a file, bytes, text or a stream there");
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
        if (body instanceof byte[] bytes) {
            return new BytesContent(bytes);
        }
        if (body instanceof String text) {
            return new BytesContent(text.getBytes(charset()));
        }
        if (body instanceof SpooledBody spooled) {
            return spooled.content().shared();
        }
        if (body instanceof StreamCache cache) {
            return fromCache(cache);
        }
        return fromStream(body);
    }

    private AttachmentContent fromCache(StreamCache cache) throws IOException {
        cache.reset();
        try {
            return spool(cache instanceof InputStream stream ? stream : convert(cache));
        } finally {
            cache.reset();
        }
    }

    /** The stream is used up by reading it, so the body becomes one that can be read again, as for a redelivery. */
    private AttachmentContent fromStream(Object body) throws IOException {
        SpooledContent content = spool(convert(body));
        if (exchange.getUnitOfWork() != null && body instanceof InputStream) {
            exchange.getMessage().setBody(new SpooledBody(content));
            exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                @Override
                public void onDone(Exchange done) {
                    IOHelper.close(content);
                }
            });
            return content.shared();
        }
        return content;
    }

    private SpooledContent spool(InputStream stream) throws IOException {
        size.ifPresent(this::requireAllowed);
        return SpooledContent.of(stream, size, limit.bytes(), Path.of(System.getProperty("java.io.tmpdir")));
    }

    private InputStream convert(Object body) throws SourceException {
        InputStream stream = exchange.getContext().getTypeConverter().tryConvertTo(InputStream.class, exchange, body);
        if (stream == null) {
            throw new SourceException("the message body is a " + body.getClass().getName()
                    + "; convert it to a file, byte[], String or InputStream first");
        }
        return stream;
    }

    private Charset charset() {
        String name = exchange.getMessage().getHeader(Exchange.CHARSET_NAME, String.class);
        if (name == null) {
            name = exchange.getProperty(Exchange.CHARSET_NAME, String.class);
        }
        try {
            return name == null ? StandardCharsets.UTF_8 : Charset.forName(name.strip());
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new IllegalArgumentException(
                    Exchange.CHARSET_NAME + " names no charset of this Java; set it to one such as UTF-8");
        }
    }

    private void requireSize(long length) throws SourceException {
        requireAllowed(length);
        if (size.isPresent() && size.getAsLong() != length) {
            throw new SourceException("the header " + GraphAttachConstants.SIZE + " says " + size.getAsLong()
                    + " bytes but the body has " + length + "; set it right or leave it out");
        }
    }

    private void requireAllowed(long length) {
        if (length > limit.bytes()) {
            throw new FileTooLargeException(length, limit);
        }
    }
}
