package io.github.graphattach.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.graphattach.graph.GraphReply;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadSessionTest {

    private final World.FakeClock clock = new World.FakeClock();

    private Optional<UploadSession> session(String expiry, Map<String, String> headers) throws Exception {
        String json = "{\"UploadUrl\":\"https://outlook.office.com/x\",\"ExpirationDateTime\":\"" + expiry + "\"}";
        return UploadSession.of(new GraphReply(201, headers, new ObjectMapper().readTree(json), "id"), clock);
    }

    private static Map<String, String> date(Instant instant) {
        return Map.of("date", DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC)));
    }

    @Test
    void theRemainingLifeIsCountedOnTheServicesClock() throws Exception {
        Instant wrong = clock.now().minus(Duration.ofDays(400));
        UploadSession session =
                session(wrong.plus(Duration.ofHours(2)).toString(), date(wrong)).orElseThrow();

        clock.advance(Duration.ofMinutes(118));
        assertThat(session.isUsable(clock)).as("two minutes before its end").isTrue();
        clock.advance(Duration.ofSeconds(62));
        assertThat(session.isUsable(clock)).as("in its last minute").isFalse();
    }

    @Test
    void withoutADateTheRemainingLifeIsCountedOnThisClock() throws Exception {
        UploadSession session = session(clock.now().plus(Duration.ofMinutes(3)).toString(), Map.of())
                .orElseThrow();

        assertThat(session.isUsable(clock)).isTrue();
        clock.advance(Duration.ofMinutes(2));
        assertThat(session.isUsable(clock)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2999-01-01T00:00:00.1234567Z",
                "2999-01-01T00:00:00+02:00",
                "9999-12-31T23:59:59.9999999Z",
                "",
                "tomorrow",
                "+999999999-12-31T23:59:59Z",
                "2999-02-30T00:00:00Z"
            })
    void aFarOrMissingEndDoesNotEndTheSession(String expiry) throws Exception {
        UploadSession session = session(expiry, date(clock.now())).orElseThrow();

        clock.advance(Duration.ofDays(300));
        assertThat(session.isUsable(clock)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2019-09-25T01:09:30.7671707Z", "0001-01-01T00:00:00Z", "-999999999-01-01T00:00:00+18:00"})
    void anEndThatIsOverEndsTheSession(String expiry) throws Exception {
        assertThat(session(expiry, date(clock.now())).orElseThrow().isUsable(clock))
                .isFalse();
    }

    @Test
    void itPrintsNoSecret() throws Exception {
        assertThat(session("2999-01-01T00:00:00Z", Map.of()).orElseThrow().toString())
                .doesNotContain("/x");
    }
}
