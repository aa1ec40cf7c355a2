package io.github.graphattach.component;

import io.github.graphattach.content.AttachmentContent;
import io.github.graphattach.content.SourceException;
import io.github.graphattach.content.SpooledContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.util.IOHelper;
import org.jspecify.annotations.Nullable;

/**
 * A body that can be read once. Reading uses it up, so that the exchange gets one that can be read again, as for a redelivery;
 * when it is refused, the exchange gets one that has every byte still.
 *
 * @param exchange whose body it is
 * @param mayBeEmpty whether somebody said that it has no bytes
 * @param most bytes that are wanted
 */
record StreamBody(Exchange exchange, boolean mayBeEmpty, long most) {

    /** Exchange property: Camel redelivers the used stream, not what took its place. */
    private static final String REPLACED = "GraphAttachReplacedStream";

    /** Streams that somebody reads, or left in the middle. A second reader would get only a part of one. */
    private static final Set<InputStream> BEGUN =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private static final String REMEDY = "give each exchange a stream of its own, or switch stream caching on so that"
            + " what is read once can be read again";

    /** What took the place of a used stream. */
    private record Replaced(InputStream used, InputStream by) {}

    /**
     * Looks what the exchange has now in place of a stream that was used up.
     *
     * @param body of the message
     * @return the same, or what took its place
     */
    static @Nullable Object current(Exchange exchange, @Nullable Object body) {
        Replaced replaced = exchange.getProperty(REPLACED, Replaced.class);
        if (replaced == null || replaced.used() != body) {
            return body;
        }
        exchange.getMessage().setBody(replaced.by());
        return replaced.by();
    }

    /**
     * Spools the stream in the message body.
     *
     * @param stream the body, or what a file of a remote system has
     * @return its content, to be closed
     * @throws SourceException when it fails, or somebody else has read from it
     * @throws IOException when the disk fails
     */
    AttachmentContent open(InputStream stream) throws IOException {
        if (!BEGUN.add(stream)) {
            throw new SourceException(
                    "the stream in the message body was read by another exchange, or still is", REMEDY);
        }
        SpooledContent content = spool(stream);
        if (content.length() > most) {
            replace(stream, content, stream);
            return content.shared();
        }
        try {
            requireBytes(content, stream);
        } finally {
            BEGUN.remove(stream);
        }
        replace(stream, SpooledBody.of(content, exchange));
        return content.shared();
    }

    private SpooledContent spool(InputStream stream) throws IOException {
        try {
            return SpooledContent.of(stream, most, folder(), (read, rest) -> replace(stream, read, rest));
        } catch (IOException | RuntimeException | Error e) {
            boolean isUntouched = current(exchange, stream) == stream;
            if (isUntouched) {
                BEGUN.remove(stream);
            }
            throw e;
        }
    }

    /**
     * Spools what was converted to a stream; the body stays what it is.
     *
     * @param stream of a converter
     * @return its content, to be closed
     * @throws SourceException when it fails, or has no bytes any more
     * @throws IOException when the disk fails
     */
    AttachmentContent openConverted(InputStream stream) throws IOException {
        SpooledContent content = SpooledContent.of(stream, most, folder(), (read, rest) -> IOHelper.close(read));
        requireBytes(content, stream);
        return content;
    }

    /** {@return where streams are kept while a route has them} */
    static Path folder() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** A used stream and an empty one look the same, unless it goes back to where it began. */
    private void requireBytes(SpooledContent content, InputStream stream) throws IOException {
        if (content.length() == 0 && !mayBeEmpty && !isEmptyFromItsStart(stream)) {
            content.close();
            throw used();
        }
    }

    /** {@return the refusal of a body that has nothing to give} */
    static SourceException used() {
        return new SourceException(
                "the stream in the message body has no bytes, as one has that was read before",
                REMEDY + ", or set the header " + GraphAttachConstants.SIZE + " to 0 if the file is really empty");
    }

    private static boolean isEmptyFromItsStart(InputStream stream) {
        try {
            if (stream.markSupported()) {
                stream.reset();
                return stream.transferTo(OutputStream.nullOutputStream()) == 0;
            }
        } catch (IOException noWayBack) {
            return false;
        }
        return false;
    }

    private void replace(InputStream stream, SpooledContent read, InputStream rest) {
        replace(stream, new SequenceInputStream(SpooledBody.of(read, exchange), rest));
    }

    private void replace(InputStream stream, InputStream by) {
        Replaced replaced = exchange.getProperty(REPLACED, Replaced.class);
        InputStream used = replaced != null && replaced.by() == stream ? replaced.used() : stream;
        exchange.setProperty(REPLACED, new Replaced(used, by));
        exchange.getMessage().setBody(by);
    }
}
