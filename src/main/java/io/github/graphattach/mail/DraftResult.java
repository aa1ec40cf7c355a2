package io.github.graphattach.mail;

import java.util.List;

/**
 * What came of a draft.
 *
 * @param outcome whether it was made
 * @param messageId Graph's id of it, or of what was sent; an immutable one
 * @param internetMessageId its Message-ID; empty where the service has not named it
 * @param brought the ids of the attachments that it had when it was made, as a forward has those of the original
 */
public record DraftResult(Outcome outcome, String messageId, String internetMessageId, List<String> brought) {

    /** Whether a draft was made. */
    public enum Outcome {
        /** By this try. */
        CREATED,
        /** By an earlier one, and it was just seen. */
        ALREADY_PRESENT,
        /** By an earlier one, and it is no draft any more. */
        ALREADY_SENT
    }

    /** Copies what may be changed. */
    public DraftResult {
        brought = List.copyOf(brought);
    }

    /** One that had nothing attached when it was made. */
    public DraftResult(Outcome outcome, String messageId, String internetMessageId) {
        this(outcome, messageId, internetMessageId, List.of());
    }
}
