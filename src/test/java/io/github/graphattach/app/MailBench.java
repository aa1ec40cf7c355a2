package io.github.graphattach.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** What the route of mails does, without Camel: the same parts, step by step. */
final class MailBench {

    /** What a job does next. */
    enum Step {
        OPEN,
        BEGIN,
        CREATE,
        DRAFTED,
        FILE,
        ATTACH,
        RECORD,
        COMPLETE,
        SEND,
        SENT,
        FINISH,
        FAIL
    }

    private static final Duration REST = Duration.ofSeconds(20);

    final Path root;
    final MailDouble service = new MailDouble();
    private final Consumer<Step> before;
    private final AtomicInteger keys = new AtomicInteger();
    private long nanos;
    private Inbox inbox;
    private JobRules rules;
    private MailRules mails;
    private JobEnding ending;
    private FolderOutcomes outcomes;

    /** @param before told of each step before it is done */
    MailBench(Path root, Consumer<Step> before) throws IOException {
        this.root = root;
        this.before = before;
        for (var folder : List.of("inbox", "done", "failed")) {
            Files.createDirectories(root.resolve(folder));
        }
        start();
    }

    /** Begins as a new process does, with nothing but what is on the disk. */
    void start() throws IOException {
        var json = JobReader.strictMapper();
        var folder = InboxFolder.at(root.resolve("inbox"));
        var outage = new Outage(() -> nanos);
        var clock = Clock.systemUTC();
        outcomes = new FolderOutcomes(
                folder, HeldFolder.at(root.resolve("done")), HeldFolder.at(root.resolve("failed")), json, clock);
        inbox = new Inbox(
                folder,
                new Inbox.Rules(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        1,
                        Optional.empty(),
                        IgnoredNames.of("")),
                new JobReader(json),
                outcomes::settle,
                outage,
                () -> nanos);
        var graph = new Service("graph", "https://graph/v1.0");
        rules = new JobRules(folder, outcomes, () -> graph, service, (receipt, source) -> {}, clock);
        mails = new MailRules(
                rules, new FinishedJobs(folder, outcomes, () -> graph), () -> "key-" + keys.incrementAndGet());
        ending = new JobEnding(inbox, rules, outage);
    }

    Path drop(String name, String content) throws IOException {
        return Files.writeString(root.resolve("inbox").resolve(name), content);
    }

    /** Works until nothing more is to be done; time passes between two looks. */
    void work() throws IOException {
        for (var looks = 0; looks < 5; looks++) {
            nanos += REST.toNanos();
            for (var job = inbox.next(); job.isPresent(); job = inbox.next()) {
                work(job.get());
            }
        }
    }

    private void work(HeldJob job) throws IOException {
        inbox.take(job);
        var run = rules.take(job);
        try {
            next(Step.OPEN);
            rules.open(run);
            if (run.isToBeSent()) {
                mail(run, job.job().mail().orElseThrow());
            }
            next(Step.FINISH);
            ending.finish(run);
        } catch (IOException | RuntimeException e) {
            next(Step.FAIL);
            ending.fail(run, e);
        } finally {
            rules.release(run);
            inbox.release(job);
        }
    }

    private void mail(JobRun run, Mail mail) throws IOException {
        next(Step.BEGIN);
        var key = mails.begin(run);
        next(Step.CREATE);
        var draft = service.createDraft(key, mail.draft().subject());
        next(Step.DRAFTED);
        mails.drafted(run, draft.getKey(), draft.getValue(), "");
        for (var file : run.pending()) {
            attach(run, file);
        }
        next(Step.COMPLETE);
        var required = mails.complete(run);
        next(Step.SEND);
        var how = service.send(run.mail().messageId(), required);
        next(Step.SENT);
        mails.sent(run, how, run.mail().messageId(), "<1@graph>");
    }

    private void attach(JobRun run, JobRun.Attachment file) throws IOException {
        next(Step.FILE);
        try (var content = rules.begin(run, file)) {
            next(Step.ATTACH);
            var attached = service.attach(
                    run.mail().messageId(),
                    JobRules.uploadId(run, file),
                    file.file().name());
            next(Step.RECORD);
            rules.record(
                    run,
                    new FileReceipt(
                            file.file().path(),
                            file.file().name(),
                            attached.getValue(),
                            content.length(),
                            content.sha256(),
                            "size",
                            attached.getKey(),
                            "request",
                            "",
                            ""),
                    content);
        }
    }

    private void next(Step step) {
        before.accept(step);
    }

    /** {@return the names in the folders of jobs that ended so, sorted} */
    List<String> ended(String outcome) throws IOException {
        try (var files = Files.walk(root.resolve(outcome))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /** {@return what is in the files of that name, in folders of jobs that ended so, the latest last} */
    List<JsonNode> json(String outcome, String name) throws IOException {
        try (var files = Files.walk(root.resolve(outcome))) {
            var found = new ArrayList<JsonNode>();
            for (var file : files.filter(file -> file.endsWith(name)).sorted().toList()) {
                found.add(new ObjectMapper().readTree(Files.readString(file, StandardCharsets.UTF_8)));
            }
            return found;
        }
    }
}
