package io.github.graphattach.upload;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.graph.GraphReply;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an answer to a range, or to a question about a session, says of the session.
 *
 * @see <a href="https://learn.microsoft.com/graph/outlook-large-attachments">Attach large files to Outlook messages or events</a>
 */
sealed interface RangeReply {

    /**
     * The service has everything before a position and wants to go on there.
     *
     * @param next zero-based
     */
    record Progress(long next) implements RangeReply {}

    /** A success that does not say where to go on. */
    record Received() implements RangeReply {}

    /**
     * The attachment is made.
     *
     * @param attachmentId empty when the answer does not name it
     */
    record Completed(Optional<String> attachmentId) implements RangeReply {}

    /** Anything but success. */
    record Refused() implements RangeReply {}

    /** A success that no upload host gives, or whose ranges are no ranges. */
    record Malformed() implements RangeReply {}

    /** Seen: {@code "2097152"}, {@code "2097152-"}, {@code "2097152-4194303"}. */
    Pattern NEXT = Pattern.compile("\\s*(\\d{1,18})\\s*(?:-.*)?");

    /**
     * Reads an answer.
     *
     * @param reply of the upload host
     * @return what it says
     */
    static RangeReply of(GraphReply reply) {
        return switch (reply.status()) {
            case 201 -> new Completed(reply.header("location").flatMap(AttachmentLocation::id));
            case 200, 202 -> reply.isHtml() ? new Malformed() : progress(reply.field("nextExpectedRanges"));
            default -> reply.isSuccess() ? new Malformed() : new Refused();
        };
    }

    private static RangeReply progress(JsonNode ranges) {
        JsonNode first = ranges.isArray() ? ranges.path(0) : ranges;
        if (first.isMissingNode() || first.isNull()) {
            return new Received();
        }
        Matcher next = NEXT.matcher(first.asText());
        return next.matches() ? new Progress(Long.parseLong(next.group(1))) : new Malformed();
    }
}
