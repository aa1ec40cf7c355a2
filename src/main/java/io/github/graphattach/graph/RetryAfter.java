package io.github.graphattach.graph;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads {@code Retry-After}: whole seconds, fractions of them ({@code 2.128} is Microsoft's own sample) or an HTTP date.
 *
 * @see <a href="https://learn.microsoft.com/graph/throttling">Microsoft Graph throttling guidance</a>
 */
final class RetryAfter {

    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");

    /** Java's parser takes a year of nine digits too, and the wait would no longer be a number of milliseconds. */
    private static final Instant LAST_DATE = Instant.parse("9999-12-31T23:59:59Z");

    private RetryAfter() {}

    /**
     * Reads the header.
     *
     * @param value its value
     * @param now the service's clock, from the answer's Date header where it has one
     * @return how long to wait, never negative; empty when the value is none of the three forms
     */
    static Optional<Duration> parse(String value, Instant now) {
        String text = value.strip();
        if (SECONDS.matcher(text).matches()) {
            return Optional.of(Duration.ofMillis((long) Math.ceil(Double.parseDouble(text) * 1000)));
        }
        return httpDate(text).map(date -> date.isAfter(now) ? Duration.between(now, date) : Duration.ZERO);
    }

    static Optional<Instant> httpDate(String text) {
        try {
            Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(date).filter(one -> !one.isAfter(LAST_DATE));
        } catch (DateTimeParseException notADate) {
            return Optional.empty();
        }
    }
}
