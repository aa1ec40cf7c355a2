package io.github.graphattach.emulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A request and its answer, without their secrets.
 *
 * @param host which of the emulator's listeners was asked
 * @param method the HTTP method
 * @param path the path as it was sent, without the query; empty when the request was malformed
 * @param requestHeaders all headers, names in lower case; credentials and tokens are masked
 * @param requestBytes how many bytes of the request body were read
 * @param status the status of the answer, 0 when the connection ended without one
 * @param requestId the answer's {@code request-id}
 * @param query the query as it was sent, tokens masked; empty when there was none
 * @param responseHeaders all headers of the answer, names in lower case, credentials and tokens masked
 * @param started when the request's headers had arrived, on the emulator's clock
 * @param duration from then to the first byte of the answer, in real time
 * @param fault the scripted fault that struck, empty when there was none
 * @param notImplemented what of the request the emulator does not implement, and so refused with 501 where Graph may have
 *     done it; empty when there is no such thing
 * @param errorCode the code of the error that was answered, scripted ones too; empty when there was none
 * @param errorMessage its message
 */
public record RecordedExchange(
        Host host,
        String method,
        String path,
        Map<String, String> requestHeaders,
        long requestBytes,
        int status,
        String requestId,
        String query,
        Map<String, String> responseHeaders,
        Instant started,
        Duration duration,
        String fault,
        String notImplemented,
        String errorCode,
        String errorMessage) {

    /** One of the emulator's listeners. */
    public enum Host {
        /** Microsoft Graph. */
        GRAPH,
        /** The Outlook host that upload URLs point to. */
        UPLOAD,
        /** The login, where there is one. */
        LOGIN
    }
}
