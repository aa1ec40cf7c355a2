package io.github.graphattach.emulator.http;

import java.io.IOException;

/** A request body went past the limit that its reader had set. */
public final class BodyTooLarge extends IOException {

    private static final long serialVersionUID = 1L;

    BodyTooLarge(long limit) {
        super("the request body is larger than " + limit + " bytes");
    }
}
