package io.github.graphattach.graph;

import java.util.Optional;

/** What an answer to a range, or to a question about a session, says of the session. */
public sealed interface RangeReply {

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
}
