package io.github.graphattach.mail;

import io.github.graphattach.upload.Stage;
import io.github.graphattach.upload.Transition;

/**
 * The end.
 *
 * @param made what came of it
 */
record Drafted(DraftResult made) implements Stage {

    @Override
    public Transition step() {
        return Transition.to(this);
    }
}
