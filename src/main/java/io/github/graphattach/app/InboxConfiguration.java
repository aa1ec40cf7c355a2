package io.github.graphattach.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.graphattach.component.GraphAttachEndpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;

/** Makes the beans that the inbox route names, from the properties {@code graphattach.*}. */
public final class InboxConfiguration implements CamelConfiguration {

    private final Runnable whenIdle;
    private Optional<Inbox> inbox = Optional.empty();
    private Optional<JobSteps> steps = Optional.empty();

    /** For an application that runs until it is stopped. */
    public InboxConfiguration() {
        this(() -> {});
    }

    /** @param whenIdle run, again and again, while there is nothing to do in the inbox */
    InboxConfiguration(Runnable whenIdle) {
        this.whenIdle = whenIdle;
    }

    @Override
    public void configure(CamelContext context) throws IOException {
        var settings = new Settings(context);
        var json = JobReader.strictMapper();
        var folder = InboxFolder.at(settings.folder("graphattach.inbox"));
        var reader = new JobReader(folder, json);
        var target = Optional.of(settings.text("graphattach.target")).filter(text -> !text.isBlank());
        try {
            if (target.isPresent()) {
                json.readValue(target.get(), Target.class);
            }
        } catch (JsonProcessingException e) {
            throw new StartRefusedException(
                    "graphattach.target is no target: " + JobReader.refused(e).getMessage(), e);
        }
        var rules = new Inbox.Rules(
                settings.duration("graphattach.quiet"),
                settings.duration("graphattach.patience"),
                jobsInFlight(settings),
                target.isPresent());
        var watched = new Inbox(folder, rules, reader::claims, System::nanoTime);
        var outcomes =
                new Outcomes(folder, done(settings), settings.folder("graphattach.failed"), json, Clock.systemUTC());
        var check = Optional.ofNullable(context.getRegistry().findSingleByType(AttachmentCheck.class));
        var worked = new JobSteps(
                watched,
                reader,
                outcomes,
                target,
                () -> graphHost(context),
                check.orElse((receipt, source) -> {}),
                Clock.systemUTC());
        context.getRegistry().bind("jobMapper", json);
        context.getRegistry().bind("jobSteps", worked);
        context.getRegistry().bind("inboxPolling", new InboxPolling(watched, whenIdle));
        inbox = Optional.of(watched);
        steps = Optional.of(worked);
    }

    /** {@return whether no job failed and nothing was left in the inbox} */
    boolean isAllDone() {
        return steps.orElseThrow().failures() == 0 && inbox.orElseThrow().left().isEmpty();
    }

    /** {@return host and port of the service that the endpoints of the routes attach to} */
    static String graphHost(CamelContext context) {
        var endpoint = context.getEndpoint("graph-attach:event", GraphAttachEndpoint.class);
        return URI.create(endpoint.getServiceUrl()).getAuthority();
    }

    private static Path done(Settings settings) {
        return settings.text("graphattach.done").isBlank()
                ? Settings.made("graphattach.folder", Path.of(settings.text("graphattach.folder"), "done"))
                : settings.folder("graphattach.done");
    }

    private static int jobsInFlight(Settings settings) {
        var jobs = settings.text("graphattach.jobs-in-flight");
        if (!jobs.matches("[1-9][0-9]{0,3}")) {
            throw new StartRefusedException("graphattach.jobs-in-flight must be a number from 1 to 9999, such as 4");
        }
        return Integer.parseInt(jobs);
    }
}
