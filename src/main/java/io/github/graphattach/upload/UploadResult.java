package io.github.graphattach.upload;

import java.util.Optional;

/**
 * What an upload that succeeded says of itself.
 *
 * @param outcome whether this upload attached the file
 * @param attachmentId Graph's id of the attachment
 * @param bytes of the file
 * @param requestId the service's id of the request that completed the attachment; empty when it gave none
 * @param sha256 of the source, lower-case hexadecimal; empty when nobody had to know it, with {@link VerifyLevel#NONE}
 * @param verified what was checked
 */
public record UploadResult(
        Outcome outcome,
        String attachmentId,
        long bytes,
        String requestId,
        Optional<String> sha256,
        Verified verified) {

    /** Who attached it. */
    public enum Outcome {
        /** This upload. */
        ATTACHED,
        /** It was there already, seen there just now. */
        ALREADY_PRESENT
    }

    /** What is known of the stored bytes. */
    public enum Verified {
        /** Nothing. */
        NONE,
        /** The stored size is not below the file's. */
        SIZE,
        /** They are those of the source. */
        CONTENT
    }
}
