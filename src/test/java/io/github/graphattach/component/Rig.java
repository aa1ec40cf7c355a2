package io.github.graphattach.component;

import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.GraphEmulator;
import io.github.graphattach.emulator.RecordedExchange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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

    /**
     * {@return the requests in the order of their answers} A list that was asked for while the session was opened stands
     * before it, whichever was answered first.
     */
    List<RecordedExchange> requests() {
        return inOrder(emulator.exchanges());
    }

    /** As {@link #requests()}. */
    static List<RecordedExchange> inOrder(List<RecordedExchange> answered) {
        List<RecordedExchange> requests = new ArrayList<>(answered);
        for (int i = 1; i < requests.size(); i++) {
            boolean beside = requests.get(i - 1).path().endsWith("/createUploadSession")
                    && requests.get(i).path().endsWith("/attachments")
                    && requests.get(i).method().equals("GET");
            if (beside) {
                Collections.swap(requests, i - 1, i);
            }
        }
        return requests;
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
