package io.github.graphattach.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The protocol of one kind of upload session, as far as kinds differ: everything that is special to Outlook's stands here.
 *
 * @param descriptionName the name under which createUploadSession takes what is said of the file
 * @param urlHasToken whether the upload URL carries a token of its own; a Graph token is refused there then, with
 *     InvalidAudienceForResource
 * @param largestRange bytes of one range
 * @param inProgress statuses of an answer that asks for more
 * @param completed status of the answer that ends the session
 * @param nextOffset what an expected range begins with; its first group is the offset
 * @param attachmentId finds the id in the answer that ends the session
 */
public record SessionFamily(
        String descriptionName,
        boolean urlHasToken,
        int largestRange,
        Set<Integer> inProgress,
        int completed,
        Pattern nextOffset,
        Function<GraphReply, Optional<String>> attachmentId) {

    /**
     * Of messages and events. Offsets were seen as {@code "2097152"}, {@code "2097152-"} and {@code "2097152-4194303"}; the
     * last answer has no body, only a Location.
     *
     * @see <a href="https://learn.microsoft.com/graph/outlook-large-attachments">Attach large files to Outlook messages or
     *     events</a>
     */
    public static final SessionFamily OUTLOOK = new SessionFamily(
            "AttachmentItem",
            true,
            4 * 1024 * 1024,
            Set.of(200, 202),
            201,
            Pattern.compile("\\s*(\\d{1,18})\\s*(?:-.*)?"),
            reply -> reply.header("location").flatMap(AttachmentLocation::id));

    /** {@return what opens a session for a file} */
    JsonNode description(NewAttachment attachment) {
        ObjectNode file = attachment.describe().put("attachmentType", "file").put("size", attachment.size());
        return JsonNodeFactory.instance.objectNode().set(descriptionName, file);
    }

    /**
     * Reads an answer to a range, or to a question about a session.
     *
     * @param reply of the upload host
     * @return what it says
     */
    public RangeReply read(GraphReply reply) {
        if (reply.status() == completed) {
            return new RangeReply.Completed(attachmentId.apply(reply));
        }
        if (inProgress.contains(reply.status())) {
            return reply.isHtml() ? new RangeReply.Malformed() : progress(reply.field("nextExpectedRanges"));
        }
        return reply.isSuccess() ? new RangeReply.Malformed() : new RangeReply.Refused();
    }

    private RangeReply progress(JsonNode ranges) {
        JsonNode first = ranges.isArray() ? ranges.path(0) : ranges;
        if (first.isMissingNode() || first.isNull()) {
            return new RangeReply.Received();
        }
        Matcher next = nextOffset.matcher(first.asText());
        return next.matches() ? new RangeReply.Progress(Long.parseLong(next.group(1))) : new RangeReply.Malformed();
    }
}
