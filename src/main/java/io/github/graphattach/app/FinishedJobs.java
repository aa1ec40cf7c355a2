package io.github.graphattach.app;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * Jobs that have ended. A job id stands for one content at one service, so that a job that is sent twice attaches once.
 *
 * @param files of the jobs
 * @param outcomes of the jobs
 * @param service that jobs go to now
 */
record FinishedJobs(JobFiles files, Outcomes outcomes, Supplier<Service> service) {

    /**
     * Looks whether the job has been done before.
     *
     * @throws JobException when its id stands for another one
     */
    void compare(JobRun run, String id) throws IOException {
        for (var finished : outcomes.finished(id)) {
            if (!service.get().has(finished)) {
                continue;
            }
            if (!hasTheDestinationOf(run, finished) || !hasTheFilesOf(run, finished)) {
                throw new JobException(
                        "idUsed",
                        "the job id '%s' stands for the finished job '%s', which had another %s or other files"
                                .formatted(id, finished.job(), run.isMail() ? "mail" : "target"),
                        "give this job an id of its own");
            }
            run.repeat(finished);
        }
    }

    /** {@return whether a draft is that of a job with the same id and mail, which failed} */
    boolean isDraftOf(JobRun run, String id, String messageId) throws IOException {
        for (var failed : outcomes.failed(id)) {
            if (service.get().has(failed)
                    && hasTheDestinationOf(run, failed)
                    && failed.mail().messageId().equals(messageId)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasTheDestinationOf(JobRun run, Receipt before) {
        return before.target().equals(run.held().job().destination().fields());
    }

    /** Of a mail that was only found to be sent the files are not known. */
    private boolean hasTheFilesOf(JobRun run, Receipt receipt) throws IOException {
        return (receipt.mail().isSent() && receipt.files().isEmpty()) || hasTheFilesOf(run, receipt.files());
    }

    private boolean hasTheFilesOf(JobRun run, List<FileReceipt> before) throws IOException {
        var noted = run.attachments();
        if (noted.size() != before.size()) {
            return false;
        }
        for (var index = 0; index < before.size(); index++) {
            var attachment = noted.get(index);
            if (!before.get(index).name().equals(attachment.file().name())
                    || !before.get(index).sha256().equals(files.sha256(attachment.path()))) {
                return false;
            }
        }
        return true;
    }
}
