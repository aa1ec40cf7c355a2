package io.github.graphattach.component;

import io.github.graphattach.mail.InvalidRecipientsException;
import java.util.List;
import org.apache.camel.RuntimeCamelException;
import org.jspecify.annotations.Nullable;

/**
 * A file that was not attached. The message is one line: what was tried, why it failed, what to do. It never holds an upload
 * URL or a token.
 *
 * <p>Subtypes exist where a route branches.
 *
 * @see <a href="https://learn.microsoft.com/graph/errors">Microsoft Graph error responses</a>
 */
public class GraphAttachException extends RuntimeCamelException {

    private static final long serialVersionUID = 1L;

    private final FailureDetails details;

    /**
     * Reports a failure.
     *
     * @param message one line with the remedy
     * @param details what is known of it
     * @param cause what showed it, or null
     */
    public GraphAttachException(String message, FailureDetails details, @Nullable Throwable cause) {
        super(message, cause);
        this.details = details;
    }

    /** {@return the HTTP status of the answer that ended it, 0 when there was none} */
    public int statusCode() {
        return details.statusCode();
    }

    /** {@return Graph's error code, empty when there was none} */
    public String code() {
        return details.code();
    }

    /** {@return the service's id of the request, empty when it gave none} */
    public String requestId() {
        return details.requestId();
    }

    /** {@return this side's id of the request, empty when none was sent} */
    public String clientRequestId() {
        return details.clientRequestId();
    }

    /** {@return whether the same exchange may succeed later without anybody changing anything} */
    public boolean retryable() {
        return details.retryable();
    }

    /** {@return how many bytes the service is known to have taken} */
    public long bytesCommitted() {
        return details.bytesCommitted();
    }

    /** {@return the recipients that the mail cannot reach, where the message names their places; for no log} */
    public List<String> recipients() {
        return getCause() instanceof InvalidRecipientsException invalid ? invalid.recipients() : List.of();
    }

    /** {@return what can be done about it} */
    public String remedy() {
        return details.remedy();
    }

    /**
     * Tells whose fault it is.
     *
     * @return whether any other upload would fail for the same reason now: there is no way to the service, no token, or no
     *     session store; so it is better to wait than to try the next file
     */
    public boolean concernsEveryUpload() {
        return details.concernsEveryUpload();
    }
}
