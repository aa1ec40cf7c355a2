package io.github.graphattach.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Any number of mails of two mailboxes, wanted at any times, in virtual time. */
class SendRateProperties {

    private static final long WINDOW = 50;
    private static final int MOST_STEPS = 2000;

    /**
     * A mail that is wanted at some time. Who asks again is late by some time; a request takes a while, and is counted by the
     * service somewhere in it. Some are given up while they wait.
     */
    record Mail(String mailbox, long wanted, long late, long takes, int countedAt, boolean givenUp) {}

    /** What happens at a time; of those at the same time the one that was planned first comes first. */
    record Event(long time, int number, Runnable what) {}

    record Sent(String mailbox, long time) {}

    /** A clock, and what happens when. */
    private static final class Play {

        private final AtomicLong clock;
        private final long origin;
        private final SendRate rate;
        private final List<Sent> sent = new ArrayList<>();
        private final Queue<Event> events =
                new PriorityQueue<>(Comparator.comparingLong(Event::time).thenComparingInt(Event::number));
        private int planned;

        Play(int most, long origin) {
            this.origin = origin;
            this.clock = new AtomicLong(origin);
            this.rate = new SendRate(most, Duration.ofNanos(WINDOW), clock::get);
        }

        private long now() {
            return clock.get() - origin;
        }

        private void at(long time, Runnable what) {
            events.add(new Event(time, ++planned, what));
        }

        private void ask(Mail mail, SendRate.Turn turn) {
            long wait = turn.ask().toNanos();
            if (wait > 0 && mail.givenUp) {
                turn.giveUp();
            } else if (wait > 0) {
                at(now() + wait + mail.late, () -> ask(mail, turn));
            } else {
                sent.add(new Sent(mail.mailbox, now() + mail.takes * mail.countedAt / 4));
                at(now() + mail.takes, turn::sent);
            }
        }

        List<Sent> of(List<Mail> mails) {
            mails.forEach(mail -> at(mail.wanted, () -> ask(mail, rate.turn(mail.mailbox))));
            int steps = 0;
            for (Event event = events.poll(); event != null; event = events.poll()) {
                clock.set(origin + event.time);
                event.what.run();
                assertThat(++steps).as("steps of %s mails", mails.size()).isLessThan(MOST_STEPS);
            }
            return sent;
        }
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void noWindowHasMoreMailsThanTheRateAllows(
            @ForAll("mails") List<Mail> mails, @ForAll @IntRange(min = 1, max = 4) int most, @ForAll long origin) {
        List<Sent> sent = new Play(most, origin).of(mails);

        assertThat(sent).hasSizeGreaterThanOrEqualTo((int)
                mails.stream().filter(mail -> !mail.givenUp).count());
        for (Sent last : sent) {
            assertThat(sent)
                    .filteredOn(one ->
                            one.mailbox.equals(last.mailbox) && one.time > last.time - WINDOW && one.time <= last.time)
                    .as("mails of %s in the window that ends at %s", last.mailbox, last.time)
                    .hasSizeLessThanOrEqualTo(most);
        }
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void nobodyWaitsLongerThanTheRateNeeds(
            @ForAll("mails") List<Mail> mails, @ForAll @IntRange(min = 1, max = 4) int most) {
        List<Mail> prompt = mails.stream()
                .map(mail -> new Mail("a", mail.wanted, 0, 0, 0, false))
                .sorted(Comparator.comparingLong(Mail::wanted))
                .toList();
        List<Long> soonest = new ArrayList<>();
        for (Mail mail : prompt) {
            int number = soonest.size();
            soonest.add(number < most ? mail.wanted : Math.max(mail.wanted, soonest.get(number - most) + WINDOW));
        }

        assertThat(new Play(most, 0).of(prompt)).extracting(Sent::time).containsExactlyElementsOf(soonest);
    }

    @Provide
    Arbitrary<List<Mail>> mails() {
        return Combinators.combine(
                        Arbitraries.of("a", "b"),
                        Arbitraries.longs().between(0, 3 * WINDOW),
                        Arbitraries.longs().between(0, WINDOW),
                        Arbitraries.longs().between(0, 2 * WINDOW),
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.integers().between(0, 5).map(one -> one == 0))
                .as(Mail::new)
                .list()
                .ofMaxSize(20);
    }
}
