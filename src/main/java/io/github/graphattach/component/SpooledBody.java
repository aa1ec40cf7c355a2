package io.github.graphattach.component;

import io.github.graphattach.content.ByteRange;
import io.github.graphattach.content.SpooledContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Route;
import org.apache.camel.StreamCache;
import org.apache.camel.spi.UnitOfWork;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.util.IOHelper;
import org.jspecify.annotations.Nullable;

/**
 * What takes the place of a stream that could be read once: the same bytes, as often as needed, until the last exchange that
 * has them is done.
 *
 * <p>Some read it later still: the one who gets it as a reply, and the routes of Camel that run when an exchange is done. What
 * they can reach is not taken away from them. It is freed when a reply is closed, and else when nobody can reach it any more.
 */
final class SpooledBody extends InputStream implements StreamCache {

    private final SpooledContent content;
    private long position;
    private volatile boolean isReply;

    private SpooledBody(SpooledContent content) {
        this.content = content;
    }

    /**
     * Gives a content to an exchange.
     *
     * @param content is closed when the exchange is done
     * @param exchange that has it
     * @return its body
     */
    static SpooledBody of(SpooledContent content, Exchange exchange) {
        SpooledBody body = new SpooledBody(content);
        SynchronizationAdapter end = body.new End();
        UnitOfWork aggregating = exchange.getProperty(ExchangePropertyKey.STREAM_CACHE_UNIT_OF_WORK, UnitOfWork.class);
        if (aggregating != null && aggregating.getRoute() != null && !isPartOfSplit(exchange)) {
            aggregating.addSynchronization(end);
        } else {
            exchange.getExchangeExtension().addOnCompletion(end);
        }
        return body;
    }

    /** A split may have any number of parts, and each that is kept is an open file: none outlives its own exchange. */
    private static boolean isPartOfSplit(Exchange exchange) {
        return exchange.getProperty(ExchangePropertyKey.SPLIT_INDEX) != null;
    }

    SpooledContent content() {
        return content;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        int read = count == 0 ? 0 : content.read(position, bytes, offset, count);
        position += Math.max(0, read);
        return read;
    }

    @Override
    public void reset() {
        position = 0;
    }

    @Override
    public void writeTo(OutputStream sink) throws IOException {
        content.transferTo(ByteRange.between(position, content.length()), sink);
        position = content.length();
    }

    @Override
    public StreamCache copy(Exchange exchange) throws IOException {
        return of(content.shared(), exchange);
    }

    @Override
    public boolean inMemory() {
        return false;
    }

    @Override
    public long length() {
        return content.length();
    }

    @Override
    public long position() {
        return position;
    }

    /** Routes close a body whenever they have read it, and read it again; only who got it as a reply has done with it. */
    @Override
    public void close() throws IOException {
        if (isReply) {
            content.close();
        }
    }

    /**
     * It stays with its exchange where Camel hands completions over: the other one gets a copy. What another exchange waits
     * for is a reply that is the body of a route again.
     */
    private final class End extends SynchronizationAdapter {

        @Override
        public void onDone(Exchange exchange) {
            boolean stays = exchange.getMessage().getBody() == SpooledBody.this;
            if (stays && hasOnCompletion(exchange)) {
                return;
            }
            boolean replies =
                    stays && exchange.getPattern().isOutCapable() && !exchange.isFailed() && !isPartOfSplit(exchange);
            if (replies) {
                isReply = exchange.getProperty(ExchangePropertyKey.CORRELATION_ID) == null;
            } else {
                IOHelper.close(content);
            }
        }

        @Override
        public boolean allowHandover() {
            return false;
        }

        /** Camel processes a copy of the exchange then, with the same body. */
        private static boolean hasOnCompletion(Exchange exchange) {
            return exchange.getProperty(ExchangePropertyKey.ON_COMPLETION_ROUTE_IDS) != null
                    || (!isPartOfSplit(exchange) && hasOnCompletion(exchange.getFromRouteId(), exchange.getContext()));
        }

        private static boolean hasOnCompletion(@Nullable String routeId, CamelContext camel) {
            Route route = routeId == null ? null : camel.getRoute(routeId);
            return route != null && !route.getOnCompletions().isEmpty();
        }
    }
}
