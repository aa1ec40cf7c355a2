package io.github.graphattach.app;

import java.io.Serial;

/**
 * A job that cannot be worked as it stands, found before any request is sent.
 *
 * <p>The message is one line that names the field or the file and what to do about it.
 */
public final class JobException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final String code;

    JobException(String code, String message) {
        super(message);
        this.code = code;
    }

    JobException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** {@return what is wrong, as one word that a program can compare: {@code fileMissing}, {@code unknownField}, ...} */
    public String code() {
        return code;
    }
}
