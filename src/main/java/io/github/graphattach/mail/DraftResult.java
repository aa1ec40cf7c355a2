package io.github.graphattach.mail;

/**
 * What came of a draft.
 *
 * @param outcome whether it was made
 * @param messageId Graph's id of it, or of what was sent; an immutable one
 * @param internetMessageId its Message-ID; empty where the service has not named it
 */
public record DraftResult(Outcome outcome, String messageId, String internetMessageId) {

    /** Whether a draft was made. */
    public enum Outcome {
        /** By this try. */
        CREATED,
        /** By an earlier one, and it was just seen. */
        ALREADY_PRESENT,
        /** By an earlier one, and it is no draft any more. */
        ALREADY_SENT
    }
}
