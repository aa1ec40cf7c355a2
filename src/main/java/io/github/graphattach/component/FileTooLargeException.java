package io.github.graphattach.component;

/** The body has more bytes than the option maxFileSize allows. */
final class FileTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FileTooLargeException(long length, long maxFileSize) {
        super("the body has " + length + " bytes or more, the option maxFileSize allows " + maxFileSize
                + "; send a sharing link instead");
    }
}
