package io.github.graphattach.app;

import io.github.graphattach.component.GraphAttachException;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a job is, wherever it comes from: what makes it the same job, what of it is done, in which order its files go, and
 * how it ends. The steps of a job are called in the order in which they stand here.
 *
 * <p>Nothing is taken for attached because it was written down: a file that is still there goes to the service once more,
 * under the same upload id, and the component looks before it sends.
 */
final class JobRules {

    private static final Logger LOG = LoggerFactory.getLogger(JobRules.class);

    private final JobFiles files;
    private final Outcomes outcomes;
    private final Supplier<Service> service;
    private final Attachments attachments;
    private final AttachmentCheck check;
    private final Clock clock;
    private final Judge judge;
    private final FinishedJobs finished;

    JobRules(
            JobFiles files,
            Outcomes outcomes,
            Supplier<Service> service,
            Attachments attachments,
            AttachmentCheck check,
            Clock clock) {
        this.files = files;
        this.outcomes = outcomes;
        this.service = service;
        this.attachments = attachments;
        this.check = check;
        this.clock = clock;
        this.judge = new Judge(files);
        this.finished = new FinishedJobs(files, outcomes, service);
    }

    JobRun take(HeldJob job) {
        return new JobRun(job, clock.instant());
    }

    /** Checks every file of the job, so that a job with a fault in it fails before any request is sent. */
    void open(JobRun run) throws IOException {
        var recorded = outcomes.recorded(run.held());
        if (recorded.isPresent()) {
            run.phase(outcomes.resume(run, recorded.get()));
            // What has ended at another service has ended; what has not, is not attached here.
            if (run.phase() != JobRun.Phase.ATTACHING || service.get().has(recorded.get())) {
                run.resume(recorded.get());
            }
        }
        if (run.phase() == JobRun.Phase.FAILED) {
            return;
        }
        var job = run.held().job();
        job.mail().ifPresent(mail -> mail.requireShown(job.files()));
        for (var file : run.before()) {
            if (file.isOutdated()) {
                run.item().ifPresent(item -> attachments.remove(item, file));
                run.forget(file);
            }
        }
        for (var index = 0; index < job.files().size(); index++) {
            note(run, index, job.files().get(index));
        }
        // While it is being moved, the finished job of its id is this one.
        if (job.id().isPresent() && run.phase() != JobRun.Phase.MOVING) {
            finished.compare(run, job.id().get());
        }
    }

    private void note(JobRun run, int index, JobFile file) throws IOException {
        var path = JobPath.normal(file.path());
        refuseWhatIsNoDocument(run, path);
        var before = run.before(file.path());
        if (before.isPresent() && files.look(path).isEmpty()) {
            refuseWhatIsNowhere(run, before.get());
            return;
        }
        try (var content = files.open(path)) {
            if (before.isPresent()
                    && !before.get().sha256().isEmpty()
                    && !before.get().sha256().equals(content.sha256())) {
                throw new JobException(
                        "fileReplaced",
                        "'%s' was attached before the interruption, and another file has taken its place"
                                .formatted(file.path()),
                        "give the new file a job of its own");
            }
            run.note(new JobRun.Attachment(index, file, path, content.state()));
        }
    }

    /** What was attached and is not here any more cannot be sent, nor compared; but the service can be asked for it. */
    private void refuseWhatIsNowhere(JobRun run, FileReceipt before) {
        if (run.phase() == JobRun.Phase.ATTACHING
                && !run.mail().isSent()
                && run.item().filter(item -> attachments.has(item, before)).isEmpty()) {
            run.forget(before);
            throw new JobException(
                    "fileMissing",
                    "'%s' was attached before the interruption, and now neither the attachment nor the file is there"
                            .formatted(before.path()),
                    "put the file into the inbox and drop the job again");
        }
    }

    private void refuseWhatIsNoDocument(JobRun run, String path) {
        if (run.held().isDocument() && path.equals(run.name())) {
            throw new JobException(
                    "notADocument",
                    "'%s' belongs to a job and is nothing to attach".formatted(path),
                    "name the document");
        }
        if (outcomes.contain(path)) {
            throw new JobException(
                    "notADocument",
                    "'%s' belongs to a job that has ended".formatted(path),
                    "put a copy into the inbox");
        }
    }

    /** Opens the file whose turn it is: another one in its place fails, one that is still written to has to wait. */
    HeldFile begin(JobRun run, JobRun.Attachment attachment) throws IOException {
        run.begin(attachment, clock.instant());
        var content = files.open(attachment.path());
        if (content.state().equals(attachment.state())) {
            return content;
        }
        content.close();
        if (content.state().isOfSameFile(attachment.state())) {
            throw new UnsettledException(attachment.file().path());
        }
        throw new JobException(
                "fileReplaced",
                "'%s' was replaced by another file after the job was checked"
                        .formatted(attachment.file().path()),
                "drop the job again");
    }

