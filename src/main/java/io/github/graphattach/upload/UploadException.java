package io.github.graphattach.upload;

import io.github.graphattach.graph.GraphError;
import io.github.graphattach.graph.GraphReply;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An upload that gave up. Its message is the reason, to stand behind "failed because", and never holds an upload URL. */
public final class UploadException extends Exception {

    private static final long serialVersionUID = 1L;

    private final UploadFailure failure;
    private final transient Optional<GraphReply> reply;
    private final transient Optional<Duration> retryAfter;
    private final long bytesCommitted;

    private UploadException(
            UploadFailure failure,
            String reason,
            Optional<GraphReply> reply,
            Optional<Duration> retryAfter,
            long bytesCommitted,
            @Nullable Throwable cause) {
        super(reason, cause);
        this.failure = failure;
        this.reply = reply;
        this.retryAfter = retryAfter;
        this.bytesCommitted = bytesCommitted;
    }

    /** An upload that gave up because of an answer. */
    static UploadException of(UploadFailure failure, GraphReply reply, Optional<Duration> retryAfter, long committed) {
        String said = reply.error().message().isEmpty()
                ? reply.error().code()
                : (reply.error().code() + " '" + reply.error().message() + "'").strip();
        String reason =
                failure.reason() + " (the answer was " + reply.status() + (said.isEmpty() ? "" : " " + said) + ")";
        return new UploadException(failure, reason, Optional.of(reply), retryAfter, committed, null);
    }

    /** An upload that gave up without an answer. */
    static UploadException of(UploadFailure failure, Throwable cause, long committed) {
        String said =
                cause.getMessage() == null ? cause.getClass().getSimpleName() : GraphError.oneLine(cause.getMessage());
        return new UploadException(
                failure, failure.reason() + " (" + said + ")", Optional.empty(), Optional.empty(), committed, cause);
    }

    /** An upload that gave up for a reason of its own. */
    static UploadException of(UploadFailure failure, long committed) {
        return new UploadException(failure, failure.reason(), Optional.empty(), Optional.empty(), committed, null);
    }

    /** {@return the message: why, with the service's own words} */
    public String reason() {
        return String.valueOf(getMessage());
    }

    /** {@return what went wrong} */
    public UploadFailure failure() {
        return failure;
    }

    /** {@return the answer that ended it, where there was one} */
    public Optional<GraphReply> reply() {
        return reply;
    }

    /** {@return when the service wants to be asked again, where it said so} */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** {@return how many bytes the service is known to have} */
    public long bytesCommitted() {
        return bytesCommitted;
    }
}
