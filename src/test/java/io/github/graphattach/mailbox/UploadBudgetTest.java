package io.github.graphattach.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.graphattach.mailbox.UploadBudget.Reservation;
import io.github.graphattach.mailbox.UploadBudget.Usage;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadBudgetTest {

    private static final Duration WINDOW = Duration.ofMinutes(5);

    private long nanos = Long.MAX_VALUE - 1000;
    private final UploadBudget budget = new UploadBudget(150, WINDOW, () -> nanos);

    @Test
    void whatFitsIntoTheWindowStartsAtOnce() {
        assertThat(delay(100)).isZero();
        assertThat(delay(50)).isZero();
    }

    @Test
    void whatDoesNotFitWaitsUntilEnoughHasLeftTheWindow() {
        delay(100);
        pass(Duration.ofMinutes(1));
        delay(50);
        pass(Duration.ofMinutes(1));

        assertThat(delay(30)).as("when the first 100 leave").isEqualTo(Duration.ofMinutes(3));
        assertThat(delay(70)).as("beside it").isEqualTo(Duration.ofMinutes(3));
        assertThat(delay(1)).as("when the 50 leave").isEqualTo(Duration.ofMinutes(4));
    }

    @Test
    void aSmallOneDoesNotOvertakeALargeOne() {
        delay(100);

        assertThat(delay(100)).isEqualTo(WINDOW);
        assertThat(delay(1)).isEqualTo(WINDOW);
    }

    @Test
    void aRequestLargerThanTheBudgetGetsAWindowOfItsOwn() {
        assertThat(delay(Long.MAX_VALUE)).isZero();
        assertThat(delay(1)).isEqualTo(WINDOW);
        assertThat(delay(151)).isEqualTo(WINDOW.multipliedBy(2));
        assertThat(delay(Long.MAX_VALUE)).isEqualTo(WINDOW.multipliedBy(3));
    }

    @Test
    void mailboxesHaveBudgetsOfTheirOwn() {
        delay(150);

        assertThat(budget.reserve("b", 150).delay()).isZero();
    }

    @Test
    void cancelledBytesAreFreeAgainOnce() {
        Reservation cancelled = budget.reserve("a", 100);
        delay(50);
        cancelled.cancel();
        cancelled.cancel();

        assertThat(delay(100)).isZero();
        assertThat(delay(1)).isEqualTo(WINDOW);
    }

    @Test
    void whoComesAfterACancelledBacklogNeedNotWaitForIt() {
        delay(150);
        Reservation backlog = budget.reserve("a", 150);
        Reservation longer = budget.reserve("a", 150);
        assertThat(longer.delay()).isEqualTo(WINDOW.multipliedBy(2));

        longer.cancel();
        backlog.cancel();

        assertThat(delay(150)).isEqualTo(WINDOW);
    }

    @Test
    void nothingIsBookedForZeroBytes() {
        delay(150);

        assertThat(delay(0)).isZero();
        assertThatThrownBy(() -> delay(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theUseOfEachMailboxCanBeSeen() {
        delay(100);
        pass(Duration.ofMinutes(2));
        delay(40);
        delay(60);

        assertThat(budget.snapshot()).isEqualTo(Map.of("a", new Usage(140, Duration.ofMinutes(3))));
    }

    @Test
    void bytesCountUntilTheWindowHasPassed() {
        delay(100);
        pass(WINDOW.minusNanos(1));
        assertThat(budget.snapshot()).containsEntry("a", new Usage(100, Duration.ZERO));
        pass(Duration.ofNanos(1));
        assertThat(budget.snapshot()).containsEntry("a", new Usage(0, Duration.ZERO));
    }

    @Test
    void mailboxesThatWereIdleForAWindowAreForgottenAtTheNextReservation() {
        for (int i = 0; i < 1000; i++) {
            budget.reserve("idle " + i, 150);
        }
        pass(WINDOW.minusNanos(1));
        budget.reserve("busy", 1);
        assertThat(budget.snapshot()).hasSize(1001);
        pass(Duration.ofNanos(1));
        budget.reserve("busy", 1);

        assertThat(budget.snapshot()).containsOnlyKeys("busy");
    }

    @Test
    void theClockMayStartAnywhereAndWrapAround() {
        for (long start : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE / 2, Long.MIN_VALUE / 2}) {
            nanos = start;
            UploadBudget started = new UploadBudget(150, WINDOW, () -> nanos);
            started.reserve("a", 150);
            pass(Duration.ofMinutes(1));

            assertThat(started.reserve("a", 150).delay()).as("from %s", start).isEqualTo(Duration.ofMinutes(4));
        }
    }

    @Test
    void aMailboxWhoseReservationsAreAllCancelledIsForgottenAtOnce() {
        budget.reserve("a", 1).cancel();

        assertThat(budget.snapshot()).isEmpty();
    }

    @Test
    void anUnlimitedBudgetDelaysNothingAndRemembersNothing() {
        UploadBudget unlimited = UploadBudget.unlimited();
        Reservation huge = unlimited.reserve("a", Long.MAX_VALUE);
        huge.cancel();

        assertThat(huge.delay()).isZero();
        assertThat(unlimited.reserve("a", Long.MAX_VALUE).delay()).isZero();
        assertThat(unlimited.snapshot()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "150MB/5m, 150000000, PT5M",
        "150mb/300s, 150000000, PT5M",
        " 150 MB/5 m , 150000000, PT5M",
        "1/1s, 1, PT1S",
        "10B/1h, 10, PT1H",
        "2KB/60m, 2000, PT1H",
        "3GB/5M, 3000000000, PT5M",
        "4KiB/5m, 4096, PT5M",
        "5MiB/5m, 5242880, PT5M",
        "6GiB/5m, 6442450944, PT5M"
    })
    void theOptionIsBytesPerWindow(String text, long bytes, Duration window) {
        assertThat(BudgetSpec.parse(text)).contains(new BudgetSpec(bytes, window));
        UploadBudget parsed = parsed(text);
        assertThat(parsed.reserve("a", bytes).delay()).isZero();
        assertThat(parsed.reserve("a", 1).delay()).isEqualTo(window);
    }

    @Test
    void whoSaysTheSameInWhateverWordsSharesABudgetAndNobodyElse() {
        MailboxLimits limits = new MailboxLimits(Runnable::run, () -> nanos);
        limits.budget("1MB/5m").reserve("a", 1_000_000);

        assertThat(limits.budget("1000 KB/300s").reserve("a", 1).delay()).isEqualTo(Duration.ofMinutes(5));
        assertThat(limits.budget("1MB/6m").reserve("a", 1).delay()).isZero();
        assertThat(limits.budget("1MiB/5m").reserve("a", 1).delay()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "OFF", " off "})
    void offTurnsThePacingOff(String text) {
        UploadBudget off = parsed(text);
        off.reserve("a", Long.MAX_VALUE);

        assertThat(off.reserve("a", Long.MAX_VALUE).delay()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "''|is not a budget",
                "on|is not a budget",
                "150MB|is not a budget",
                "150MB/|is not a budget",
                "/5m|is not a budget",
                "-1MB/5m|is not a budget",
                "1.5MB/5m|is not a budget",
                "150MB/5|is not a budget",
                "150TB/5m|is not a budget",
                "150MB/5m/2|is not a budget",
                "1111111111111111111/5m|is not a budget",
                "0MB/5m|lets nothing through",
                "999999999999999999GB/5m|has more bytes than can be counted",
                "150MB/0s|has a window that is not between 1s and 1h",
                "150MB/61m|has a window that is not between 1s and 1h",
                "150MB/999999999h|has a window that is not between 1s and 1h"
            })
    void anythingElseIsRefusedInOneLineThatNamesTheOption(String text, String problem) {
        assertThatThrownBy(() -> parsed(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option mailboxUploadBudget='" + text + "' " + problem
                        + "; give bytes per window such as 150MB/5m, or off");
    }

    @Test
    void controlCharactersOfABadOptionDoNotBreakTheLine() {
        assertThatThrownBy(() -> parsed("a\n\u2028\u202eb"))
                .hasMessage("option mailboxUploadBudget='a???b' is not a budget; "
                        + "give bytes per window such as 150MB/5m, or off");
    }

    @ParameterizedTest
    @CsvSource({"0, PT5M", "-1, PT5M", "1, PT0S", "1, PT-1S", "1, PT1H0.000000001S", "1, PT2562047788015215H"})
    void boundsOfTheBudgetAreChecked(long bytes, Duration window) {
        assertThatThrownBy(() -> new UploadBudget(bytes, window, () -> nanos))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Duration delay(long bytes) {
        return budget.reserve("a", bytes).delay();
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private UploadBudget parsed(String option) {
        return new MailboxLimits(Runnable::run, () -> nanos).budget(option);
    }
}
