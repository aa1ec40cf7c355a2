package io.github.graphattach.component;

import io.github.graphattach.content.RewindableContent;
import io.github.graphattach.content.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.StreamCache;
import org.apache.camel.converter.stream.ByteArrayInputStreamCache;

/**
 * A stream that Camel has cached, which can be read again and so needs no second copy.
 *
 * @param cache is an InputStream too
 * @param isOwn whether nobody else reads from it
 */
record CachedStream(StreamCache cache, boolean isOwn) implements RewindableContent.Source {

    /**
     * Takes the cached stream of an exchange. What is read is a view of its own, so that nobody who reads from the body in
     * between is disturbed; the body is ready to be read from its start.
     *
     * @param cache the message body
     * @param exchange that has it
     * @return the stream; empty when the body has to be converted to be one
     * @throws IOException when Camel has it no more
     */
    static Optional<CachedStream> of(StreamCache cache, Exchange exchange) throws IOException {
        if (!(cache instanceof InputStream)) {
            return Optional.empty();
        }
        reset(cache);
        // A view of this one would be a copy of all its bytes, and one without a unit of work would never be freed.
        boolean canBeViewed = !(cache instanceof ByteArrayInputStreamCache) && exchange.getUnitOfWork() != null;
        StreamCache view = canBeViewed ? cache.copy(exchange) : cache;
        return Optional.of(
                view instanceof InputStream && view != cache
                        ? new CachedStream(view, true)
                        : new CachedStream(cache, false));
    }

    private static void reset(StreamCache cache) throws SourceException {
        try {
            cache.reset();
        } catch (RuntimeCamelException e) {
            throw new SourceException(
                    "Camel has deleted the file of the cached message body, as it does when an exchange is done",
                    "convert it" + " to byte[] or write it to a file before that",
                    e);
        }
    }

    @Override
    public InputStream rewind() throws SourceException {
        reset(cache);
        return (InputStream) cache;
    }

    /** An array may have an owner outside; a file of Camel's has not. */
    @Override
    public boolean mayChange() {
        return cache.inMemory();
    }

    /** The body itself stays open, and ready to be read from its start. */
    @Override
    public void close() throws IOException {
        if (isOwn) {
            ((InputStream) cache).close();
        } else {
            rewind();
        }
    }
}
