package io.github.graphattach.upload;

import io.github.graphattach.session.CompletedUpload;
import java.time.temporal.ChronoUnit;

/** Writes down that the upload is done, so that the same upload is not done twice. */
record Recording(UploadState state, UploadResult result) implements Stage {

    @Override
    public Turn step() {
        state.ownership.complete(new CompletedUpload(
                result.attachmentId(),
                result.sha256(),
                state.content.fingerprint(),
                result.bytes(),
                result.verified().name(),
                state.clock.now().truncatedTo(ChronoUnit.SECONDS)));
        return Turn.to(new Done(result));
    }
}
