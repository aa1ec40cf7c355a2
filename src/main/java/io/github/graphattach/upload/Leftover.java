package io.github.graphattach.upload;

import io.github.graphattach.session.SessionStoreException;
import java.time.Duration;

/** What is left of a try that has not attached the file, at the service and in the store. */
enum Leftover {
    /** The session stays open, and the next try goes on. */
    RESUMABLE,
    /** No session; where something may be attached, the next try knows, so that there is no second copy. */
    FINAL,
    /** Nothing. */
    FORGOTTEN;

    static Leftover of(UploadFailure failure) {
        if (failure == UploadFailure.CANCELLED) {
            return FORGOTTEN;
        }
        return failure.retryable() || failure == UploadFailure.INTERRUPTED ? RESUMABLE : FINAL;
    }

    /** A session that the store is not or could not be told of is of no use to anybody. */
    void settle(UploadState state) {
        try {
            if (this != RESUMABLE || !state.attached.isListed()) {
                state.closeSession();
            }
            if (this == RESUMABLE || (this == FINAL && state.mayBeAttached())) {
                state.writeDown();
                state.ownership.release();
            } else {
                state.ownership.remove();
            }
        } catch (SessionStoreException e) {
            state.tell(UploadEvent.Type.WAITING, Duration.ZERO, "a later try has to wait until the lease is over");
            state.closeSession();
            state.ownership.forget();
        }
    }
}
