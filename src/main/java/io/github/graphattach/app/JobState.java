package io.github.graphattach.app;

/** How it is with what lies in the inbox. */
enum JobState {
    /**
     * It waits: for its files, to be at rest, for another job with its file or id, or for an outage to end. Files count by
     * themselves until the job that names them was read.
     */
    WAITING,
    /** It is worked as soon as fewer jobs are in work. */
    READY,
    /** It is in work. */
    WORKING,
    /**
     * It stays: it is nothing to attach, or it was worked and cannot get to its end, for instance because its outcome cannot
     * be written. As long as the inbox pauses, jobs that have met the cause count here; afterwards they are tried again.
     */
    LEFT
}
