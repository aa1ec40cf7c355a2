package io.github.graphattach.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many mails a mailbox sends in which time, and what the option says of it. */
class SendRateTest {

    private long nanos;
    private final MailboxLimits limits = new MailboxLimits(Runnable::run, () -> nanos);

    @Test
    void theThirdOfTwoMailsPerMinuteWaitsForTheFirst() {
        SendRate rate = limits.sendRate("2/1m");
        send(rate);
        nanos += Duration.ofSeconds(10).toNanos();
        send(rate);
        SendRate.Turn third = rate.turn("a");

        assertThat(third.ask()).isEqualTo(Duration.ofSeconds(50));
        nanos += Duration.ofSeconds(50).toNanos();
        assertThat(third.ask()).isZero();
    }

    /** A mail is sent again after a lost answer, for instance. */
    @Test
    void aMailThatIsSentAgainCountsAgain() {
        SendRate.Turn turn = limits.sendRate("1/1m").turn("a");
        assertThat(turn.ask()).isZero();
        turn.sent();

        assertThat(turn.ask()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void whoGivesUpMakesRoom() {
        SendRate rate = limits.sendRate("1/1m");
        SendRate.Turn first = rate.turn("a");
        assertThat(first.ask()).isZero();
        first.giveUp();
        first.giveUp();

        assertThat(rate.turn("a").ask()).isZero();
    }

    @Test
    void aMailThatWasSentCannotBeGivenUp() {
        SendRate rate = limits.sendRate("1/1m");
        SendRate.Turn first = rate.turn("a");
        assertThat(first.ask()).isZero();
        first.sent();
        first.giveUp();

        assertThat(rate.turn("a").ask()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void allWhoSayTheSameShareARateAndOthersHaveTheirOwn() {
        send(limits.sendRate("1/1m"));

        assertThat(limits.sendRate("1/60s").turn("a").ask()).isEqualTo(Duration.ofMinutes(1));
        assertThat(limits.sendRate("1/60s").turn("b").ask()).isZero();
        assertThat(limits.sendRate("1/2m").turn("a").ask()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"off", "OFF", "' off '"})
    void offDelaysNothing(String option) {
        SendRate rate = limits.sendRate(option);

        for (int mails = 0; mails < 1000; mails++) {
            send(rate);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "''|is not a rate",
                "30|is not a rate",
                "30/m|is not a rate",
                "-1/1m|is not a rate",
                "30MB/1m|is not a rate",
                "30/1d|is not a rate",
                "0/1m|lets nothing through",
                "30/0s|has a window that is not between 1s and 1h",
                "30/61m|has a window that is not between 1s and 1h"
            })
    void anythingElseIsRefusedInOneLineThatNamesTheOption(String text, String problem) {
        assertThatThrownBy(() -> limits.sendRate(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option mailboxSendRate='" + text + "' " + problem
                        + "; give mails per window such as 30/1m, or off");
    }

    private static void send(SendRate rate) {
        SendRate.Turn turn = rate.turn("a");
        assertThat(turn.ask()).isZero();
        turn.sent();
    }
}
