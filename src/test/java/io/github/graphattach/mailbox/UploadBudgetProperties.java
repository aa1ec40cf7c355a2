package io.github.graphattach.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.mailbox.UploadBudget.Reservation;
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

    /** A request that is wanted at some time; it may start later, as it needs a permit too, and it takes a while. */
    record Request(long wanted, long bytes, long permitAfter, long takes, int countedAt) {}

    /** What happens at a time; of those at the same time the one that was planned first comes first. */
    record Event(long time, int number, Runnable what) {}

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void whateverTheServiceCountsBetweenStartAndEndIsWithinTheBudget(@ForAll("requests") List<Request> requests) {
        AtomicLong clock = new AtomicLong();
        UploadBudget budget = new UploadBudget(BUDGET, Duration.ofNanos(WINDOW), clock::get);
        Queue<Event> events =
                new PriorityQueue<>(Comparator.comparingLong(Event::time).thenComparingInt(Event::number));
        List<Booked> counted = new ArrayList<>();
        var run = new Object() {
            private int planned;

            void at(long time, Runnable what) {
                events.add(new Event(time, ++planned, what));
            }

            void start(Request request, Reservation reservation) {
                long wait = reservation.start().toNanos();
                if (wait > 0) {
                    at(clock.get() + wait, () -> start(request, reservation));
                    return;
                }
                long time = clock.get() + request.takes * request.countedAt / 4;
                counted.add(new Booked("a", time, request.bytes, reservation));
                at(clock.get() + request.takes, reservation::end);
            }
        };
        for (Request request : requests) {
            run.at(request.wanted, () -> {
                Reservation reservation = budget.reserve("a", request.bytes);
                run.at(
                        clock.get() + reservation.delay().toNanos() + request.permitAfter,
                        () -> run.start(request, reservation));
            });
        }

        int steps = 0;
        for (Event event = events.poll(); event != null; event = events.poll()) {
            clock.set(event.time);
            event.what.run();
            assertThat(++steps).as("steps of %s requests", requests.size()).isLessThan(1000);
        }

        assertThat(counted).hasSameSizeAs(requests);
        for (Booked last : counted) {
            assertThat(bytesInWindowUpTo(last.time, "a", counted))
                    .as("bytes that the service counts in the window that ends at %s", last.time)
                    .isLessThanOrEqualTo(BUDGET);
        }
    }

    @Provide
    Arbitrary<List<Request>> requests() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 3 * WINDOW),
                        Arbitraries.longs().between(1, BUDGET),
                        Arbitraries.longs().between(0, WINDOW),
                        Arbitraries.longs().between(0, 2 * WINDOW),
                        Arbitraries.integers().between(0, 4))
                .as(Request::new)
                .list()
                .ofMaxSize(20);
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
