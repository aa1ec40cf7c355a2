package io.github.graphattach.emulator.http;

import java.io.IOException;

/** Answers the requests of one listener, each on a thread of its own. */
@FunctionalInterface
public interface HttpService {

    /**
     * Reads the request as far as it cares to and replies once.
     *
     * @throws ConnectionCut when the connection was cut on purpose and no reply is to follow
     * @throws IOException when the peer went away
     */
    void serve(HttpExchange exchange) throws IOException;
}
