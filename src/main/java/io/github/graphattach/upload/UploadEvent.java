package io.github.graphattach.upload;

import java.time.Duration;

/**
 * A step of one upload. It never holds an upload URL or a token.
 *
 * @param type what happened
 * @param name the attachment's name
 * @param itemPath the item's path below the Graph root
 * @param size bytes of the file
 * @param bytesCommitted bytes that the service is known to have
 * @param pause how long the upload pauses; for an upload that another process has, at most, as far as is known; zero
 *     unless it waits
 * @param detail the reason of a wait or failure, the attachment's id of a completion, else empty
 */
public record UploadEvent(
        Type type, String name, String itemPath, long size, long bytesCommitted, Duration pause, String detail) {

    /** What happened. */
    public enum Type {
        /** The first upload session is open. */
        OPENED,
        /** The service has one range more. */
        RANGE_ACCEPTED,
        /** The upload pauses because the service asks for it or failed. */
        WAITING,
        /** A failed upload goes on where the service's session stands. */
        RESUMED,
        /** Another upload session is open because the one before was lost. */
        REOPENED,
        /** The file is attached and verified as asked. */
        COMPLETED,
        /** The upload gave up. */
        FAILED
    }
}
