package io.github.graphattach.component;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Puts the split ranges of an open upload together again: the outcome of the split is the exchange that went in, with the
 * upload as its body, ready for {@code operation=finish}.
 *
 * <p>When a range failed the exchange gets its original body back, the service's wish for a later redelivery, and the failure
 * itself instead of the Splitter's wrapping of it, so that {@code onException} can name it.
 */
public final class UploadAggregationStrategy implements AggregationStrategy {

    /** Needed by Camel. */
    public UploadAggregationStrategy() {}

    @Override
    public @Nullable Exchange aggregate(@Nullable Exchange oldExchange, @Nullable Exchange newExchange) {
        return oldExchange == null ? newExchange : oldExchange;
    }

    @Override
    public Exchange aggregate(@Nullable Exchange oldExchange, @Nullable Exchange newExchange, Exchange inputExchange) {
        return inputExchange;
    }

    @Override
    public void onCompletion(@Nullable Exchange exchange, Exchange inputExchange) {
        if (exchange == null || exchange.getException() == null) {
            return;
        }
        if (exchange.getException() instanceof CamelExchangeException wrapped
                && wrapped.getCause() instanceof GraphAttachException failure) {
            exchange.setException(failure);
        }
        Object delay = exchange.getMessage().getHeader(Exchange.REDELIVERY_DELAY);
        if (delay != null) {
            inputExchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, delay);
        }
        if (inputExchange.getMessage().getBody() instanceof OpenUpload upload) {
            inputExchange.getMessage().setBody(upload.originalBody());
            upload.close();
        }
    }
}
