package io.github.graphattach.component;

import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.GraphEmulator;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;

/** An emulator and a Camel that attaches to it. */
final class Rig implements AutoCloseable {

    final GraphEmulator emulator = GraphEmulator.builder().minimumSessionSize(0).start();
    final CamelContext camel = new DefaultCamelContext();

    Rig() {
        camel.start();
    }

    /** An endpoint of the emulator, small enough that a few hundred kilobytes go by session. */
    String uri(String itemAndOptions) {
        return "graph-attach:" + itemAndOptions + (itemAndOptions.contains("?") ? "&" : "?")
                + "accessToken=test-token&retryDelay=1&mailboxUploadBudget=off&graphUrl=" + emulator.graphUrl();
    }

    Exchange send(String itemAndOptions, Object body, Map<String, Object> headers) {
        return camel.createFluentProducerTemplate()
                .to(uri(itemAndOptions))
                .withProcessor(exchange -> {
                    exchange.getMessage().setBody(body);
                    headers.forEach(exchange.getMessage()::setHeader);
                })
                .send();
    }

    EmulatedItem message(String id) {
        return emulator.create("/me/messages/" + id);
    }

    @Override
    public void close() {
        camel.stop();
        emulator.close();
    }
}
