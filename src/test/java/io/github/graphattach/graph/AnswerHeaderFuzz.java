package io.github.graphattach.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.graphattach.FuzzTime;
import io.github.graphattach.Hostile;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** Retry-After, Date, WWW-Authenticate and request-id. */
@AddLifecycleHook(FuzzTime.class)
class AnswerHeaderFuzz {

    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final Duration LONGEST = Duration.ofDays(3_000_000);

    @Provide
    Arbitrary<String> values() {
        return Hostile.texts(
                "0",
                "1",
                "9",
                "120",
                "2.128",
                ".",
                "-",
                "+",
                "e9",
                "Sun, 01 Nov 2026 00:00:10 GMT",
                "Sun, ",
                "01 Nov ",
                "9999",
                "00:00:00",
                " GMT",
                "claims=\"",
                "eyJhY2Nlc3NfdG9rZW4iOnt9fQ==",
                "\"",
                "Bearer ",
                ",");
    }

    @Property(tries = Integer.MAX_VALUE)
    void aHeaderIsUnderstoodOrLeftAlone(
            @ForAll("values") String value, @ForAll @IntRange(min = 0, max = 999_999_999) int seconds) {
        GraphReply reply = new GraphReply(
                429,
                Map.of("retry-after", value, "date", value, "request-id", value, "www-authenticate", value),
                MissingNode.getInstance(),
                "id");

        reply.retryAfter(NOW).ifPresent(wait -> assertThat(wait).isBetween(Duration.ZERO, LONGEST));
        RetryAfter.parse(value, NOW).ifPresent(wait -> assertThat(wait).isBetween(Duration.ZERO, LONGEST));
        Hostile.assertOneLine(reply.requestId(), 303);
        assertThat(ClaimsChallenge.of(value).map(String::length).orElse(0)).isLessThanOrEqualTo(value.length());
        assertThat(RetryAfter.parse(" " + seconds + " ", NOW)).isEqualTo(Optional.of(Duration.ofSeconds(seconds)));
    }
}
