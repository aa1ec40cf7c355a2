package io.github.graphattach.app;

import java.io.IOException;
import java.io.Serial;

/** A file changed after it was noted: its job has to wait until it is at rest. */
final class UnsettledException extends IOException {

    @Serial
    private static final long serialVersionUID = 1;

    UnsettledException(String file) {
        super("The file '%s' changed while it was read; drop it again when it is complete".formatted(file));
    }
}
