package io.github.graphattach.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RetryPolicyProperties {

    @Property(tries = 500)
    void aWaitIsBetweenHalfOfItsCeilingAndAllOfIt(
            @ForAll @IntRange(min = 1, max = Integer.MAX_VALUE) int faults,
            @ForAll @LongRange(min = 1, max = 3_600_000) long first,
            @ForAll @LongRange(min = 1, max = 86_400_000) long most,
            @ForAll long seed) {
        RetryPolicy policy = new RetryPolicy(Duration.ofMillis(first), Duration.ofMillis(most), new Random(seed));
        double ceiling = Math.min((double) most, first * Math.pow(2, Math.min(30, faults - 1)));

        long wait = policy.backOff(faults).toMillis();

        assertThat((double) wait).isBetween(Math.floor(ceiling / 2), ceiling);
    }

    @Property(tries = 500)
    void aWaitThatTheServiceNamesIsNeverShorterAndHardlyLonger(
            @ForAll @LongRange(min = 1, max = 3_600_000) long first,
            @ForAll @LongRange(min = 1, max = 3_600_000) long asked,
            @ForAll long seed) {
        RetryPolicy policy = new RetryPolicy(Duration.ofMillis(first), Duration.ofSeconds(60), new Random(seed));

        assertThat(policy.notBefore(Duration.ofMillis(asked)))
                .isBetween(Duration.ofMillis(asked), Duration.ofMillis(asked + first));
    }

    @Test
    void uploadsThatWereToldTheSameWaitDoNotComeBackTogether() {
        RetryPolicy policy = new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(60), new Random(1));

        assertThat(IntStream.range(0, 100)
                        .mapToObj(i -> policy.notBefore(Duration.ofSeconds(30)))
                        .distinct()
                        .count())
                .isGreaterThan(90);
    }

    @Test
    void uploadsThatFailedTogetherDoNotComeBackTogether() {
        RetryPolicy policy = new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(60), new Random(1));

        assertThat(IntStream.range(0, 100)
                        .mapToObj(i -> policy.backOff(3))
                        .distinct()
                        .count())
                .isGreaterThan(90);
    }
}
