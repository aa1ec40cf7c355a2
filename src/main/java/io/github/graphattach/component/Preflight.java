package io.github.graphattach.component;

import io.github.graphattach.item.Mailbox;
import io.github.graphattach.mail.DraftJob;
import io.github.graphattach.mail.RecipientCheck;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/**
 * Asks who cannot get a mail, where the option mailTips says so. That is in the moment before the draft is made, so that
 * nothing is asked and refused of a mail that is there already, or was sent.
 *
 * @param planner of the endpoint
 * @param request which mail
 * @param fileBytes of each of its files
 */
record Preflight(UploadPlanner planner, MailRequest request, Collection<Long> fileBytes) {

    /**
     * Goes on with a draft until it is to be made, and asks then.
     *
     * @param job of that mail; nothing is left of it where the mail is refused
     * @return completes when the draft may be made, or is there
     */
    CompletableFuture<Void> before(DraftJob job) {
        if (!planner.endpoint().getConfiguration().isMailTips()) {
            return CompletableFuture.completedFuture(null);
        }
        return planner.drive(job, mailbox(), one -> one.isMaking() || one.isDone())
                .thenCompose(none -> job.isMaking() ? asked(job) : CompletableFuture.completedFuture(null));
    }

    private CompletableFuture<Void> asked(DraftJob job) {
        RecipientCheck check = planner.mails().check(request, fileBytes);
        return planner.drive(check, mailbox(), RecipientCheck::isDone).whenComplete((none, failure) -> {
            if (failure != null) {
                job.abandon();
            }
        });
    }

    private Mailbox mailbox() {
        return request.folder().mailbox();
    }
}
