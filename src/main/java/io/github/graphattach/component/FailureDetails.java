package io.github.graphattach.component;

import java.io.Serializable;

/**
 * What is known of a failure.
 *
 * @param statusCode HTTP status, 0 when there was no answer
 * @param code Graph's error code, or empty
 * @param requestId the service's id of the request, or empty
 * @param clientRequestId this side's id of the request, or empty
 * @param retryable whether the same exchange may succeed later
 * @param bytesCommitted bytes that the service is known to have taken
 * @param remedy what can be done about it
 * @param concernsEveryUpload whether any other upload would fail for the same reason now
 */
public record FailureDetails(
        int statusCode,
        String code,
        String requestId,
        String clientRequestId,
        boolean retryable,
        long bytesCommitted,
        String remedy,
        boolean concernsEveryUpload)
        implements Serializable {

    /** A failure of one upload. */
    public FailureDetails(
            int statusCode,
            String code,
            String requestId,
            String clientRequestId,
            boolean retryable,
            long bytesCommitted,
            String remedy) {
        this(statusCode, code, requestId, clientRequestId, retryable, bytesCommitted, remedy, false);
    }
}
