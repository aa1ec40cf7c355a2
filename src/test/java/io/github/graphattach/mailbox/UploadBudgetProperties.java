package io.github.graphattach.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.mailbox.UploadBudget.Reservation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Any sequence of reservations, cancellations and passing time, against sums over all bookings. */
class UploadBudgetProperties {

    private static final long BUDGET = 100;
    private static final long WINDOW = 50;

    /** Some time passes; then bytes are reserved, or for none, an earlier reservation is cancelled. */
    record Move(String mailbox, long pause, long bytes, int pick) {}

    record Booked(String mailbox, long time, long bytes, Reservation reservation) {}

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void noWindowHoldsMoreThanTheBudgetAndNobodyWaitsLongerThanThatNeeds(
            @ForAll("moves") List<Move> moves, @ForAll long start) {
        AtomicLong clock = new AtomicLong(start);
        UploadBudget budget = new UploadBudget(BUDGET, Duration.ofNanos(WINDOW), clock::get);
        List<Booked> live = new ArrayList<>();
        long now = 0;

        for (Move move : moves) {
            now += move.pause;
            clock.addAndGet(move.pause);
            if (move.bytes > 0) {
                live.add(reserve(budget, live, move, now));
            } else if (!live.isEmpty()) {
                live.remove(move.pick % live.size()).reservation.cancel();
            }
        }
        for (Booked last : live) {
            assertThat(bytesInWindowUpTo(last.time, last.mailbox, live))
                    .as("bytes of %s in the window that ends at %s", last.mailbox, last.time)
                    .isLessThanOrEqualTo(BUDGET);
        }
    }

    private static Booked reserve(UploadBudget budget, List<Booked> live, Move move, long now) {
        Reservation reservation = budget.reserve(move.mailbox, move.bytes);
        long time = now + reservation.delay().toNanos();
        long charge = Math.min(move.bytes, BUDGET);
        long soonest = live.stream()
                .filter(booked -> booked.mailbox.equals(move.mailbox))
                .mapToLong(Booked::time)
                .reduce(now, Math::max);

        assertThat(time).as("in order of arrival").isGreaterThanOrEqualTo(soonest);
        assertThat(bytesInWindowUpTo(time, move.mailbox, live) + charge).isLessThanOrEqualTo(BUDGET);
        if (time > soonest) {
            assertThat(bytesInWindowUpTo(time - 1, move.mailbox, live) + charge)
                    .as("a nanosecond earlier")
                    .isGreaterThan(BUDGET);
        }
        return new Booked(move.mailbox, time, charge, reservation);
    }

    private static long bytesInWindowUpTo(long end, String mailbox, List<Booked> live) {
        return live.stream()
                .filter(booked -> booked.mailbox.equals(mailbox) && booked.time > end - WINDOW && booked.time <= end)
                .mapToLong(Booked::bytes)
                .sum();
    }

    @Provide
    Arbitrary<List<Move>> moves() {
        Arbitrary<Long> bytes = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.longs().between(1, BUDGET)),
                Tuple.of(1, Arbitraries.of(BUDGET + 1, Long.MAX_VALUE)),
                Tuple.of(2, Arbitraries.just(0L)));
        return Combinators.combine(
                        Arbitraries.of("a", "b"),
                        Arbitraries.longs().between(0, WINDOW + 10),
                        bytes,
                        Arbitraries.integers().between(0, 50))
                .as(Move::new)
                .list()
                .ofMaxSize(40);
    }
}
