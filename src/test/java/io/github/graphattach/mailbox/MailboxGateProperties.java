package io.github.graphattach.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.mailbox.MailboxGate.Load;
import io.github.graphattach.mailbox.MailboxGate.Permit;
import io.github.graphattach.mailbox.MailboxGate.Waiting;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any sequence of arrivals, returns, cancellations and turns of the executor. */
class MailboxGateProperties {

    enum Act {
        ACQUIRE,
        CLOSE,
        CANCEL,
        RUN
    }

    record Move(Act act, String key, int limit, int pick) {}

    /** One who asked, with what became of it. */
    private static final class Guest {
        private final Move move;
        private final List<Permit> permits = new ArrayList<>();
        private final List<Waiting> waiting = new ArrayList<>();
        private boolean closed;
        private boolean cancelled;

        Guest(Move move) {
            this.move = move;
        }

        boolean granted() {
            return !permits.isEmpty() || waiting.stream().anyMatch(Waiting::granted);
        }

        boolean out() {
            return granted() && !closed;
        }

        boolean waits() {
            return !granted() && !cancelled;
        }
    }

    @Property(tries = 2000)
    void neverTooManyAreOutAndEachIsGrantedInTurnOrCancelled(@ForAll("moves") List<Move> moves) {
        Queue<Runnable> executor = new ArrayDeque<>();
        MailboxGate gate = new MailboxGate(executor::add);
        List<Guest> guests = new ArrayList<>();

        for (Move move : moves) {
            List<Guest> before = guests.stream().filter(Guest::granted).toList();
            play(move, gate, executor, guests);
            checkTheRules(gate, guests, before);
        }
        clear(executor, guests);

        assertThat(gate.snapshot()).as("an empty gate remembers nobody").isEmpty();
        assertThat(guests)
                .allSatisfy(guest ->
                        assertThat(guest.permits).as("grants of %s", guest.move).hasSize(guest.cancelled ? 0 : 1));
    }

    private static void play(Move move, MailboxGate gate, Queue<Runnable> executor, List<Guest> guests) {
        switch (move.act) {
            case ACQUIRE -> {
                Guest guest = new Guest(move);
                guests.add(guest);
                guest.waiting.add(gate.acquire(move.key, move.limit, executor::add, guest.permits::add));
            }
            case CLOSE ->
                pick(guests.stream().filter(guest -> !guest.permits.isEmpty()), move)
                        .forEach(MailboxGateProperties::close);
            case CANCEL ->
                pick(guests.stream(), move).forEach(guest -> {
                    guest.cancelled = guest.waiting.get(0).cancel();
                    assertThat(guest.cancelled).as("cancelled").isEqualTo(!guest.granted());
                });
            case RUN -> Stream.ofNullable(executor.poll()).forEach(Runnable::run);
        }
    }

    private static void checkTheRules(MailboxGate gate, List<Guest> guests, List<Guest> grantedBefore) {
        for (String key : List.of("a", "b")) {
            List<Guest> lane =
                    guests.stream().filter(guest -> guest.move.key.equals(key)).toList();
            List<Guest> queue = lane.stream().filter(Guest::waits).toList();
            int out = Math.toIntExact(lane.stream().filter(Guest::out).count());

            List<Guest> justGranted = new ArrayList<>(lane);
            justGranted.removeIf(guest -> !guest.granted() || grantedBefore.contains(guest));
            int outThen = out - justGranted.size();
            for (Guest guest : justGranted) {
                assertThat(++outThen).as("permits out with this one").isLessThanOrEqualTo(guest.move.limit);
                assertThat(queue)
                        .as("who waits came later")
                        .allMatch(other -> lane.indexOf(guest) < lane.indexOf(other));
            }
            assertThat(queue.stream().limit(1))
                    .as("nobody waits without need")
                    .allMatch(head -> out >= head.move.limit);
            assertThat(gate.waiting(key)).isEqualTo(queue.size());
            assertThat(Optional.ofNullable(gate.snapshot().get(key)))
                    .isEqualTo(Optional.of(new Load(out, queue.size())).filter(load -> !load.equals(new Load(0, 0))));
        }
    }

    private static void clear(Queue<Runnable> executor, List<Guest> guests) {
        while (!executor.isEmpty() || guests.stream().anyMatch(Guest::out)) {
            Stream.ofNullable(executor.poll()).forEach(Runnable::run);
            guests.stream().filter(guest -> !guest.permits.isEmpty()).forEach(MailboxGateProperties::close);
        }
    }

    private static void close(Guest guest) {
        guest.permits.get(0).close();
        guest.closed = true;
    }

    private static Stream<Guest> pick(Stream<Guest> candidates, Move move) {
        List<Guest> all = candidates.toList();
        return all.isEmpty() ? Stream.empty() : Stream.of(all.get(move.pick % all.size()));
    }

    @Provide
    Arbitrary<List<Move>> moves() {
        return Combinators.combine(
                        Arbitraries.of(Act.ACQUIRE, Act.ACQUIRE, Act.CLOSE, Act.CANCEL, Act.RUN),
                        Arbitraries.of("a", "b"),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(0, 50))
                .as(Move::new)
                .list()
                .ofMaxSize(60);
    }
}
