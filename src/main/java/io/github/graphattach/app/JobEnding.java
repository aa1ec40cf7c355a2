package io.github.graphattach.app;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends jobs: those that got through, and those that did not; the latter fail, or stay when it is not their own fault. */
final class JobEnding {

    private static final Logger LOG = LoggerFactory.getLogger(JobEnding.class);

    /** Hears which jobs came to their end. */
    interface Listener {

        /**
         * One has ended.
         *
         * @param outcome {@code done} or {@code failed}
         * @param code {@link JobError#kind} of the failure, or {@code none}
         */
        void ended(String outcome, String code);
    }

    private final Inbox inbox;
    private final JobRules rules;
    private final Outage outage;
    private final Listener listener;
    private final AtomicInteger failures = new AtomicInteger();

    /** Without anybody to hear it. */
    JobEnding(Inbox inbox, JobRules rules, Outage outage) {
        this(inbox, rules, outage, (outcome, code) -> {});
    }

    JobEnding(Inbox inbox, JobRules rules, Outage outage, Listener listener) {
        this.inbox = inbox;
        this.rules = rules;
        this.outage = outage;
        this.listener = listener;
    }

    /** {@return how many jobs failed, or were given up, since the start} */
    int failures() {
        return failures.get();
    }

    /** Ends a job all of whose files are attached. */
    void finish(JobRun run) throws IOException {
        if (run.phase() == JobRun.Phase.FAILED) {
            failures.incrementAndGet();
            listener.ended("failed", "interrupted");
            LOG.error("Job '{}' failed before the restart, and is moved now", run.name());
        } else {
            var place = rules.finish(run);
            listener.ended("done", "none");
            LOG.info("Job '{}' is done: {}{} attached, now in {}", run.name(), mail(run), count(run), place);
        }
        inbox.ended(run.held());
        outage.passed(run.name(), run.hasReachedTheService());
    }

    /** Ends a job that did not get through. Whatever is wrong with it, no other job is held up by that. */
    void fail(JobRun run, Throwable cause) {
        try {
            end(run, cause);
        } catch (IOException e) {
            stay(run, Verdict.ofDisk(e));
        } catch (RuntimeException e) {
            failures.incrementAndGet();
            inbox.leave(run.held());
            LOG.error("Job '{}' stays in the inbox: report this as a bug", run.name(), e);
        }
    }

    private void end(JobRun run, Throwable cause) throws IOException {
        var verdict = rules.judge(run, cause);
        switch (verdict.kind()) {
            case STOPPING -> LOG.info("Job '{}' was interrupted and stays in the inbox", run.name());
            case UNSETTLED -> LOG.info("Job '{}' stays until its files are at rest: {}", run.name(), verdict.reason());
            case JOB -> fail(run, cause, verdict);
            case SERVICE -> {
                if (!outage.met(run.name(), verdict)) {
                    fail(run, cause, verdict);
                }
            }
            case DISK -> stay(run, verdict);
        }
    }

    private void fail(JobRun run, Throwable cause, Verdict verdict) throws IOException {
        var place = rules.fail(run, cause);
        inbox.ended(run.held());
        failures.incrementAndGet();
        listener.ended("failed", JobError.kind(cause));
        LOG.error("Job '{}' failed, now in {}: {}", run.name(), place, verdict.reason());
        outage.passed(run.name(), Judge.isAnswered(cause));
    }

    private void stay(JobRun run, Verdict verdict) {
        if (!outage.met(run.name(), verdict)) {
            inbox.leave(run.held());
            failures.incrementAndGet();
            LOG.error(
                    "Job '{}' stays in the inbox while others get through: {}; change it or restart the application when this is mended",
                    run.name(),
                    verdict.reason());
        }
    }

    private static String mail(JobRun run) {
        return run.isMail() ? "mail " + run.mail().outcome() + ", " : "";
    }

    private static String count(JobRun run) {
        var count = run.receipts().size();
        return count == 1 ? "1 file" : count + " files";
    }
}
