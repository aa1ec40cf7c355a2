package io.github.graphattach.emulator;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which {@code transactionId} has made which event. It is remembered for a while, also of an event that is gone. */
final class TransactionIds {

    private record Key(Mailbox mailbox, String transactionId) {}

    private record Use(String eventId, Instant at) {}

    private final Map<Key, Use> uses = new ConcurrentHashMap<>();
    private final Answers answers;
    private final Clock clock;

    TransactionIds(Answers answers, Clock clock) {
        this.answers = answers;
        this.clock = clock;
    }

    /** {@return the event that has the id; empty when it is the given one's from now on} */
    Optional<String> claim(Mailbox mailbox, String transactionId, String eventId) {
        Instant now = clock.instant();
        Use use = new Use(eventId, now);
        Use first = uses.compute(
                new Key(mailbox, transactionId),
                (key, known) -> known != null && now.isBefore(known.at().plus(answers.transactionIdMemory.get()))
                        ? known
                        : use);
        return Optional.of(first.eventId()).filter(event -> !event.equals(eventId));
    }

    void clear() {
        uses.clear();
    }
}
