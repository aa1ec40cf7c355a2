package io.github.graphattach.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1000",
        "120, 120000",
        "' 7 ', 7000",
        "2.128, 2128",
        "0.0001, 1",
        "0.5, 500",
        "007, 7000",
        "999999999, 999999999000",
        "1.999999999, 2000"
    })
    void secondsMayHaveAFractionAndAreNeverRoundedDown(String value, long millis) {
        assertThat(RetryAfter.parse(value, NOW)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({
        "'Mon, 23 Nov 2026 10:01:30 GMT', 90",
        "'Mon, 23 Nov 2026 10:00:00 GMT', 0",
        "'Mon, 23 Nov 2026 09:00:00 GMT', 0",
        "'Wed, 21 Oct 2015 07:28:00 GMT', 0",
        "'Tue, 1 Dec 2026 10:00:00 GMT', 691200"
    })
    void aDateIsCountedFromTheServicesClockAndIsNeverNegative(String value, long seconds) {
        assertThat(RetryAfter.parse(value, NOW)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "soon",
                "-1",
                "+1",
                "1,5",
                "1e3",
                ".5",
                "5.",
                "0x10",
                "NaN",
                "Infinity",
                "1234567890",
                "1 Nov +12026 00:00:00 GMT",
                "01 Nov +999999999 00:00:00 GMT",
                "1 Nov 12026 00:00:00 GMT",
                "1.2.3",
                "1 2",
                "2026-11-23T10:01:30Z",
                "Mon, 32 Nov 2026 10:01:30 GMT",
                "Tue, 23 Nov 2026 10:01:30 GMT"
            })
    void whatIsNeitherSaysNothing(String value) {
        assertThat(RetryAfter.parse(value, NOW)).isEmpty();
    }

    @Test
    void aVeryLongTextSaysNothing() {
        assertThat(RetryAfter.parse("9".repeat(1_000_000), NOW)).isEmpty();
    }
}
