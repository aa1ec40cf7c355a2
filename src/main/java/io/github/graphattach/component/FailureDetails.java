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
 */
public record FailureDetails(
        int statusCode,
        String code,
        String requestId,
        String clientRequestId,
        boolean retryable,
        long bytesCommitted,
        String remedy)
        implements Serializable {}
