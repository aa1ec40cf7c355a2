package io.github.graphattach.mail;

import io.github.graphattach.refusal.RefusedException;
import java.util.List;

/** Recipients that a mail cannot reach. The message names their places; who they are is told to who asks. */
public final class InvalidRecipientsException extends RefusedException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> recipients;

    InvalidRecipientsException(String problem, String remedy, List<String> recipients) {
        super(problem, remedy);
        this.recipients = List.copyOf(recipients);
    }

    /** {@return what stands in place of the addresses, in the order of the message; for no log} */
    public List<String> recipients() {
        return recipients;
    }
}
