package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/**
 * What becomes of a mail after it was accepted with 202, where the service varies or is reported to. Each setting says what
 * its default is. A part of {@link Answers}; may be changed at any time, and counts for what happens from then on.
 */
public final class Sending {

    /** Where the draft goes when the transport has taken the mail out of Drafts. */
    public enum Outcome {
        /** To Sent Items, as documented. */
        SENT_ITEMS,
        /** Nowhere: an administrator's rule or a property of the message keeps no copy of what was sent. */
        NO_COPY,
        /** To Sent Items; nobody gets the mail, and the sender's Inbox a report that says so. */
        RETURNED
    }

    /** What becomes of the ids of the draft when it moves to Sent Items. */
    public enum SentIds {
        /** The ordinary id changes, the immutable one is kept, as documented. */
        IMMUTABLE_KEPT,
        /** Both change, as a user saw in 2019. */
        BOTH_CHANGED,
        /** Both are kept; of the ordinary id users saw it for a while. */
        BOTH_KEPT
    }

    /** What a second send of a draft does that is still in Drafts; both answer 202. */
    public enum Again {
        /** Nothing. */
        IGNORED,
        /** The recipients get the mail once more, as a pessimist expects. */
        DELIVERED_AGAIN
    }

    private static final Duration DELAY = Duration.ofSeconds(5);

    private volatile Duration delay = DELAY;
    private volatile Outcome outcome = Outcome.SENT_ITEMS;
    private volatile SentIds ids = SentIds.IMMUTABLE_KEPT;
    private volatile Again again = Again.IGNORED;

    Sending() {}

    /**
     * Sets how long an accepted mail stays in Drafts, where it looks unsent, by the emulator's clock; 5 seconds by default,
     * so that whoever looks at once finds it there. Zero is instant.
     *
     * @throws IllegalArgumentException when it is negative
     */
    public Sending delay(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("delay must not be negative, but is " + duration);
        }
        delay = duration;
        return this;
    }

    /** Sets where the draft goes; {@link Outcome#SENT_ITEMS} by default. */
    public Sending outcome(Outcome place) {
        outcome = place;
        return this;
    }

    /** Sets what becomes of its ids; {@link SentIds#IMMUTABLE_KEPT} by default. */
    public Sending ids(SentIds kept) {
        ids = kept;
        return this;
    }

    /** Sets what a second send does; {@link Again#IGNORED} by default. */
    public Sending again(Again effect) {
        again = effect;
        return this;
    }

    /**
     * Applies settings named as the methods, such as {@code {"delay": "PT30S", "ids": "BOTH_CHANGED"}}.
     *
     * @throws IllegalArgumentException naming the setting that is wrong
     */
    void apply(ObjectNode settings) {
        settings.properties().forEach(setting -> {
            String value = setting.getValue().asText();
            switch (setting.getKey()) {
                case "delay" -> delay(duration(value));
                case "outcome" -> outcome(Outcome.valueOf(value));
                case "ids" -> ids(SentIds.valueOf(value));
                case "again" -> again(Again.valueOf(value));
                default -> throw new IllegalArgumentException("there is no setting 'sending." + setting.getKey() + "'");
            }
        });
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'delay': an ISO 8601 duration such as PT5S is expected", e);
        }
    }

    ObjectNode toJson() {
        return Json.object()
                .put("delay", delay.toString())
                .put("outcome", outcome.name())
                .put("ids", ids.name())
                .put("again", again.name());
    }

    void reset() {
        delay(DELAY);
        outcome(Outcome.SENT_ITEMS);
        ids(SentIds.IMMUTABLE_KEPT);
        again(Again.IGNORED);
    }

    Duration delay() {
        return delay;
    }

    Outcome outcome() {
        return outcome;
    }

    SentIds ids() {
        return ids;
    }

    Again again() {
        return again;
    }
}
