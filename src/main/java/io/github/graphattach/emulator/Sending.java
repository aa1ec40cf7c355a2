package io.github.graphattach.emulator;

import java.time.Duration;

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

    final Settings settings = new Settings();
    final Setting<Duration> delay = settings.duration("delay", DELAY);
    final Setting<Outcome> outcome = settings.choice("outcome", Outcome.SENT_ITEMS);
    final Setting<SentIds> ids = settings.choice("ids", SentIds.IMMUTABLE_KEPT);
    final Setting<Again> again = settings.choice("again", Again.IGNORED);

    Sending() {}

    /**
     * Sets how long an accepted mail stays in Drafts, where it looks unsent, by the emulator's clock; 5 seconds by default,
     * so that whoever looks at once finds it there. Zero is instant.
     *
     * @throws IllegalArgumentException when it is negative
     */
    public Sending delay(Duration duration) {
        delay.set(Settings.notNegative("delay", duration));
        return this;
    }

    /** Sets where the draft goes; {@link Outcome#SENT_ITEMS} by default. */
    public Sending outcome(Outcome place) {
        outcome.set(place);
        return this;
    }

    /** Sets what becomes of its ids; {@link SentIds#IMMUTABLE_KEPT} by default. */
    public Sending ids(SentIds kept) {
        ids.set(kept);
        return this;
    }

    /** Sets what a second send does; {@link Again#IGNORED} by default. */
    public Sending again(Again effect) {
        again.set(effect);
        return this;
    }
}
