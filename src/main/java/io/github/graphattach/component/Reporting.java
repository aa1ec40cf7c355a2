package io.github.graphattach.component;

import io.github.graphattach.item.OutlookItem;
import io.github.graphattach.refusal.RefusedException;
import io.github.graphattach.upload.UploadException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Tells what came of work at the service: the health check hears of it, and a failure of the engine becomes one that routes
 * can branch on.
 *
 * @param endpoint whose work it is
 */
record Reporting(GraphAttachEndpoint endpoint) {

    /**
     * Reports when work is over.
     *
     * @param work fails with an {@link UploadException}
     * @param exchange it is for; gets what the service has named, where it fails
     * @param what as in "attach 'x' (3 bytes) to /me/messages/y"
     * @param item it is about
     * @return completes as the work does; fails with a {@link GraphAttachException}
     */
    CompletableFuture<Void> of(CompletableFuture<Void> work, Exchange exchange, String what, OutlookItem item) {
        return of(work, exchange, what, (remedies, e) -> remedies.of(item, e));
    }

    /** As {@link #of}, of work that sends the message, too. */
    CompletableFuture<Void> ofSending(
            CompletableFuture<Void> work, Exchange exchange, String what, OutlookItem message) {
        return of(work, exchange, what, (remedies, e) -> remedies.ofSending(message, e));
    }

    private CompletableFuture<Void> of(
            CompletableFuture<Void> work,
            Exchange exchange,
            String what,
            BiFunction<Remedies, UploadException, String> remedy) {
        GraphAttachHealthCheck health = endpoint.health();
        return work.handle((none, failure) -> {
            if (failure == null) {
                health.succeeded();
                return null;
            }
            Throwable cause = unwrapped(failure);
            if (cause instanceof UploadException e) {
                health.failed(e.failure(), e.reply().isPresent());
                tell(exchange.getMessage(), e);
                Remedies remedies = new Remedies(endpoint.settings().signIn().credential());
                throw Failures.of(what, remedy.apply(remedies, e), e);
            }
            if (cause instanceof RefusedException refused) {
                throw Failures.beforeAnyRequest(refused);
            }
            throw new CompletionException(cause);
        });
    }

    private static void tell(Message message, UploadException e) {
        e.retryAfter()
                .filter(delay -> e.failure().retryable())
                .ifPresent(delay -> message.setHeader(Exchange.REDELIVERY_DELAY, delay.toMillis()));
        e.attachmentId().ifPresent(id -> message.setHeader(GraphAttachConstants.ATTACHMENT_ID, id));
    }

    /** Futures wrap what their stages throw. */
    static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
