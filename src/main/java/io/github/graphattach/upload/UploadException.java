package io.github.graphattach.upload;

import io.github.graphattach.graph.GraphError;
import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.session.CompletedUpload;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An upload that gave up. Its message is the reason, to stand behind "failed because", and never holds an upload URL. */
public final class UploadException extends Exception {

    private static final long serialVersionUID = 1L;
    private static final Set<String> ENCODINGS = Set.of("gzip", "x-gzip", "deflate", "compress", "br", "zstd");

    private final UploadFailure failure;
    private final transient Optional<GraphReply> reply;
    private final transient Optional<Duration> retryAfter;
    private final long bytesCommitted;
    private final transient Optional<String> attachmentId;

    private UploadException(
            UploadFailure failure,
            String reason,
            Optional<GraphReply> reply,
            Optional<Duration> retryAfter,
            long bytesCommitted,
            Optional<String> attachmentId,
            @Nullable Throwable cause) {
        super(reason, cause);
        this.failure = failure;
        this.reply = reply;
        this.retryAfter = retryAfter;
        this.bytesCommitted = bytesCommitted;
        this.attachmentId = attachmentId;
    }

    /** An upload that gave up because of an answer. */
    public static UploadException of(
            UploadFailure failure, GraphReply reply, Optional<Duration> retryAfter, long committed) {
        UploadFailure named = Judgement.givenUp(failure, reply);
        String reason = named.reason() + " (the answer was " + describe(reply) + ")";
        return new UploadException(named, reason, Optional.of(reply), retryAfter, committed, Optional.empty(), null);
    }

    /** An upload whose file was attached to an item that is not there any more. */
    static UploadException itemGone(CompletedUpload record, GraphReply reply) {
        String reason = "it was attached on " + record.at() + " as " + record.attachmentId() + ", and "
                + UploadFailure.ITEM_GONE.reason() + " (the answer was " + describe(reply) + ")";
        return new UploadException(
                UploadFailure.ITEM_GONE,
                reason,
                Optional.of(reply),
                Optional.empty(),
                0,
                Optional.of(record.attachmentId()),
                null);
    }

    private static String describe(GraphReply reply) {
        String said = reply.error().message().isEmpty()
                ? reply.error().code()
                : (reply.error().code() + " '" + reply.error().message() + "'").strip();
        String form = reply.isHtml() ? " in HTML" : "";
        String packed = reply.contentEncoding()
                .map(name -> " with " + encoding(name) + ", which nobody asked for")
                .orElse("");
        return reply.status() + (said.isEmpty() ? form : " " + said) + packed;
    }

    /** What stands in that header may be anything. */
    private static String encoding(String name) {
        return ENCODINGS.contains(name.toLowerCase(Locale.ROOT))
                ? "Content-Encoding " + name
                : "an unknown Content-Encoding";
    }

    /** An upload that gave up without an answer. */
    public static UploadException of(UploadFailure failure, Throwable cause, long committed) {
        String said =
                cause.getMessage() == null ? cause.getClass().getSimpleName() : GraphError.oneLine(cause.getMessage());
        String reason = failure.reason() + " (" + said + ")";
        return new UploadException(
                failure, reason, Optional.empty(), Optional.empty(), committed, Optional.empty(), cause);
    }

    /** An upload that gave up for a reason of its own. */
    public static UploadException of(UploadFailure failure, long committed) {
        return new UploadException(
                failure, failure.reason(), Optional.empty(), Optional.empty(), committed, Optional.empty(), null);
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

    /** {@return what the file was attached as before, where that is known and the item is gone} */
    public Optional<String> attachmentId() {
        return attachmentId;
    }

    /** {@return how many bytes the service is known to have} */
    public long bytesCommitted() {
        return bytesCommitted;
    }
}
