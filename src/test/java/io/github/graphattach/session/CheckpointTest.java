package io.github.graphattach.session;

import static io.github.graphattach.session.Sample.TOKEN;
import static io.github.graphattach.session.Sample.checkpoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointTest {

    @Test
    void aCheckpointNeverPrintsItsUploadUrl() {
        Checkpoint checkpoint = checkpoint(7);
        Lease lease = new Lease("key", "owner", 1);

        assertThat(checkpoint.toString())
                .contains("uploadUrl=***", "nextOffset=7")
                .doesNotContain(TOKEN, "https");
        assertThat(new Claim.Claimed(lease, Optional.of(checkpoint)).toString()).doesNotContain(TOKEN, "https");
    }

    @Test
    void withoutItsSessionItStillTellsWhatWasSent() {
        Checkpoint checkpoint = checkpoint(7);

        Checkpoint rest = checkpoint.withoutSession();

        assertThat(rest.uploadUrl()).isEmpty();
        assertThat(rest.expiry()).isEmpty();
        assertThat(rest)
                .usingRecursiveComparison()
                .ignoringFields("uploadUrl", "expiry")
                .isEqualTo(checkpoint);
    }

    @ParameterizedTest
    @CsvSource({"-1, 5, 9", "6, 5, 9", "5, 10, 9"})
    void offsetsThatAreOutOfOrderAreRefused(long nextOffset, long inFlightEnd, long contentLength) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Checkpoint(
                        Optional.empty(),
                        Optional.empty(),
                        ListedIds.of(List.of()),
                        "print",
                        contentLength,
                        Optional.empty(),
                        nextOffset,
                        inFlightEnd,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        List.of()))
                .withMessageContaining("byte " + nextOffset);
    }

    @ParameterizedTest
    @CsvSource({"PT0S, PT1S, P7D", "PT1S, PT-1S, P7D", "PT1S, PT1S, PT0S"})
    void termsUnderWhichNothingCouldBeOwnedOrKeptAreRefused(Duration lease, Duration grace, Duration retention) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LeaseTerms(lease, grace, retention))
                .withMessageContaining("cannot be kept");
    }

    @Test
    void theDefaultTermsKeepResultsForSevenDays() {
        assertThat(LeaseTerms.withGrace(Duration.ofMinutes(1)))
                .isEqualTo(new LeaseTerms(Duration.ofSeconds(30), Duration.ofMinutes(1), Duration.ofDays(7)));
    }
}
