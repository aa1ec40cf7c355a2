package io.github.graphattach.mail;

/**
 * What came of sending a mail.
 *
 * @param outcome what is known of it
 * @param messageId Graph's id of the copy among what was sent once that was seen, else of the draft; an immutable one
 * @param internetMessageId its Message-ID; empty where the service has not named it
 */
public record SendResult(Outcome outcome, String messageId, String internetMessageId) {

    /** What is known of the sending. None of these is a failure. */
    public enum Outcome {
        /** The service has taken the mail over. That is not yet sent. */
        ACCEPTED,
        /** Its copy was seen among what was sent. */
        SENT,
        /** It was sent as far as can be told, and its copy was not seen. */
        UNCONFIRMED,
        /** An earlier try has sent it, and its copy was seen. */
        ALREADY_SENT
    }
}
