package io.github.graphattach.mail;

import io.github.graphattach.session.MailRecord;
import io.github.graphattach.upload.Stage;
import io.github.graphattach.upload.Transition;
import io.github.graphattach.upload.UploadException;

/**
 * Writes down how far a mail is. Where the store fails this is done again, and never the request before it.
 *
 * @param state of the mail
 * @param record what is written down
 * @param next follows
 */
record Noting(MailState state, MailRecord record, Transition.Continuation next) implements Stage {

    @Override
    public Transition step() throws UploadException {
        state.save(record);
        return next.proceed();
    }
}
