package io.github.graphattach.app;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.github.graphattach.component.GraphAttachConstants;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of the inbox route between its endpoints, in the order in which the route takes them. What they share of a job
 * travels in an exchange property.
 */
public final class JobSteps {

    /** The exchange property that says whether {@code direct:attach-in-ranges} attaches to a message or an event. */
    public static final String ITEM = "graphAttachItem";

    private static final String RUN = "graphAttachJob";
    private static final Logger LOG = LoggerFactory.getLogger(JobSteps.class);

    private final Inbox inbox;
    private final JobReader reader;
    private final Outcomes outcomes;
    private final Optional<String> defaultTarget;
    private final Supplier<String> graphHost;
    private final AttachmentCheck check;
    private final Clock clock;
    private final AtomicInteger failures = new AtomicInteger();

    JobSteps(
            Inbox inbox,
            JobReader reader,
            Outcomes outcomes,
            Optional<String> defaultTarget,
            Supplier<String> graphHost,
            AttachmentCheck check,
            Clock clock) {
        this.inbox = inbox;
        this.reader = reader;
        this.outcomes = outcomes;
        this.defaultTarget = defaultTarget;
        this.graphHost = graphHost;
        this.check = check;
        this.clock = clock;
    }

    /** {@return how many jobs failed since the start} */
    int failures() {
        return failures.get();
    }

