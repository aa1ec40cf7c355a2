package io.github.graphattach.upload;

import java.time.Duration;

/**
 * What follows a stage's request.
 *
 * @param next the stage to go on with
 * @param pause how long to wait before
 */
public record Transition(Stage next, Duration pause) {

    /** Decides what follows, once what it depends on is known. */
    @FunctionalInterface
    public interface Continuation {

        Transition proceed() throws UploadException;
    }

    /** {@return what follows at once} */
    public static Transition to(Stage next) {
        return new Transition(next, Duration.ZERO);
    }

    /** {@return the other one, unless this one has to wait longer} */
    Transition orLater(Transition other) {
        return new Transition(other.next, pause.compareTo(other.pause) > 0 ? pause : other.pause);
    }
}
