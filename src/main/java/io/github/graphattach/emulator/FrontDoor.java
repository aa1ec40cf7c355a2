package io.github.graphattach.emulator;

import io.github.graphattach.emulator.http.HttpExchange;
import io.github.graphattach.emulator.http.HttpService;
import java.io.IOException;

/** Sends each request on Graph's port to who answers it: the page, the emulator's own requests, or Graph. */
final class FrontDoor implements HttpService {

    private final HttpService graph;
    private final HttpService control;
    private final PageFiles page = new PageFiles();

    FrontDoor(HttpService graph, HttpService control) {
        this.graph = graph;
        this.control = control;
    }

    @Override
    public void serve(HttpExchange exchange) throws IOException {
        String path = exchange.rawPath();
        if (exchange.malformed().isPresent()) {
            graph.serve(exchange);
        } else if (page.holds(path)) {
            page.serve(exchange);
        } else if (path.startsWith("/" + ControlService.ROOT + "/")) {
            control.serve(exchange);
        } else {
            graph.serve(exchange);
        }
    }
}
