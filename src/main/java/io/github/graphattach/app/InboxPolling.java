package io.github.graphattach.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.component.file.OptimizedFileFilter;
import org.apache.camel.spi.PollingConsumerPollStrategy;

/**
 * Lets the file consumer take exactly the file that is next, and nothing while enough jobs are in work: the consumer itself
 * would start every file it sees, since an asynchronous route gives its thread back at once.
 */
public final class InboxPolling implements PollingConsumerPollStrategy, OptimizedFileFilter {

    private final Inbox inbox;
    private final Runnable whenIdle;
    private volatile Optional<Path> next = Optional.empty();

    /** @param whenIdle run by each poll that finds nothing in work and nothing to wait for */
    InboxPolling(Inbox inbox, Runnable whenIdle) {
        this.inbox = inbox;
        this.whenIdle = whenIdle;
    }

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        try {
            next = inbox.next();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The inbox '%s' cannot be read; check that it is a folder and its permissions"
                            .formatted(inbox.folder().root()),
                    e);
        }
        if (inbox.isIdle()) {
            whenIdle.run();
        }
        return next.isPresent();
    }

    @Override
    public Boolean accept(String name) {
        return next.filter(Path.of(name)::equals).isPresent();
    }

    @Override
    public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {}

    @Override
    public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
        return false;
    }
}
