package io.github.graphattach.emulator.http;

import java.io.IOException;

/** Ends an exchange whose connection the emulator itself has cut. */
public final class ConnectionCut extends IOException {

    private static final long serialVersionUID = 1L;

    ConnectionCut() {
        super("the emulator cut this connection");
    }
}
