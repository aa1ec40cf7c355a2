package io.github.graphattach.upload;

import java.time.Duration;

/**
 * What follows a stage's request.
 *
 * @param next the stage to go on with
 * @param pause how long to wait before
 */
record Turn(Stage next, Duration pause) {

    /** Says what follows once something is known that is not known yet. */
    @FunctionalInterface
    interface Choice {

        Turn turn() throws UploadException;
    }

    static Turn to(Stage next) {
        return new Turn(next, Duration.ZERO);
    }

    /** The other one, unless this one has to wait longer. */
    Turn orLater(Turn other) {
        return new Turn(other.next, pause.compareTo(other.pause) > 0 ? pause : other.pause);
    }
}
