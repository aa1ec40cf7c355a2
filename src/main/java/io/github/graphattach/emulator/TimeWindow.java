package io.github.graphattach.emulator;

import io.github.graphattach.emulator.http.HttpExchange;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Set;

/**
 * From when until when a request looks at a calendar. Each time is read with the offset that it has, in UTC without one, whatever
 * zone the answer is to show.
 */
record TimeWindow(Instant from, Instant to) {

    private static final String START = "startDateTime";
    private static final String END = "endDateTime";

    /** The query options that such a request must have. */
    static final Set<String> OPTIONS = Set.of(START, END);

    /** @throws GraphFailure 400 when one is missing or no time, or they are in the wrong order */
    static TimeWindow of(HttpExchange exchange) {
        if (!exchange.queryParameters().containsAll(OPTIONS)) {
            throw invalid(
                    "This request requires a time window specified by the query string parameters StartDateTime and"
                            + " EndDateTime.");
        }
        TimeWindow window = new TimeWindow(time(exchange, START), time(exchange, END));
        if (window.to().isBefore(window.from())) {
            throw invalid("The value of the parameter 'EndDateTime' is before that of 'StartDateTime'.");
        }
        return window;
    }

    private static Instant time(HttpExchange exchange, String parameter) {
        String text = exchange.queryParameter(parameter).orElse("");
        try {
            return text.matches(".*T.*(Z|[+-]\\d\\d:\\d\\d)")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text.contains("T") ? text : text + "T00:00")
                            .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw invalid("The value '" + text + "' of parameter '" + parameter + "' is invalid.");
        }
    }

    private static GraphFailure invalid(String message) {
        return new GraphFailure(400, "ErrorInvalidParameter", message);
    }
}
