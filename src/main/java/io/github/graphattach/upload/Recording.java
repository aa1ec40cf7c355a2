package io.github.graphattach.upload;

import io.github.graphattach.session.CompletedUpload;
import java.time.temporal.ChronoUnit;

/** Writes down that the upload is done, so that the same upload is not done twice. */
record Recording(UploadState state, UploadResult outcome) implements Stage {

    @Override
    public Transition step() {
        state.ownership.complete(new CompletedUpload(
                outcome.attachmentId(),
                outcome.sha256(),
                state.content().fingerprint(),
                outcome.bytes(),
                outcome.verified().name(),
                state.clock().now().truncatedTo(ChronoUnit.SECONDS)));
        keepTheList();
        return Transition.to(new Done(outcome));
    }

    private void keepTheList() {
        if (state.isDisturbed()) {
            state.list.forget();
        } else if (outcome.outcome() == UploadResult.Outcome.ATTACHED) {
            state.list.keep(outcome.attachmentId());
        }
    }

    @Override
    public boolean writesDown() {
        return true;
    }

    @Override
    public boolean isSent() {
        return true;
    }
}
