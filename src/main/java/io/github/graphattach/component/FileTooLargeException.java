package io.github.graphattach.component;

import io.github.graphattach.refusal.RefusedException;

/** The body has more bytes than may be attached. */
final class FileTooLargeException extends RefusedException {

    private static final long serialVersionUID = 1L;

    FileTooLargeException(long length, SizeLimit limit) {
        super("the body has " + length + " bytes or more, " + limit.reason(), "send a sharing link instead");
    }
}
