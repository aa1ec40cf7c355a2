package io.github.graphattach.app;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the mail of a job is on its way: asked for, drafted, complete, sent. Each is written down beside the job before the next
 * request, so that the next start goes on there. The steps are called in the order in which they stand here.
 */
final class MailRules {

    private final JobRules rules;
    private final FinishedJobs finished;
    private final Supplier<String> keys;

    /** @param keys for jobs without an id: another one each time */
    MailRules(JobRules rules, FinishedJobs finished, Supplier<String> keys) {
        this.rules = rules;
        this.finished = finished;
        this.keys = keys;
    }

    /** {@return what makes two tries the same mail} The draft may be asked for from now on. */
    String begin(JobRun run) throws IOException {
        if (run.mail().jobKey().isEmpty()) {
            run.mail(MailReceipt.begun(run.held().id().orElseGet(keys)));
            rules.record(run);
        }
        return run.mail().jobKey();
    }

    /**
     * Writes down that the draft is there.
     *
     * @param outcome {@code created}, {@code already-present} or {@code already-sent}
     * @throws JobException when the draft was there before, and nothing says that it holds this mail
     */
    void drafted(JobRun run, String outcome, String messageId, String internetMessageId) throws IOException {
        if (outcome.equals("already-present") && !isKnown(run, messageId)) {
            run.mail(MailReceipt.NONE);
            rules.record(run);
            throw new JobException(
                    "otherDraft",
                    "the job id '%s' stands for a draft that was there before (%s), and nothing here says that it holds this mail"
                            .formatted(run.held().id().orElse(""), messageId),
                    "delete that draft, or give this job an id of its own");
        }
        if (outcome.equals("already-sent")) {
            sent(run, outcome, messageId, internetMessageId);
        } else if (!run.mail().messageId().equals(messageId)) {
            run.mail(run.mail().drafted(messageId, internetMessageId));
            rules.record(run);
        }
    }

    private boolean isKnown(JobRun run, String messageId) throws IOException {
        var id = run.held().id();
        return run.isResumed() || id.isEmpty() || finished.isDraftOf(run, id.get(), messageId);
    }

    /**
     * Takes a last look at the files: {@return the ids of the attachments that have to be on the draft} It may be sent from now
     * on.
     */
    List<String> complete(JobRun run) throws IOException {
        if (!run.mail().isSent()) {
            rules.refuseWhatHasGrown(run);
            run.mail(run.mail().sending());
            rules.record(run);
        }
        return run.receipts().stream().map(FileReceipt::attachmentId).toList();
    }

    /** Writes down that the mail went out. */
    void sent(JobRun run, String outcome, String messageId, String internetMessageId) throws IOException {
        run.mail(run.mail().sent(outcome, messageId, internetMessageId));
        rules.sent(run);
    }
}
