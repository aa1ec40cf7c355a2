package io.github.graphattach.content;

import java.io.IOException;

/**
 * What should be attached is not what it was said to be: it is missing, unreadable, shorter or longer than declared, or it
 * changed while it was read. The message is one line and names the remedy.
 */
public final class SourceException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * Says what is wrong with the source.
     *
     * @param message one line with the remedy
     */
    public SourceException(String message) {
        super(message);
    }

    /**
     * Says what is wrong with the source, and what showed it.
     *
     * @param message one line with the remedy
     * @param cause the failure of the file system
     */
    public SourceException(String message, Throwable cause) {
        super(message, cause);
    }
}
