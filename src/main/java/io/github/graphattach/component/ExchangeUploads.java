package io.github.graphattach.component;

import io.github.graphattach.refusal.RefusedException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.SafeCopyProperty;
import org.apache.camel.spi.UnitOfWork;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;

/**
 * The uploads that {@code operation=open} opened for an exchange, or for one that it is a copy of. Each has its item for
 * itself until it is finished: who waits for that item in the same exchange, or in a part of it that it waits for, waits for
 * itself.
 *
 * <p>It travels with the exchange where routes do not see it, and into all copies.
 */
final class ExchangeUploads implements SafeCopyProperty {

    private static final String KEY = ExchangeUploads.class.getName();

    private final List<Opened> opened;

    private ExchangeUploads(List<Opened> opened) {
        this.opened = new CopyOnWriteArrayList<>(opened);
    }

    private static Optional<ExchangeUploads> of(Exchange exchange) {
        return Optional.ofNullable(exchange.getExchangeExtension().getSafeCopyProperty(KEY, ExchangeUploads.class));
    }

    /**
     * Makes an upload the exchange's, to be closed with it.
     *
     * @param exchange which opens it; where it hands over what is to be done at its end, the upload goes along
     * @param upload to be closed
     */
    static void add(Exchange exchange, OpenUpload upload) {
        Opened here = new Opened(upload, exchange);
        exchange.getExchangeExtension().addOnCompletion(here);
        ExchangeUploads uploads = of(exchange).orElseGet(() -> new ExchangeUploads(List.of()));
        uploads.opened.add(here);
        exchange.getExchangeExtension().setSafeCopyProperty(KEY, uploads);
    }

    /**
     * Lets an exchange queue for an item that it does not have already.
     *
     * @param exchange which wants the item
     * @param item as in {@link OpenUpload.Lane#item}
     * @throws IllegalArgumentException naming the upload that is open
     */
    static void requireFree(Exchange exchange, String item) {
        of(exchange).stream()
                .flatMap(uploads -> uploads.opened.stream())
                .filter(one -> one.upload.has(item) && one.owner.waitsFor(exchange))
                .findFirst()
                .ifPresent(one -> {
                    throw new RefusedException(
                            "the upload of " + one.upload + " is open in this exchange and has the item for itself",
                            "use operation=finish or operation=cancel for it first");
                });
    }

    @Override
    public SafeCopyProperty safeCopy() {
        return new ExchangeUploads(opened);
    }

    private static final class Opened extends SynchronizationAdapter {

        private final OpenUpload upload;
        private volatile Owner owner;

        Opened(OpenUpload upload, Exchange exchange) {
            this.upload = upload;
            this.owner = Owner.of(exchange);
        }

        @Override
        public void onDone(Exchange done) {
            upload.close();
        }

        /** As when an exchange goes on in a queue that gives no answer. */
        @Override
        public void beforeHandover(Exchange copy) {
            owner = Owner.of(copy);
        }
    }

    /**
     * The exchange at whose end an upload is closed.
     *
     * @param exchangeId of it; empty where the application makes no ids
     * @param unitOfWork of it; null while it lies in a queue
     * @param source what brought it in
     * @param outermost the unit of work that Camel notes in the parts which a splitter or a multicast makes of it, and in
     *     their parts
     */
    private record Owner(
            String exchangeId,
            @Nullable UnitOfWork unitOfWork,
            @Nullable Endpoint source,
            @Nullable UnitOfWork outermost) {

        static Owner of(Exchange exchange) {
            UnitOfWork own = exchange.getUnitOfWork();
            UnitOfWork noted = noted(exchange);
            return new Owner(exchange.getExchangeId(), own, exchange.getFromEndpoint(), noted == null ? own : noted);
        }

        private static @Nullable UnitOfWork noted(Exchange exchange) {
            return exchange.getProperty(ExchangePropertyKey.STREAM_CACHE_UNIT_OF_WORK, UnitOfWork.class);
        }

        /** Copies for which nobody waits, such as a wire tap's, bear none of these marks. */
        boolean waitsFor(Exchange exchange) {
            boolean same = is(exchange.getExchangeId()) || isSame(unitOfWork, exchange.getUnitOfWork());
            boolean part = is(exchange.getProperty(ExchangePropertyKey.CORRELATION_ID, String.class));
            boolean partOfPart = isSame(outermost, noted(exchange)) && exchange.getFromEndpoint() == source;
            return same || part || partOfPart;
        }

        private boolean is(@Nullable String id) {
            return !exchangeId.isEmpty() && exchangeId.equals(id);
        }

        private static boolean isSame(@Nullable UnitOfWork one, @Nullable UnitOfWork other) {
            return one != null && one == other;
        }
    }
}
