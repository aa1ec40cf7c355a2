package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.component.FailureDetails;
import io.github.graphattach.component.GraphAttachException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The application without its route: the same parts, step by step, on a clock that the test moves. */
final class InboxBench {

    /** What a job does next. */
    enum Step {
        LOOK,
        OPEN,
        BEGIN,
        SEND,
        RECORD,
        FINISH,
        FAIL,
        MOVE,
        READ
    }

    static final Duration QUIET = Duration.ofSeconds(1);
    static final Duration FILE_QUIET = Duration.ofSeconds(10);
    static final Duration PATIENCE = Duration.ofSeconds(5);
    static final String TARGET = "{\"item\": \"event\", \"eventId\": \"E\"}";

    final Path root;
    final List<ServiceDouble> services = List.of(new ServiceDouble("v1.0"), new ServiceDouble("rehearsal"));
    final UnluckyFolder inboxFolder;
    private final InboxFolder files;
    final UnluckyFolder done;
    final UnluckyFolder failed;
    private final Optional<String> defaultTarget;
    private final Consumer<Step> before;
    private Runnable interrupted = () -> {};
    private final int jobsInFlight;
    private final List<Course> courses = new ArrayList<>();
    private final Map<String, String> outdated = new HashMap<>();
    private ServiceDouble service = services.get(0);
    private long nanos;
    private long pausedAt = -1;
    /** The job in work that is tried while an outage lasts. */
    private Optional<Course> probe = Optional.empty();

    private Duration skew = Duration.ZERO;
    private Inbox inbox;
    private JobRules rules;
    private JobEnding ending;
    private Outage outage;

    /** @param before told of each step before it is done */
    InboxBench(Path root, int jobsInFlight, boolean defaultTarget, Consumer<Step> before) throws IOException {
        this.root = root;
        this.before = before;
        this.jobsInFlight = jobsInFlight;
        this.defaultTarget = Optional.of(TARGET).filter(target -> defaultTarget);
        inboxFolder = folder("inbox");
        files = new InboxFolder(inboxFolder);
        done = folder("done");
        failed = folder("failed");
        start();
    }

    private UnluckyFolder folder(String name) throws IOException {
        return new UnluckyFolder(
                HeldFolder.at(Files.createDirectories(root.resolve(name))), new UnluckyFolder.Neighbour() {
                    @Override
                    public void beforeOpen() {
                        before.accept(Step.READ);
                    }

                    @Override
                    public void beforeMove() {
                        before.accept(Step.MOVE);
                    }

                    @Override
                    public void refused() {
                        probe = Optional.empty();
                        interrupted.run();
                    }
                });
    }

