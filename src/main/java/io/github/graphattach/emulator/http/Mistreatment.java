package io.github.graphattach.emulator.http;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What one exchange suffers while it is otherwise served as usual.
 *
 * @param requestBytesPerSecond how fast the request body is read, at most
 * @param replyDelay how long a finished reply is held back
 * @param replyBytesPerSecond how fast the reply body is written, at most
 * @param replyCutAfter how many bytes of the reply body are sent before the connection is cut; 0 sends nothing at all, not
 *     even the status
 * @param endOfStream whether cutting means a plain end of stream instead of a reset
 * @param withheldHeaders reply headers that are left out
 * @param replacement what is sent instead of the reply
 */
public record Mistreatment(
        OptionalLong requestBytesPerSecond,
        Duration replyDelay,
        OptionalLong replyBytesPerSecond,
        OptionalLong replyCutAfter,
        boolean endOfStream,
        Set<String> withheldHeaders,
        Optional<Replacement> replacement) {

    /** None at all. */
    public static final Mistreatment NONE = new Mistreatment(
            OptionalLong.empty(),
            Duration.ZERO,
            OptionalLong.empty(),
            OptionalLong.empty(),
            false,
            Set.of(),
            Optional.empty());

    /** A reply that takes the place of the real one; its body is sent as UTF-8. */
    public record Replacement(int status, Map<String, String> headers, String body) {}

    /** {@return the same, but with another reply in place of the real one} */
    public Mistreatment replacing(Replacement reply) {
        return new Mistreatment(
                requestBytesPerSecond,
                replyDelay,
                replyBytesPerSecond,
                replyCutAfter,
                endOfStream,
                withheldHeaders,
                Optional.of(reply));
    }
}
