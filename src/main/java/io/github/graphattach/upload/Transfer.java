package io.github.graphattach.upload;

import io.github.graphattach.content.ByteRange;
import java.util.Optional;

/**
 * How far the bytes of a file are in the present session.
 *
 * @param session where they go; empty while none is open
 * @param committed where the service stands, by its own word
 * @param sentUpTo the end of what was ever sent in this session: bytes up to here may have arrived
 * @param furthest where the service ever stood in this session; only getting beyond it is progress
 */
record Transfer(Optional<UploadSession> session, long committed, long sentUpTo, long furthest) {

    /** No session is open, and nothing is there. */
    static final Transfer NONE = new Transfer(Optional.empty(), 0, 0, 0);

    /** A session has been opened; what another one got does not count. */
    static Transfer opened(UploadSession session) {
        return new Transfer(Optional.of(session), 0, 0, 0);
    }

    /** A session that an earlier try left is taken up. */
    static Transfer resumed(UploadSession session, long committed, long sentUpTo) {
        return new Transfer(Optional.of(session), committed, sentUpTo, committed);
    }

    /** The file is there as a whole, and its session has ended with that. */
    static Transfer completed(long length) {
        return new Transfer(Optional.empty(), length, length, length);
    }

    /** A range is about to go out. */
    Transfer sending(ByteRange range) {
        return new Transfer(session, committed, Math.max(sentUpTo, range.end()), furthest);
    }

    /** The service has everything before that position. */
    Transfer acknowledged(long next) {
        return new Transfer(session, next, sentUpTo, Math.max(furthest, next));
    }

    /** The service wants bytes again that it had. */
    Transfer rewound(long next) {
        return new Transfer(session, next, sentUpTo, furthest);
    }

    /** The session has ended, and its bytes are lost with it. */
    Transfer lost() {
        return NONE;
    }

    /** {@return whether some of a range was sent before} */
    boolean repeats(ByteRange range) {
        return range.offset() < sentUpTo;
    }

    /** {@return the end of what may have arrived} */
    long inFlightEnd() {
        return Math.max(committed, sentUpTo);
    }
}
