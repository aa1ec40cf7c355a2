package io.github.graphattach.app;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What became of the mail of a job. A text that is not known is empty, and so is all of it where a job has no mail.
 *
 * @param jobKey what makes two tries the same mail: the job's id, or what was made up for a job without one
 * @param outcome {@code accepted}, {@code sent}, {@code unconfirmed} or {@code already-sent}; of a job that is not done also
 *     {@code begun}, {@code draft} or {@code sending}
 * @param messageId the id in Graph of the draft, or of what was sent
 * @param internetMessageId its Message-ID
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record MailReceipt(String jobKey, String outcome, String messageId, String internetMessageId) {

    static final MailReceipt NONE = new MailReceipt("", "", "", "");

    private static final String BEGUN = "begun";
    private static final String DRAFT = "draft";
    private static final String SENDING = "sending";
    private static final String UNCONFIRMED = "unconfirmed";
    private static final String ALREADY_SENT = "already-sent";
    private static final List<String> SENT = List.of("accepted", "sent", UNCONFIRMED, ALREADY_SENT);

    /** {@return a mail whose draft may be asked for from now on} */
    static MailReceipt begun(String jobKey) {
        return new MailReceipt(jobKey, BEGUN, "", "");
    }

    /** {@return this, whose draft is there} */
    MailReceipt drafted(String id, String internetId) {
        return new MailReceipt(jobKey, DRAFT, id, internetId);
    }

    /** {@return this, which may be sent from now on} */
    MailReceipt sending() {
        return new MailReceipt(jobKey, SENDING, messageId, internetMessageId);
    }

    /** {@return this, which has gone out} */
    MailReceipt sent(String how, String id, String internetId) {
        return new MailReceipt(jobKey, how, id, internetId.isEmpty() ? internetMessageId : internetId);
    }

    /** {@return this, which went out with an earlier job, as one that is asked for again} */
    MailReceipt again() {
        return outcome.equals(UNCONFIRMED) ? this : sent(ALREADY_SENT, messageId, internetMessageId);
    }

    /** {@return whether there may be a draft, and nothing is known of it} */
    @JsonIgnore
    boolean isBegun() {
        return outcome.equals(BEGUN);
    }

    /** {@return whether there is a draft that nobody was asked to send} */
    @JsonIgnore
    boolean isDraft() {
        return outcome.equals(DRAFT);
    }

    /** {@return whether it went out} */
    @JsonIgnore
    boolean isSent() {
        return SENT.contains(outcome);
    }
}