    /** Begins as a new process does, with nothing but what is on the disk. */
    void start() {
        courses.forEach(Course::release);
        courses.clear();
        probe = Optional.empty();
        pausedAt = -1;
        var json = JobReader.strictMapper();
        var clock = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.EPOCH.plus(skew).plusNanos(nanos);
            }
        };
        outage = new Outage(() -> nanos);
        var outcomes = new FolderOutcomes(files, done, failed, json, clock);
        inbox = new Inbox(
                files,
                new Inbox.Rules(QUIET, FILE_QUIET, PATIENCE, jobsInFlight, defaultTarget, IgnoredNames.of("*.tmp")),
                new JobReader(json),
                outcomes::settle,
                outage,
                () -> nanos);
        rules = new JobRules(files, outcomes, service::service, service, (receipt, source) -> {}, clock);
        ending = new JobEnding(inbox, rules, outage);
    }

    /** {@return the service that the application is set up for} */
    ServiceDouble service() {
        return service;
    }

    /** Sets the application up for the other service, from the next start on. */
    void changeService() {
        service = services.get(1 - services.indexOf(service));
        outdated.clear();
    }

    void pass(Duration time) {
        nanos += time.toNanos();
    }

    void jump(Duration time) {
        skew = skew.plus(time);
    }

    Inbox inbox() {
        return inbox;
    }

    Outage outage() {
        return outage;
    }

    /** {@return a clock that always goes on} */
    long nanos() {
        return nanos;
    }

    /** {@return whether the service has named the attachment to a job that is in work} */
    boolean isInWork(String attachmentId) {
        return courses.stream().anyMatch(course -> course.named.contains(attachmentId));
    }

    /** {@return the attachments that turned out to be parts of files, with the SHA-256 of their jobs} */
    Map<String, String> outdated() {
        return outdated;
    }

    /** Tells when a disk has refused a change. */
    void whenRefused(Runnable listener) {
        interrupted = listener;
    }

    /** {@return the jobs in work} */
    List<Course> courses() {
        return courses;
    }

    /** Looks into the inbox: {@return whether a job was taken} */
    boolean look() {
        before.accept(Step.LOOK);
        var isProbe = outage.reason().isPresent();
        var next = inbox.next();
        next.ifPresent(job -> {
            assertThat(isProbe && pausedAt == nanos)
                    .as("'%s' is tried in the very moment in which the inbox began to pause", job.name())
                    .isFalse();
            inbox.take(job);
            courses.add(new Course(job));
            probe = Optional.of(courses.get(courses.size() - 1)).filter(course -> isProbe);
        });
        return next.isPresent();
    }

    /** Looks and works until there is nothing more to do at this moment. */
    void workAll() {
        var more = true;
        while (more) {
            more = look();
            while (!courses.isEmpty()) {
                courses.get(0).advance();
            }
        }
    }

    /** One job on its way. */
    final class Course {

        private final HeldJob job;
        private Step next = Step.OPEN;
        private Optional<JobRun> run = Optional.empty();
        private Optional<JobRun.Attachment> attachment = Optional.empty();
        private Optional<HeldFile> content = Optional.empty();
        private Optional<FileReceipt> receipt = Optional.empty();
        private final Set<String> named = new HashSet<>();
        private int sent;

        Course(HeldJob job) {
            this.job = job;
        }

        /** Does what is next. */
        void advance() {
            try {
                step();
            } catch (IOException | RuntimeException e) {
                before.accept(Step.FAIL);
                run.orElseThrow().receipts().stream()
                        .filter(FileReceipt::isOutdated)
                        .forEach(file -> outdated.put(file.attachmentId(), job.sha256()));
                var begins =
                        outage.reason().isEmpty() || probe.filter(this::equals).isPresent();
                var concernsAll = rules.judge(run.orElseThrow(), e).kind() == Verdict.Kind.SERVICE;
                var blamed = ending.failures();
                ending.fail(run.orElseThrow(), e);
                if (begins && concernsAll && ending.failures() == blamed) {
                    pausedAt = nanos;
                }
                end();
            }
        }

        private void step() throws IOException {
            before.accept(next);
            switch (next) {
                case OPEN -> {
                    run = Optional.of(rules.take(job));
                    rules.open(run.get());
                    run.get().before().forEach(file -> named.add(file.attachmentId()));
                    nextFile();
                }
                case BEGIN -> {
                    content = Optional.of(rules.begin(run.orElseThrow(), attachment.orElseThrow()));
                    next = Step.SEND;
                }
                case SEND -> {
                    receipt = Optional.of(send(run.orElseThrow(), attachment.orElseThrow(), content.orElseThrow()));
                    named.add(receipt.get().attachmentId());
                    next = Step.RECORD;
                }
                case RECORD -> {
                    rules.record(run.orElseThrow(), receipt.orElseThrow(), content.orElseThrow());
                    sent++;
                    nextFile();
                }
                case FINISH -> {
                    var outgrown = outgrown(run.orElseThrow());
                    ending.finish(run.orElseThrow());
                    assertThat(outgrown)
                            .as("files of '%s' that went on growing after they were attached", job.name())
                            .isEmpty();
                    end();
                }
                default -> throw new IllegalStateException("no step of a job: " + next);
            }
        }

        private List<String> outgrown(JobRun run) throws IOException {
            var found = new ArrayList<String>();
            for (var attachment : run.pending()) {
                files.look(attachment.path())
                        .filter(attachment.state()::isOfSameFile)
                        .filter(now -> now.size() > attachment.state().size())
                        .ifPresent(now -> found.add(attachment.path()));
            }
            return found;
        }

        private void nextFile() throws IOException {
            close();
            var pending = run.orElseThrow().pending();
            attachment = sent < pending.size() ? Optional.of(pending.get(sent)) : Optional.empty();
            next = attachment.isPresent() ? Step.BEGIN : Step.FINISH;
        }

        private void end() {
            courses.remove(this);
            inbox.release(job);
            release();
        }

        void release() {
            run.ifPresent(rules::release);
            close();
        }

        private void close() {
            content.ifPresent(file -> {
                try {
                    file.close();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            content = Optional.empty();
        }
    }

    private FileReceipt send(JobRun run, JobRun.Attachment attachment, HeldFile content) {
        String text;
        try {
            text = new String(content.stream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new GraphAttachException(
                    "Tried but failed because the source is not what it was; send it again",
                    new FailureDetails(0, "", "", "", false, 0, "send it again"),
                    e);
        }
        var stored = service.attach(
                JobRules.uploadId(run, attachment),
                attachment.file().name(),
                text,
                run.mayBeAttached(attachment.file()));
        return new FileReceipt(
                attachment.file().path(),
                attachment.file().name(),
                stored.getValue(),
                content.length(),
                Objects.requireNonNull(service.attachments().get(stored.getKey()))
                        .sha256(),
                "size",
                stored.getKey(),
                "request",
                "",
                "");
    }
}
