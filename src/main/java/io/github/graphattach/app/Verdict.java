package io.github.graphattach.app;

import java.io.IOException;

/**
 * What comes of a job that did not get to its end.
 *
 * @param kind what it is
 * @param reason in one line
 */
record Verdict(Kind kind, String reason) {

    /** {@return what comes of a disk or a folder that fails} */
    static Verdict ofDisk(IOException failure) {
        return new Verdict(
                Kind.DISK, OpenFiles.areUsedUp(failure) ? OpenFiles.USED_UP : JobError.oneLine(failure.getMessage()));
    }

    /** Whose fault it is, and so what helps. */
    enum Kind {
        /** The job's own: it fails. */
        JOB,
        /** No way to the service, no token, or no store: every job stays until one gets through. */
        SERVICE,
        /** A disk or a folder: every job stays until one can be written down and moved. */
        DISK,
        /** A file of the job is still written to: the job is tried again when it has come to rest. */
        UNSETTLED,
        /** The application is stopping: the job stays for the next start. */
        STOPPING
    }
}
