package io.github.graphattach.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.graphattach.component.GraphAttachEndpoint;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.support.DefaultExchange;

/** Makes the component {@code inbox} and the beans that its route names, from the properties {@code graphattach.*}. */
public final class InboxConfiguration implements CamelConfiguration, AutoCloseable {

    /** Each job in work has one file open. */
    private static final int MOST_JOBS = 64;

    private final Runnable whenIdle;
    private final boolean once;
    private Optional<InboxLock> lock = Optional.empty();
    private Optional<Inbox> inbox = Optional.empty();
    private Optional<JobEnding> ending = Optional.empty();

    /** For an application that runs until it is stopped. */
    public InboxConfiguration() {
        this(() -> {}, false);
    }

    /**
     * @param whenIdle run, again and again, while there is nothing to do in the inbox
     * @param once whether there is also nothing to do any more when an outage does not end
     */
    InboxConfiguration(Runnable whenIdle, boolean once) {
        this.whenIdle = whenIdle;
        this.once = once;
    }

    @Override
    public void configure(CamelContext context) throws Exception {
        var settings = new Settings(context);
        var json = JobReader.strictMapper();
        var target = Optional.of(settings.text("graphattach.target")).filter(text -> !text.isBlank());
        try {
            if (target.isPresent()) {
                json.readValue(target.get(), Target.class);
            }
        } catch (JsonProcessingException e) {
            var refusal = JobReader.refused(e).refusal();
            throw new StartRefusedException(
                    "graphattach.target is no target: " + refusal.problem(), refusal.remedy(), e);
        }
        var rules = new Inbox.Rules(
                settings.duration("graphattach.quiet"),
                settings.duration("graphattach.file-quiet"),
                settings.duration("graphattach.patience"),
                jobsInFlight(settings),
                target,
                IgnoredNames.of(settings.text("graphattach.ignore")));
        var folder = InboxFolder.at(settings.folder("graphattach.inbox"));
        var done = HeldFolder.at(done(settings));
        var failed = HeldFolder.at(settings.folder("graphattach.failed"));
        lock = Optional.of(InboxLock.of(folder.root()));
        var outage = new Outage(System::nanoTime);
        var outcomes = new FolderOutcomes(folder, done, failed, json, Clock.systemUTC());
        var watched = new Inbox(folder, rules, new JobReader(json), outcomes::settle, outage, System::nanoTime);
        var check = Optional.ofNullable(context.getRegistry().findSingleByType(AttachmentCheck.class));
        var worked = new JobRules(
                folder,
                outcomes,
                service(context),
                new ServiceAttachments(context),
                check.orElse((receipt, source) -> {}),
                Clock.systemUTC());
        var metrics = new JobMetrics(context, watched);
        context.addService(metrics);
        var ends = new JobEnding(watched, worked, outage, metrics);
        var finished = new FinishedJobs(folder, outcomes, service(context));
        var mails = new MailRules(worked, finished, () -> UUID.randomUUID().toString());
        context.getRegistry().bind("mailSteps", new MailSteps(mails));
        context.getRegistry().bind("jobSteps", new JobSteps(watched, worked, ends, Clock.systemUTC()));
        context.addComponent("inbox", new InboxComponent(watched, () -> {
            if (watched.isIdle() || (once && outage.isHopeless())) {
                whenIdle.run();
            }
        }));
        Optional.ofNullable(HealthCheckRegistry.get(context))
                .ifPresent(checks -> checks.register(new InboxHealthCheck(outage)));
        inbox = Optional.of(watched);
        ending = Optional.of(ends);
    }

    /** {@return whether no job failed and nothing was left in the inbox} */
    boolean isAllDone() {
        return ending.orElseThrow().failures() == 0
                && inbox.orElseThrow().left().isEmpty()
                && inbox.orElseThrow().isIdle();
    }

    /** What is known of the service is asked for once, when there is an endpoint. */
    static Supplier<Service> service(CamelContext context) {
        return () -> {
            var endpoint = endpoint(context, "event");
            var options = endpoint.getConfiguration();
            var identity = Stream.of(endpoint.getServiceUrl(), options.getTenantId(), options.getClientId())
                    .filter(part -> part != null && !part.isBlank())
                    .collect(Collectors.joining(" "));
            return new Service(URI.create(endpoint.getServiceUrl()).getAuthority(), identity);
        };
    }

    /** What the service has, asked through the endpoint of the kind of item. */
    private record ServiceAttachments(CamelContext context) implements Attachments {

        @Override
        public void remove(Target target, FileReceipt attached) {
            endpoint(context, target.item()).removeAttachment(message(target), attached.attachmentId());
        }

        @Override
        public boolean has(Target target, FileReceipt attached) {
            return endpoint(context, target.item()).hasAttachment(message(target), attached.attachmentId());
        }

        @Override
        public boolean discardDraft(Mail mail, String jobKey) {
            var message = new DefaultExchange(context).getMessage();
            mail.headers(jobKey).forEach(message::setHeader);
            return endpoint(context, "message").discardDraft(message);
        }

        private Message message(Target target) {
            var message = new DefaultExchange(context).getMessage();
            target.headers().forEach(message::setHeader);
            return message;
        }
    }

    private static GraphAttachEndpoint endpoint(CamelContext context, String item) {
        return context.getEndpoint("graph-attach:" + item, GraphAttachEndpoint.class);
    }

    /** {@return the folder that gets the finished jobs} */
    static Path done(Settings settings) {
        return settings.text("graphattach.done").isBlank()
                ? settings.folder("graphattach.folder", "done")
                : settings.folder("graphattach.done");
    }

    private static int jobsInFlight(Settings settings) {
        var jobs = settings.text("graphattach.jobs-in-flight");
        if (!jobs.matches("[1-9][0-9]?") || Integer.parseInt(jobs) > MOST_JOBS) {
            throw new StartRefusedException(
                    "graphattach.jobs-in-flight is no number of jobs",
                    "set it to a number from 1 to %d, such as 4".formatted(MOST_JOBS));
        }
        return Integer.parseInt(jobs);
    }

    /** Gives the inbox up, after everything that uses it has ended. */
    @Override
    public void close() {
        lock.ifPresent(InboxLock::close);
    }
}
