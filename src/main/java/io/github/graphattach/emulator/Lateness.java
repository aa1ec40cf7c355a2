package io.github.graphattach.emulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the service shows late: drafts to whoever has just made them, and messages to filters, which ask an index. */
final class Lateness {

    private final Answers answers;
    private final Clock clock;

    Lateness(Answers answers, Clock clock) {
        this.answers = answers;
        this.clock = clock;
    }

    /** {@return whether a request finds the item} */
    boolean isThere(StoredItem item) {
        boolean isDraft = item.kind() == StoredItem.Kind.MESSAGE && item.isDraft();
        return !isDraft || hasPassed(answers.draftsLate.get(), item.created());
    }

    /** {@return those of the messages that a request finds in a list} */
    List<StoredItem> listed(List<StoredItem> messages, boolean filtered) {
        return messages.stream()
                .filter(this::isThere)
                .filter(message -> !filtered || hasPassed(answers.filtersLate.get(), Instant.parse(message.received())))
                .toList();
    }

    private boolean hasPassed(Duration delay, Instant since) {
        return delay.isZero() || !clock.instant().isBefore(since.plus(delay));
    }
}
