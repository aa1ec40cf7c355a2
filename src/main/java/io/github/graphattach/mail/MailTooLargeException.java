package io.github.graphattach.mail;

import io.github.graphattach.refusal.RefusedException;

/** A mail with more bytes than may be sent. */
public final class MailTooLargeException extends RefusedException {

    private static final long serialVersionUID = 1L;

    MailTooLargeException(String problem, String remedy) {
        super(problem, remedy);
    }
}
