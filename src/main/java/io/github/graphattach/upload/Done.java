package io.github.graphattach.upload;

import java.util.Optional;

/** The end: nothing is left to do. */
record Done(UploadResult outcome) implements Stage {

    @Override
    public Transition step() {
        return Transition.to(this);
    }

    @Override
    public boolean isSent() {
        return true;
    }

    @Override
    public Optional<UploadResult> result() {
        return Optional.of(outcome);
    }
}
