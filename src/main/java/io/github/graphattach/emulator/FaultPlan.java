package io.github.graphattach.emulator;

import io.github.graphattach.emulator.http.HttpExchange;
import io.github.graphattach.emulator.http.Mistreatment;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a fault does to the one request that it has struck.
 *
 * @param description how the fault was scripted
 * @param clockJump how far the emulator's clock goes forward before the request is looked at
 * @param losesSession whether the upload session is forgotten before the request is looked at
 * @param delay how long the request is left unread
 * @param cutAfter after how many bytes of the request's body the connection is cut, without processing it
 * @param processed whether the request has its effect, whatever is answered
 * @param refusal what the body of the answer says, if that is a scripted refusal
 * @param headers what is added to the answer
 * @param mistreatment what the exchange suffers on the way
 * @param acceptOnly how many bytes of the range are taken
 * @param rewindTo the offset that the session really falls back to after the range
 * @param claimOffset the next offset that is claimed, against the truth
 */
record FaultPlan(
        String description,
        Duration clockJump,
        boolean losesSession,
        Duration delay,
        OptionalLong cutAfter,
        boolean processed,
        Optional<Refusal> refusal,
        Map<String, String> headers,
        Mistreatment mistreatment,
        OptionalLong acceptOnly,
        OptionalLong rewindTo,
        OptionalLong claimOffset) {

    /** A refusal without the ids that each answer has of its own. */
    record Refusal(String code, String message) {}

    /** No fault. */
    static final FaultPlan NONE = new FaultPlan(
            "",
            Duration.ZERO,
            false,
            Duration.ZERO,
            OptionalLong.empty(),
            true,
            Optional.empty(),
            Map.of(),
            Mistreatment.NONE,
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty());

    /**
     * Does what comes before processing.
     *
     * @param errors writes the body of a scripted refusal
     * @param host who was asked
     * @return whether the request is to be processed; otherwise it has had its answer
     * @throws IOException when the connection was cut
     */
    boolean begin(HttpExchange exchange, ErrorBody errors, RecordedExchange.Host host) throws IOException {
        headers.forEach(exchange::setHeader);
        exchange.mistreat(mistreatment
                .replacement()
                .flatMap(reply -> refusal.map(said -> mistreatment.replacing(new Mistreatment.Replacement(
                        reply.status(),
                        reply.headers(),
                        errors.of(host, reply.status(), said.code(), said.message(), exchange.replyHeaders())
                                .toString()))))
                .orElse(mistreatment));
        exchange.pause(delay);
        if (cutAfter.isPresent()) {
            exchange.drain(cutAfter.getAsLong());
            throw exchange.cut();
        }
        if (!processed) {
            exchange.reply(200);
        }
        return processed;
    }
}
