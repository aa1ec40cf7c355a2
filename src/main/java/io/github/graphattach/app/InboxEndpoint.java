package io.github.graphattach.app;

import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.ScheduledPollEndpoint;

/** {@code inbox:jobs}: gives a route the jobs of the inbox, each as a {@link HeldJob}. */
final class InboxEndpoint extends ScheduledPollEndpoint {

    private final Inbox inbox;
    private final Runnable afterLook;

    InboxEndpoint(String uri, Component component, Inbox inbox, Runnable afterLook) {
        super(uri, component);
        this.inbox = inbox;
        this.afterLook = afterLook;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        var consumer = new InboxConsumer(this, processor, inbox, afterLook);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("inbox: only gives jobs; use it with from");
    }
}