    /** {@return what makes two tries of a file the same upload} */
    static String uploadId(JobRun run, JobRun.Attachment attachment) {
        return run.held()
                .id()
                .map(id -> id + "/" + attachment.index())
                .orElseGet(() -> attachment.file().path()
                        + ":" + attachment.state().size()
                        + ":" + attachment.state().modified().toMillis());
    }

    /** Writes down that the file is attached. */
    void record(JobRun run, FileReceipt receipt, HeldFile content) throws IOException {
        if (!run.isMail()) {
            check.check(receipt, content);
        }
        var attached = run.before(receipt.path()).map(receipt::after).orElse(receipt);
        run.attached(attached);
        outcomes.add(run, attached, () -> receipt(run, ""));
    }

    /** Writes down that the mail went out. */
    void sent(JobRun run) throws IOException {
        record(run);
        if (!run.mail().outcome().equals("already-sent")) {
            check.sent(run.receipts());
        }
    }

    /** Writes down what is done of the job. */
    void record(JobRun run) throws IOException {
        outcomes.record(run, receipt(run, ""));
    }

    /** The job is not worked any more, at least for now. */
    void release(JobRun run) {
        outcomes.release(run);
    }

    /** Takes a last look at the files, and ends the job as done: {@return where it is now} */
    String finish(JobRun run) throws IOException {
        if (run.phase() == JobRun.Phase.ATTACHING && !run.mail().isSent()) {
            refuseWhatHasGrown(run);
        }
        return outcomes.done(run, receipt(run, clock.instant().toString()));
    }

    /** Looks at the files once more: what was attached of one that went on growing is to be removed. */
    void refuseWhatHasGrown(JobRun run) throws IOException {
        for (var attachment : run.attachments()) {
            var now = files.look(attachment.path()).filter(attachment.state()::isOfSameFile);
            var receipt = run.receipt(attachment.file());
            if (now.isPresent() && receipt.isPresent() && !now.get().equals(attachment.state())) {
                if (!receipt.get().sha256().equals(files.sha256(attachment.path()))) {
                    refuseWhatHasGrown(run, receipt.get());
                }
                run.noteAgain(attachment, now.get());
            }
        }
    }

    private void refuseWhatHasGrown(JobRun run, FileReceipt receipt) throws IOException {
        if (receipt.isAttached()) {
            run.attached(receipt.outdated());
        } else {
            LOG.warn(
                    "'{}' of job '{}' is longer now than the attachment of that name which was there before; that one stays",
                    receipt.path(),
                    run.name());
            run.forget(receipt);
        }
        record(run);
        throw new UnsettledException(receipt.path());
    }

    /** {@return whose fault it is that the job did not get to its end} */
    Verdict judge(JobRun run, Throwable thrown) {
        return judge.judge(run, thrown);
    }

    /** Ends the job as failed: {@return where it is now} */
    String fail(JobRun run, Throwable cause) throws IOException {
        var draft = run.mail().messageId();
        var fate = draft.isEmpty() ? "" : isDeleted(run) ? "deleted" : "kept";
        var error = JobError.of(run, new JobError.Draft(draft, fate), cause, clock.instant());
        return outcomes.failed(run, receipt(run, ""), error);
    }

    /** Deletes the draft of the job where the job says so and nobody was asked to send it: {@return whether it is gone} */
    private boolean isDeleted(JobRun run) {
        var mail = run.held().job().mail().filter(Mail::deletesDraft);
        try {
            var isDeleted = mail.isPresent()
                    && run.mail().isDraft()
                    && attachments.discardDraft(mail.get(), run.mail().jobKey());
            if (isDeleted) {
                run.draftIsDeleted();
            }
            return isDeleted;
        } catch (GraphAttachException e) {
            LOG.warn(
                    "The draft of job '{}' could not be deleted and stays: {}",
                    run.name(),
                    JobError.oneLine(e.getMessage()));
            return false;
        }
    }

    private Receipt receipt(JobRun run, String finished) {
        var job = run.held().isValid() ? Optional.of(run.held().job()) : Optional.<Job>empty();
        return new Receipt(
                run.name(),
                run.held().sha256(),
                run.held().id().orElse(""),
                service.get().host(),
                service.get().identity(),
                job.map(Job::destination).map(Destination::fields).orElse(Map.of()),
                run.started().toString(),
                finished,
                inOrder(run, job),
                run.mail(),
                "");
    }

    private static List<FileReceipt> inOrder(JobRun run, Optional<Job> job) {
        var left = new LinkedHashMap<String, FileReceipt>();
        run.receipts().forEach(receipt -> left.put(receipt.path(), receipt));
        var ordered = new ArrayList<FileReceipt>();
        for (var file : job.map(Job::files).orElse(List.of())) {
            Optional.ofNullable(left.remove(file.path())).ifPresent(ordered::add);
        }
        ordered.addAll(left.values());
        return ordered;
    }
}
