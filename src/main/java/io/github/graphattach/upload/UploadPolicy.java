package io.github.graphattach.upload;

import java.time.Duration;

/**
 * The bounds of one upload.
 *
 * @param chunkSize bytes of one range
 * @param smallFileLimit files below it go by one POST
 * @param verify how the attachment is checked
 * @param onExisting what happens to attachments that are there already
 * @param maxAttempts tries of one request on transient faults; throttling does not count
 * @param maxSessions upload sessions opened for one file
 * @param maxRetryAfter the longest wait the service may ask for
 * @param requestTimeout the longest silence of one request; also how long a lost attachment is looked for
 * @param uploadTimeout the whole upload, waits included
 * @param uploadHost where ranges may go
 */
public record UploadPolicy(
        int chunkSize,
        long smallFileLimit,
        VerifyLevel verify,
        OnExisting onExisting,
        int maxAttempts,
        int maxSessions,
        Duration maxRetryAfter,
        Duration requestTimeout,
        Duration uploadTimeout,
        UploadHost uploadHost) {

    /**
     * The same bounds with another choice.
     *
     * @param choice what happens to attachments that are there already
     * @return the policy for one file
     */
    public UploadPolicy withOnExisting(OnExisting choice) {
        return new UploadPolicy(
                chunkSize,
                smallFileLimit,
                verify,
                choice,
                maxAttempts,
                maxSessions,
                maxRetryAfter,
                requestTimeout,
                uploadTimeout,
                uploadHost);
    }
}