    /** Takes the polled file into work: the body becomes the JSON of its job. */
    public void take(Exchange exchange) throws IOException {
        var name = Path.of(exchange.getMessage().getHeader(Exchange.FILE_NAME_ONLY, String.class));
        var run = new JobRun(name, clock.instant());
        exchange.setProperty(RUN, run);
        inbox.take(name);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                run.close();
                inbox.release(name);
            }
        });
        var json = Inbox.isJob(name) ? reader.read(name) : reader.jobFor(name, defaultTarget.orElseThrow());
        run.jobSha256(HeldFile.sha256(new ByteArrayInputStream(json)));
        exchange.getMessage().setBody(json);
    }

    /** Opens every file of the job in the body, so that a job with a fault in it fails before any request is sent. */
    public void open(Exchange exchange) throws IOException {
        var run = run(exchange);
        var job = Objects.requireNonNull(exchange.getMessage().getBody(Job.class));
        run.job(job);
        outcomes.resume(run);
        for (var index = 0; index < job.files().size(); index++) {
            var file = job.files().get(index);
            var path = inbox.folder().relative(file.path());
            refuseWhatIsNoDocument(run, path);
            var before = run.receipt(file);
            if (before.isPresent()) {
                refuseAnother(path, before.get());
            } else {
                run.hold(new JobRun.Attachment(index, file, inbox.folder().open(path)));
            }
        }
        // While it is being moved, the finished job of its id is this one.
        if (job.id().isPresent() && run.movingTo().isEmpty()) {
            compareWithTheFinishedJob(run, job, job.id().get());
        }
    }

    /** {@return the files that are still to be attached, in the job's order} */
    public List<?> pending(Exchange exchange) {
        return run(exchange).pending();
    }

    /** Makes the exchange what {@code direct:attach-in-ranges} expects: the file as body, where it goes in headers. */
    public void address(Exchange exchange) {
        var run = run(exchange);
        var attachment = Objects.requireNonNull(exchange.getMessage().getBody(JobRun.Attachment.class));
        var target = run.job().orElseThrow().target();
        run.begin(attachment, clock.instant());
        exchange.setProperty(ITEM, target.item());
        var message = exchange.getMessage();
        // The headers of the polled job would name and measure the wrong file.
        message.removeHeaders("*");
        target.headers().forEach(message::setHeader);
        attachment.file().headers().forEach(message::setHeader);
        message.setHeader(GraphAttachConstants.NAME, attachment.file().name());
        message.setHeader(GraphAttachConstants.SIZE, attachment.content().length());
        message.setHeader(GraphAttachConstants.UPLOAD_ID, uploadId(run, attachment));
        message.setBody(attachment.content().stream());
    }

    /** Writes down that the file is attached. */
    public void record(Exchange exchange) throws IOException {
        var run = run(exchange);
        var attachment = run.current().orElseThrow();
        var message = exchange.getMessage();
        var receipt = new FileReceipt(
                attachment.file().path(),
                attachment.file().name(),
                text(exchange, GraphAttachConstants.OUTCOME),
                attachment.content().length(),
                text(exchange, GraphAttachConstants.CONTENT_SHA256),
                text(exchange, GraphAttachConstants.VERIFIED),
                text(exchange, GraphAttachConstants.ATTACHMENT_ID),
                text(exchange, GraphAttachConstants.REQUEST_ID),
                run.begun().toString(),
                clock.instant().toString());
        message.removeHeaders("CamelGraphAttach*");
        check.check(receipt, attachment.content());
        run.attached(receipt);
        outcomes.record(run, receipt(run, ""));
    }

    /** Moves the job and its files to the finished ones. */
    public void finish(Exchange exchange) {
        var run = run(exchange);
        try {
            var folder = outcomes.done(run, receipt(run, clock.instant().toString()), belongings(run));
            LOG.info("Job '{}' is done: {} attached, now in {}", run.name(), count(run), folder);
        } catch (IOException e) {
            leave(run, "is done, but could not be moved out of the inbox; its files will not be attached again", e);
        }
    }

    /** Moves the job and its files to the failed ones, with the reason. */
    public void fail(Exchange exchange) {
        var run = run(exchange);
        var cause = Objects.requireNonNull(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        var error = JobError.of(run, cause, clock.instant());
        try {
            var folder = outcomes.failed(run, error, belongings(run));
            failures.incrementAndGet();
            LOG.error("Job '{}' failed, now in {}: {}", run.name(), folder, error.message());
        } catch (IOException e) {
            leave(run, "failed (%s), and could not be moved out of the inbox".formatted(error.message()), e);
        }
    }

    /** Leaves the job where it is, to be taken up again after a restart. */
    public void interrupt(Exchange exchange) {
        LOG.info(
                "Job '{}' was interrupted and stays in the inbox", run(exchange).name());
    }

    private void leave(JobRun run, String what, IOException cause) {
        failures.incrementAndGet();
        inbox.leave(run.name());
        LOG.error("Job '{}' {}: {}; restart the application when this is mended", run.name(), what, cause.toString());
    }

    private void refuseWhatIsNoDocument(JobRun run, Path path) {
        var isTheJob = path.equals(run.name()) && Inbox.isJob(path);
        if (isTheJob || (path.getNameCount() == 1 && Inbox.isRecord(path))) {
            throw new JobException(
                    "notADocument",
                    "'%s' belongs to a job and is nothing to attach; name the document".formatted(path));
        }
        if (outcomes.contain(path)) {
            throw new JobException(
                    "notADocument", "'%s' belongs to a job that has ended; put a copy into the inbox".formatted(path));
        }
    }

    /** What took the place of an attached file while nothing ran would be moved away with it, and never be attached. */
    private void refuseAnother(Path path, FileReceipt attached) throws IOException {
        if (attached.sha256().isEmpty() || !Files.exists(inbox.folder().root().resolve(path), NOFOLLOW_LINKS)) {
            return;
        }
        try (var file = inbox.folder().open(path)) {
            if (!file.sha256().equals(attached.sha256())) {
                throw new JobException(
                        "fileReplaced",
                        "'%s' was attached before the interruption, and another file has taken its place; give the new file a job of its own"
                                .formatted(path));
            }
        }
    }

    /** A job id stands for one content, so that a job that is sent twice attaches once. */
    private void compareWithTheFinishedJob(JobRun run, Job job, String id) throws IOException {
        var finished = outcomes.finished(id);
        if (finished.isEmpty()) {
            return;
        }
        var before = finished.get();
        if (!before.target().equals(job.target().fields()) || !sameFiles(run, before.files())) {
            throw new JobException(
                    "idUsed",
                    "the job id '%s' stands for the finished job '%s', which had another target or other files; give this job an id of its own"
                            .formatted(id, before.job()));
        }
        run.resume(before.files().stream().map(FileReceipt::again).toList());
    }

    private static boolean sameFiles(JobRun run, List<FileReceipt> before) throws IOException {
        var held = run.held();
        if (held.size() != before.size()) {
            return false;
        }
        for (var index = 0; index < before.size(); index++) {
            var attachment = held.get(index);
            if (!before.get(index).name().equals(attachment.file().name())
                    || !before.get(index).sha256().equals(attachment.content().sha256())) {
                return false;
            }
        }
        return true;
    }

    /** {@return what leaves the inbox: the job's files and at last the job, but nothing that took the place of a file} */
    private List<Path> belongings(JobRun run) throws IOException {
        var belongings = new ArrayList<>(reader.claims(run.name()).files());
        belongings.remove(run.name());
        belongings.add(run.name());
        for (var attachment : run.held()) {
            if (!attachment.content().isInPlace()) {
                belongings.remove(inbox.folder().relative(attachment.file().path()));
                LOG.warn(
                        "'{}' was replaced while it was attached; the new file stays in the inbox",
                        attachment.file().path());
            }
        }
        return belongings;
    }

    private Receipt receipt(JobRun run, String finished) {
        var job = run.job().orElseThrow();
        return new Receipt(
                run.name().toString(),
                run.jobSha256(),
                job.id().orElse(""),
                graphHost.get(),
                job.target().fields(),
                run.started().toString(),
                finished,
                run.receipts());
    }

    private static String uploadId(JobRun run, JobRun.Attachment attachment) {
        return run.job()
                .flatMap(Job::id)
                .map(id -> id + "/" + attachment.index())
                .orElseGet(() -> attachment.file().path()
                        + ":" + attachment.content().length()
                        + ":" + attachment.content().lastModified().toMillis());
    }

    private static String count(JobRun run) {
        var count = run.receipts().size();
        return count == 1 ? "1 file" : count + " files";
    }

    private static String text(Exchange exchange, String header) {
        return Optional.ofNullable(exchange.getMessage().getHeader(header, String.class))
                .orElse("");
    }

    private static JobRun run(Exchange exchange) {
        return Objects.requireNonNull(exchange.getProperty(RUN, JobRun.class));
    }
}
