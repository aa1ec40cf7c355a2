package io.github.graphattach.app;

import java.io.Serial;

/** The application does not start as it is set up. The message is one line that names the setting and the remedy. */
public final class StartRefusedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    StartRefusedException(String message) {
        super(message);
    }

    StartRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
