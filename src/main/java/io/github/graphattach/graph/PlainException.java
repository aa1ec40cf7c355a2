package io.github.graphattach.graph;

import java.io.IOException;
import java.util.Optional;

/**
 * A library's exception told again in words that may be logged: it may have had those of a service, of whoever answered in
 * its place, or those of the request.
 */
public final class PlainException extends IOException {

    private static final long serialVersionUID = 1L;

    private static final int LONGEST_CHAIN = 20;

    private PlainException(String message, Throwable told, Optional<PlainException> cause) {
        super(message, cause.orElse(null));
        setStackTrace(told.getStackTrace());
    }

    /**
     * Tells an exception and its causes again.
     *
     * @param failure of a library
     * @return the same kinds, places and {@linkplain GraphError#words words}
     */
    public static PlainException of(Throwable failure) {
        return of(failure, LONGEST_CHAIN);
    }

    private static PlainException of(Throwable failure, int links) {
        String words = GraphError.words(String.valueOf(failure.getMessage()));
        return new PlainException(
                failure.getClass().getSimpleName() + ": " + words,
                failure,
                Optional.ofNullable(failure.getCause())
                        .filter(cause -> links > 1)
                        .map(cause -> of(cause, links - 1)));
    }
}
