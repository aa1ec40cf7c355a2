package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** The body of a refusal, be it the emulator's own or a scripted one, in the shape of the host that was asked. */
final class ErrorBody {

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);
    private static final String REQUEST_ID = "request-id";
    private static final String CLIENT_REQUEST_ID = "client-request-id";

    private final Clock clock;

    ErrorBody(Clock clock) {
        this.clock = clock;
    }

    /**
     * {@return the body}
     *
     * @param replyHeaders the headers of the reply, whose ids the body repeats
     */
    ObjectNode of(
            RecordedExchange.Host host, int status, String code, String message, Map<String, String> replyHeaders) {
        String date = SECONDS.format(clock.instant().atOffset(ZoneOffset.UTC));
        String requestId = replyHeaders.getOrDefault(REQUEST_ID, "");
        ObjectNode body = Json.object();
        ObjectNode inner = body.putObject("error")
                .put("code", code)
                .put("message", message)
                .putObject("innerError");
        if (host != RecordedExchange.Host.UPLOAD) {
            inner.put("date", date)
                    .put(REQUEST_ID, requestId)
                    .put(CLIENT_REQUEST_ID, replyHeaders.getOrDefault(CLIENT_REQUEST_ID, requestId));
            return body;
        }
        if (status == 401) {
            // Outlook's own, instead of Graph's: what its support asks for.
            inner.put("oAuthEventOperationId", Ids.guid())
                    .put("oAuthEventcV", requestId)
                    .put("errorUrl", "https://aka.ms/autherrors#error-" + code);
        }
        inner.put("requestId", requestId).put("date", date);
        return body;
    }
}
