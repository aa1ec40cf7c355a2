package io.github.graphattach.component;

/** The body has more bytes than may be attached. */
final class FileTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FileTooLargeException(long length, SizeLimit limit) {
        super("the body has " + length + " bytes or more, " + limit.reason() + "; send a sharing link instead");
    }
}
