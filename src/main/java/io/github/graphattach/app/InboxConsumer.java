package io.github.graphattach.app;

import java.time.Duration;
import org.apache.camel.Processor;
import org.apache.camel.support.EmptyAsyncCallback;
import org.apache.camel.support.ScheduledPollConsumer;

/**
 * Sends the job that is next down the route, and does not wait for its end. Camel's file consumer does not do: it knows
 * files by text that it has to decode, hands some over never, and stops at the first that it cannot name.
 */
final class InboxConsumer extends ScheduledPollConsumer {

    private final Inbox inbox;
    private final Runnable afterLook;

    InboxConsumer(InboxEndpoint endpoint, Processor processor, Inbox inbox, Runnable afterLook) {
        super(endpoint, processor);
        this.inbox = inbox;
        this.afterLook = afterLook;
    }

    @Override
    protected int poll() throws InterruptedException {
        var next = inbox.next();
        if (next.isPresent() && isRunAllowed()) {
            var exchange = createExchange(true);
            exchange.getMessage().setBody(next.get());
            inbox.take(next.get());
            getAsyncProcessor().process(exchange, EmptyAsyncCallback.get());
            return 1;
        }
        afterLook.run();
        return inbox.awaitFreePlace(Duration.ofMillis(getDelay())) ? 1 : 0;
    }
}
